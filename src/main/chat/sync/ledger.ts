/** What each reconnect brought: how much came, whether anything is missing now, and how many copies were known already. */
import type { CatchUpEntry } from '../../../shared/diagnostics.ts';
import { isServiceLine } from '../../../shared/serviceLine.ts';
import type { Directory } from '../people/directory.ts';
import type { Clock } from '../ports.ts';
import type { DialogRecord, HistoryStore } from '../store.ts';

const keptEntries = 20;
const missedLookedThrough = 500;

export interface LedgerOptions {
  store: HistoryStore;
  directory: Directory;
  clock: Clock;
  ownUserId: string;
  receivedFromOthers(): number;
  duplicatesDropped(): number;
}

interface Before {
  received: number;
  duplicates: number;
  openDialogId: string | null;
  /** The newest message of the open dialog. */
  lastSeen: ReturnType<HistoryStore['newestSent']>;
}

export type Ledger = ReturnType<typeof createLedger>;

export function createLedger(options: LedgerOptions) {
  const { store, directory } = options;
  const entries: CatchUpEntry[] = [];
  /** How it was before a catch-up that has not ended: what came in one that was broken off belongs to the next. */
  let before: Before | null = null;

  function lookNow(openDialogId: string | null): Before {
    return {
      received: options.receivedFromOthers(),
      duplicates: options.duplicatesDropped(),
      openDialogId,
      lastSeen: openDialogId === null ? null : store.newestSent(openDialogId),
    };
  }

  /**
   * Places without a message inside the certified interval: there should be none. Only servers with `seq` number their
   * messages densely; elsewhere a hole cannot be seen from here.
   */
  function holes({ dialogId, certified }: DialogRecord): number {
    const newest = store.newestSent(dialogId);
    if (certified?.from.seq == null || newest?.seq == null) return 0;
    return newest.seq - certified.from.seq + 1 - store.countSentFrom(dialogId, certified.from);
  }

  return {
    /** Before a catch-up; the answer is called after it. */
    begin(openDialogId: string | null) {
      const now = lookNow(openDialogId);
      const { received, duplicates } = before ?? now;
      const lastSeen = before?.openDialogId === openDialogId ? before.lastSeen : now.lastSeen;
      before = { received, duplicates, openDialogId, lastSeen };
      return (epoch: number): CatchUpEntry & { firstMissedKey: string | null } => {
        before = null;
        const entry: CatchUpEntry = {
          at: options.clock.now(),
          epoch,
          received: options.receivedFromOthers() - received,
          lost: directory.records().reduce((sum, record) => sum + holes(record), 0),
          duplicatesDropped: options.duplicatesDropped() - duplicates,
        };
        entries.unshift(entry);
        entries.length = Math.min(entries.length, keptEntries);
        const missed =
          lastSeen === null ? [] : store.messagesAfter(lastSeen.dialogId, lastSeen, missedLookedThrough);
        const first = missed.find(
          ({ id, senderId, type, removed }) =>
            id !== null && senderId !== options.ownUserId && !isServiceLine(type) && removed === undefined,
        );
        return { ...entry, firstMissedKey: first?.key ?? null };
      };
    },
    /** Newest first. */
    entries: () => [...entries],
  };
}
