/** What each reconnect brought, and whether the history here is the server's (S22.1, S22.2, S22.3). */
import type { CatchUpEntry, ComparedRange } from '../../../shared/diagnostics.ts';
import { isServiceLine } from '../../../shared/serviceLine.ts';
import type { Directory } from '../people/directory.ts';
import type { Clock, Log } from '../ports.ts';
import { type HistoryStore, StoreError } from '../store.ts';
import type { Comparison } from './comparing.ts';
import { createDoubts, type Settled } from './doubts.ts';
import { absentNumbers } from './numbers.ts';
import type { Reconnected } from './sync.ts';

const keptEntries = 50;
const namedDifferences = 10;
const keptRanges = 50;
const missedLookedThrough = 500;

export interface LedgerOptions {
  store: HistoryStore;
  directory: Pick<Directory, 'records'>;
  clock: Clock;
  log: Log;
  ownUserId: string;
  receivedFromOthers(): number;
  duplicatesDropped(): number;
}

interface Before {
  startedAt: number;
  received: number;
  duplicates: number;
  openDialogId: string | null;
  /** The newest message of the open dialog. */
  lastSeen: ReturnType<HistoryStore['newestSent']>;
  comparisons: Settled[];
}

export type Ledger = ReturnType<typeof createLedger>;

export function createLedger(options: LedgerOptions) {
  const { store, directory, clock } = options;
  const entries = store.reconnects();
  /** How it was before a catch-up that has not ended: what came in one that was broken off belongs to the next. */
  let before: Before | null = null;
  const { settle } = createDoubts(options);

  function lookNow(openDialogId: string | null): Before {
    return {
      startedAt: clock.elapsed(),
      received: options.receivedFromOthers(),
      duplicates: options.duplicatesDropped(),
      openDialogId,
      lastSeen: openDialogId === null ? null : store.newestSent(openDialogId),
      comparisons: [],
    };
  }

  function save(entry: CatchUpEntry): void {
    try {
      store.saveReconnect(entry);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      options.log.warn('ledger.failed', { number: entry.number });
    }
  }

  function addTo(entry: CatchUpEntry, settled: Settled): void {
    const { dialogId, from, to, repaired, differences } = settled;
    entry.vanished += settled.vanished;
    entry.repaired += repaired;
    entry.differences += differences.length;
    entry.lost += differences.filter(({ kind }) => kind === 'absent').length;
    if (repaired + differences.length === 0) return;
    const known = entry.ranges.find((range) => range.dialogId === dialogId);
    const range: ComparedRange = known ?? { dialogId, from, to, repaired: 0, differences: [] };
    range.repaired += repaired;
    range.differences = [...range.differences, ...differences].slice(0, namedDifferences);
    if (known === undefined && entry.ranges.length < keptRanges) entry.ranges.push(range);
  }

  /** What a later look of the same connection finds: of a chat that was awaited all of it, else what differs. */
  function addLater(settled: Settled): void {
    const { dialogId, differences, vanished } = settled;
    const [entry] = entries;
    const isAwaited = entry?.awaited.includes(dialogId) === true;
    if (entry === undefined || !(isAwaited || differences.length + vanished > 0)) return;
    addTo(entry, isAwaited ? settled : { ...settled, repaired: 0 });
    entry.awaited = entry.awaited.filter((each) => each !== dialogId);
    save(entry);
  }

  /** Where messages have numbers, each of what is certified has a row. */
  function addAbsentNumbers(entry: CatchUpEntry): void {
    for (const { dialogId, certified } of directory.records()) {
      const absent = certified === null ? [] : absentNumbers(store, dialogId, certified);
      const named = entry.ranges.find((range) => range.dialogId === dialogId)?.differences ?? [];
      const known = named.filter(({ kind }) => kind === 'absent').length;
      const differences = absent.slice(known).map((id) => ({ kind: 'absent' as const, id }));
      if (certified === null || differences.length === 0) continue;
      const { from, to } = certified;
      addTo(entry, { dialogId, from, to, repaired: 0, vanished: 0, differences });
    }
  }

  function firstMissedKey({ lastSeen }: Before): string | null {
    const missed =
      lastSeen === null ? [] : store.messagesAfter(lastSeen.dialogId, lastSeen, missedLookedThrough);
    const first = missed.find(
      ({ id, senderId, type, removed }) =>
        id !== null && senderId !== options.ownUserId && !isServiceLine(type) && removed === undefined,
    );
    return first?.key ?? null;
  }

  function finish(now: Before, epoch: number, { tracked, awaited }: Reconnected): CatchUpEntry {
    const compared = new Set([...tracked, ...now.comparisons.map(({ dialogId }) => dialogId)]);
    for (const dialogId of awaited) compared.delete(dialogId);
    const entry: CatchUpEntry = {
      number: (entries[0]?.number ?? 0) + 1,
      at: clock.now(),
      epoch,
      durationMs: Math.round(clock.elapsed() - now.startedAt),
      received: options.receivedFromOthers() - now.received,
      repaired: 0,
      duplicatesDropped: options.duplicatesDropped() - now.duplicates,
      compared: compared.size,
      awaited,
      vanished: 0,
      lost: 0,
      differences: 0,
      ranges: [],
    };
    for (const settled of now.comparisons) addTo(entry, settled);
    addAbsentNumbers(entry);
    entries.unshift(entry);
    entries.length = Math.min(entries.length, keptEntries);
    save(entry);
    return entry;
  }

  return {
    /** Before a catch-up; the answer is called after it. */
    begin(openDialogId: string | null) {
      const now = lookNow(openDialogId);
      const { startedAt, received, duplicates, comparisons } = before ?? now;
      const lastSeen = before?.openDialogId === openDialogId ? before.lastSeen : now.lastSeen;
      const begun = { startedAt, received, duplicates, openDialogId, lastSeen, comparisons };
      before = begun;
      return (
        epoch: number,
        reconnected: Reconnected,
      ): Pick<CatchUpEntry, 'received' | 'repaired' | 'lost'> & { firstMissedKey: string | null } => {
        before = null;
        const { received, repaired, lost } = finish(begun, epoch, reconnected);
        return { received, repaired, lost, firstMissedKey: firstMissedKey(begun) };
      };
    },
    /** A look at a dialog has ended. */
    compared(comparison: Comparison): void {
      const settled = settle(comparison);
      if (before === null) addLater(settled);
      else before.comparisons.push(settled);
    },
    /** Newest first. */
    entries: (): CatchUpEntry[] => structuredClone(entries),
  };
}
