/**
 * Servers that tell only counts may go on counting what was read, and tell nobody that another device read it (S9.8, P8.2).
 * Their histories say who read each message: a chat that shows a count is looked into now and then.
 */
import type { Feature, Mark } from '../../../shared/domain.ts';
import { countUnread, isCounted } from '../receipts/unread.ts';
import type { DialogRecord, HistoryStore } from '../store.ts';

/** A first look at a chat is as long as its count, up to ten pages. */
const mostAtOnce = 3;

export interface DoubtfulUnreadOptions {
  store: HistoryStore;
  records(): DialogRecord[];
  ownMark(dialogId: string): Mark;
  has(feature: Feature): boolean;
}

export function createDoubtfulUnread({ store, records, ownMark, has }: DoubtfulUnreadOptions) {
  let looks = 0;
  const lastLook = new Map<string, number>();

  /** A part of it was read here, and how large a part only the history knows. */
  function countsWhatWasRead(record: DialogRecord): boolean {
    const own = ownMark(record.dialogId);
    return record.unreadSeed > 0 && own.readAt > 0 && !isCounted(record, own);
  }

  return {
    /** The ids of those to look into now: each in its turn, the latest activity first. */
    next(): Set<string> {
      if (has('changes')) return new Set();
      looks += 1;
      const shown = records().filter((record) => countUnread(store, record, ownMark(record.dialogId)) > 0);
      const turn = ({ dialogId }: DialogRecord) => lastLook.get(dialogId) ?? 0;
      const inTurn = shown
        .toSorted((a, b) => turn(a) - turn(b) || b.lastActivityAt - a.lastActivityAt)
        .slice(0, mostAtOnce);
      const ids = new Set([...shown.filter(countsWhatWasRead), ...inTurn].map(({ dialogId }) => dialogId));
      for (const dialogId of ids) lastLook.set(dialogId, looks);
      return ids;
    },
  };
}
