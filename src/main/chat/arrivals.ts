/** Messages that are new here, with what has to be known to decide whether the person is told about them. */
import type { Message, Timestamp } from '../../shared/domain.ts';
import type { CertifiedInterval, DialogRecord, HistoryStore } from './store.ts';
import { comparePositions } from './timeline.ts';

export interface Arrival {
  key: string;
  dialogId: string;
  senderId: string;
  content: string;
  type: string;
  /** The order of messages; arrivals come in any order, a catch-up's newest first. */
  createdAt: Timestamp;
  own: boolean;
  /** From before this account first signed in here, or from further up in a history that is being paged back. */
  old: boolean;
  /** It was an arrival before, as when what was downloaded had been cleared. */
  announced: boolean;
}

export type Arrivals = ReturnType<typeof createArrivals>;

export function createArrivals(options: {
  store: HistoryStore;
  ownUserId: string;
  tell(arrivals: Arrival[]): void;
}) {
  const { store, ownUserId } = options;
  /** null: this account has not seen a dialog list here yet. */
  let freshFrom = store.freshFrom();

  function isOld(message: Message, certified: CertifiedInterval | null): boolean {
    if (freshFrom === null || message.createdAt <= freshFrom) return true;
    const position = { createdAt: message.createdAt, id: message.id ?? message.key };
    return certified !== null && comparePositions(position, certified.from) < 0;
  }

  return {
    /** Of a message just stored, inside its transaction; `certified` is what the dialog had before it. */
    describe(message: Message, certified: CertifiedInterval | null): Arrival {
      const { key, dialogId, senderId, content, type, createdAt } = message;
      const own = senderId === ownUserId;
      const old = isOld(message, certified);
      const announced = !own && !old && !store.noteAnnounced(key);
      return { key, dialogId, senderId, content, type, createdAt, own, old, announced };
    },
    tell(arrivals: Arrival[]): void {
      if (arrivals.length > 0) options.tell(arrivals);
    },
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
