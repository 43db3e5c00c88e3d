import { useLingui } from '@lingui/react/macro';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import { formatTime } from '../format/time.ts';
import { isErrorCode } from '../i18n/errors.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { rowsShown } from './rowsShown.ts';
import { Table } from './Table.tsx';
import { connectionWords } from './words.ts';

export function HistorySection({ connectionHistory }: Pick<Diagnostics, 'connectionHistory'>) {
  const { t, i18n } = useLingui();
  const sentence = useErrorSentence();
  const reasonOf = (reason: string | null) =>
    reason === null ? '' : isErrorCode(reason) ? sentence(reason) : reason;
  return (
    <Table
      title={t`История соединения`}
      rows={connectionHistory
        .slice(0, rowsShown)
        .map(({ at, state, reason }) => [
          formatTime(i18n.locale, at),
          [i18n._(connectionWords[state]), reasonOf(reason)].filter(Boolean).join('. '),
        ])}
    />
  );
}
