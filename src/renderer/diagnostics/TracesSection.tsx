import { useLingui } from '@lingui/react/macro';
import type { Diagnostics, MessageTrace } from '../../shared/diagnostics.ts';
import { rowsShown } from './rowsShown.ts';
import { Table } from './Table.tsx';
import { hopWords } from './words.ts';

export function TracesSection({ traces }: Pick<Diagnostics, 'traces'>) {
  const { t, i18n } = useLingui();
  const wayOf = ({ hops }: MessageTrace) =>
    hops.map(({ hop, atMs }) => `${i18n._(hopWords[hop])} ${atMs}`).join(' → ');
  return (
    <Table
      title={t`Путь сообщений, мс`}
      rows={traces.slice(0, rowsShown).map((trace) => [trace.key, wayOf(trace)])}
    />
  );
}
