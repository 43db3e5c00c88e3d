import { useLingui } from '@lingui/react/macro';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import { Table } from './Table.tsx';
import { outboxWords } from './words.ts';

export function OutboxSection({ outbox }: Pick<Diagnostics, 'outbox'>) {
  const { t, i18n } = useLingui();
  return (
    <Table
      title={t`Очередь отправки`}
      rows={outbox.map(({ id, state, attempts }) => [
        id,
        `${i18n._(outboxWords[state])}, ${t`попыток: ${attempts}`}`,
      ])}
    />
  );
}
