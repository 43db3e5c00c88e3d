import { useLingui } from '@lingui/react/macro';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import { formatClock } from '../format/time.ts';
import { rowsShown } from './rowsShown.ts';
import { Table } from './Table.tsx';
import { eventWords } from './words.ts';

export function EventsSection({ events }: Pick<Diagnostics, 'events'>) {
  const { t, i18n } = useLingui();
  return (
    <Table
      title={t`Последние события`}
      rows={events
        .slice(0, rowsShown)
        .map(({ at, name, about }) => [
          formatClock(i18n.locale, at),
          `${i18n._(eventWords[name])} ${about ?? ''}`,
        ])}
    />
  );
}
