import { useLingui } from '@lingui/react/macro';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import { Table } from './Table.tsx';
import { jobWords, otherJob, outboxWords } from './words.ts';

export function OutboxSection({ outbox }: Pick<Diagnostics, 'outbox'>) {
  const { t, i18n } = useLingui();
  return (
    <Table
      title={t`Очередь отправки`}
      rows={outbox.map(({ id, kind, state, attempts }) => [
        i18n._(jobWords[kind] ?? otherJob),
        `${i18n._(outboxWords[state])}, ${t`попыток: ${attempts}`} · ${id}`,
      ])}
    />
  );
}
