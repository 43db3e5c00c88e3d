/** Messages that the server is known to have, as the store holds them. */
import type { Message, Timestamp } from '../../../shared/domain.ts';
import type { HistoryStore } from '../store.ts';
import { compareMessages } from '../timeline/timeline.ts';

const rowsAtOnce = 100;

/** From `newest` down to this time, in the order people see. */
export function sentFrom(store: HistoryStore, newest: Message, from: Timestamp): Message[] {
  const pages: Message[][] = [];
  for (let above: Message | null = null; ; ) {
    const page: Message[] = store.messagesBefore(newest.dialogId, above, rowsAtOnce);
    pages.push(page.filter((row) => row.id !== null && compareMessages(row, newest) <= 0));
    above = page[0] ?? null;
    if (page.length < rowsAtOnce || above === null || (above.id !== null && above.createdAt < from)) break;
  }
  return pages
    .reverse()
    .flat()
    .filter(({ createdAt }) => createdAt >= from);
}
