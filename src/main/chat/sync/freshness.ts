/** Which messages are news: what the server holds at the first look, or further up in a history, is none. */
import type { Message, Timestamp } from '../../../shared/domain.ts';
import type { CertifiedInterval, DialogRecord, HistoryStore } from '../store.ts';
import { comparePositions } from '../timeline/timeline.ts';

export type Freshness = ReturnType<typeof createFreshness>;

export function createFreshness({ store, ownUserId }: { store: HistoryStore; ownUserId: string }) {
  /** null: this account has not seen a dialog list here yet. */
  let freshFrom = store.freshFrom();

  /** Newer than what was first seen of it here; `certified`: what the dialog had before this message came. */
  function isFresh(message: Message, certified: CertifiedInterval | null): boolean {
    if (freshFrom === null || message.createdAt <= freshFrom) return false;
    const position = { createdAt: message.createdAt, id: message.id ?? message.key };
    return certified === null || comparePositions(position, certified.from) >= 0;
  }

  return {
    isFresh,
    isNews: (message: Message, certified: CertifiedInterval | null): boolean =>
      message.senderId !== ownUserId && isFresh(message, certified),
    /** What the server holds at the first look is history, and so is what was downloaded and then cleared. */
    startFrom(newest: Timestamp, again = false): void {
      if (freshFrom !== null && !again) return;
      freshFrom = newest;
      store.saveFreshFrom(newest);
    },
    /** The list tells of a message that would be an arrival, in a dialog of which nothing is stored. */
    isDue({ lastMessage, unreadSeed }: DialogRecord): boolean {
      if (freshFrom === null || lastMessage === null || unreadSeed === 0) return false;
      return lastMessage.createdAt > freshFrom && lastMessage.senderId !== ownUserId;
    },
  };
}
