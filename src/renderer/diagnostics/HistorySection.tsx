import { useLingui } from '@lingui/react/macro';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import { formatClock } from '../format/time.ts';
import { rowsShown } from './rowsShown.ts';
import { Table } from './Table.tsx';
import { useCutSentence } from './useCutSentence.ts';
import { connectionWords } from './words.ts';

export function HistorySection({ connectionHistory }: Pick<Diagnostics, 'connectionHistory'>) {
  const { t, i18n } = useLingui();
  const sentence = useCutSentence();
  return (
    <Table
      title={t`История соединения`}
      rows={connectionHistory
        .slice(0, rowsShown)
        .map((change) => [
          formatClock(i18n.locale, change.at),
          [i18n._(connectionWords[change.state]), sentence(change)].filter(Boolean).join(': '),
        ])}
    />
  );
}
