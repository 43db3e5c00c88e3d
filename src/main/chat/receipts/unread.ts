/** Unread counts, derived from what is stored and the own read mark; the server's count is only a seed (S9.3). */
import type { Mark, Message } from '../../../shared/domain.ts';
import type { DialogRecord, HistoryStore } from '../store.ts';

export function emptyMark(userId: string): Mark {
  return { userId, deliveredSeq: 0, readSeq: 0, deliveredAt: 0, readAt: 0 };
}

/** The same rule as the store's counting. */
export function isRead(mark: Mark, { createdAt, seq }: Pick<Message, 'createdAt' | 'seq'>): boolean {
  return seq === null ? createdAt <= mark.readAt : seq <= mark.readSeq;
}

/**
 * Others' messages above the own mark. Where history was not downloaded down to the mark, what is missing is only
 * known from the server's count at the time of the last list.
 */
export function countUnread(store: HistoryStore, record: DialogRecord, own: Mark): number {
  return isCounted(record, own)
    ? store.countUnread(record.dialogId, own.userId, own, 0)
    : record.unreadSeed + store.countUnread(record.dialogId, own.userId, own, record.unreadSeedAt);
}

/** All that is unread is stored here. */
export function isCounted(record: DialogRecord, own: Mark): boolean {
  if (own.readAt >= record.unreadSeedAt) return true;
  if (record.headSeq !== null && own.readSeq >= record.headSeq) return true;
  const certified = record.certified;
  if (certified === null) return false;
  if (certified.reachedStart) return true;
  return certified.from.seq === null
    ? certified.from.createdAt <= own.readAt
    : certified.from.seq <= own.readSeq + 1;
}
