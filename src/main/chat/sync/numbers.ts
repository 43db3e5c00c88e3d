/** Servers with `seq` number the messages of a dialog without a gap: what is certified has a row for each number. */
import type { CertifiedInterval, HistoryStore } from '../store.ts';
import { sentFrom } from './storedRange.ts';

/** The numbers without a message in the certified interval, as `#` and the number; there should be none (S22.1). */
export function absentNumbers(
  store: HistoryStore,
  dialogId: string,
  { from, to }: CertifiedInterval,
): string[] {
  // Below the interval of a dialog that was empty stands nothing.
  const first = from.id === '' ? (from.seq ?? 0) + 1 : from.seq;
  if (first === null || to.seq === null) return [];
  const isLastThere = store.messageByWireId(to.id) !== null;
  const above = store.countSentFrom(dialogId, to) - (isLastThere ? 1 : 0);
  if (store.countSentFrom(dialogId, from) - above === to.seq - first + 1) return [];
  const newest = store.newestSent(dialogId);
  const rows = newest === null ? [] : sentFrom(store, newest, from.createdAt);
  const numbers = new Set(rows.map(({ seq }) => seq));
  const absent: string[] = [];
  for (let seq = first; seq <= to.seq; seq++) if (!numbers.has(seq)) absent.push(`#${seq}`);
  return absent;
}
