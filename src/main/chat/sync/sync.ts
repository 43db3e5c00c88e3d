/** Everything missed, on reconnect and once a minute: the dialog list says which dialogs to look into. */
import type { Feature } from '../../../shared/domain.ts';
import type { RemoteDialog } from '../../../shared/remote.ts';
import type { Bus } from '../facts.ts';
import type { Journal } from '../journal.ts';
import type { Directory } from '../people/directory.ts';
import type { Clock, Log, Random } from '../ports.ts';
import type { Receipts } from '../receipts/receipts.ts';
import type { Pace } from '../rest/pace.ts';
import { ApiError, isTooSlow, type RestClient } from '../rest/rest.ts';
import { createRetries } from '../rest/retries.ts';
import type { DialogRecord, HistoryStore } from '../store.ts';
import { isWithin, positionOf } from '../timeline/timeline.ts';
import type { CatchUp } from './catchUp.ts';
import { readDialogList, sharedWithSuccessor } from './dialogList.ts';
import { createDoubtfulUnread } from './doubtfulUnread.ts';
import type { Freshness } from './freshness.ts';
import { isListed, newestListable } from './listedMessage.ts';

const dialogsAtOnce = 4;
const sweepIntervalMs = 60_000;
/** On reconnect without revs, this many recent dialogs are looked into whatever the list says. */
const dialogsOnReconnect = 24;
const hintDebounceMs = 300;

export interface SyncOptions {
  bus: Bus;
  rest: RestClient;
  store: HistoryStore;
  directory: Directory;
  journal: Journal;
  receipts: Receipts;
  catchUp: CatchUp;
  freshness: Freshness;
  pace: Pick<Pace, 'isStrained'>;
  clock: Clock;
  random: Random;
  log: Log;
  ownUserId: string;
  has(feature: Feature): boolean;
  isUp(): boolean;
  openDialogId(): string | null;
  onFailed(error: unknown): void;
}

/** What became of a reconnect. */
export interface Reconnected {
  /** Dialogs that were read, or whose head says that there is nothing to read. */
  tracked: string[];
  /** Those whose history the server did not give. */
  awaited: string[];
}

export type Sync = ReturnType<typeof createSync>;

export function createSync(options: SyncOptions) {
  const { bus, rest, store, directory, journal, catchUp, pace, clock } = options;
  const debounced = new Map<string, () => void>();
  let cancelSweep = () => {};
  const isOpen = (dialogId: string) => dialogId === options.openDialogId();
  const retries = createRetries({ ...options, isOpen, run: catchUp.run });
  const doubtfulUnread = createDoubtfulUnread({
    ...options,
    records: directory.records,
    ownMark: options.receipts.own,
  });

  async function fetchList(): Promise<RemoteDialog[]> {
    // What comes to be while the list is on its way cannot be in it.
    const known = new Set(directory.records().map((record) => record.dialogId));
    const { dialogs, gone, complete } = await readDialogList(rest, [...known]);
    store.transaction(() => {
      for (const dialog of dialogs) {
        const mark = dialog.ownMark ?? markOfZeroUnread(dialog);
        directory.takeListed(dialog);
        if (dialog.lastMessage !== null) journal.traces.listed(dialog.dialogId, dialog.lastMessage.createdAt);
        if (mark !== null) options.receipts.takeMark(dialog.dialogId, options.ownUserId, mark);
      }
      if (!complete) return;
      options.freshness.startFrom(
        Math.max(0, ...dialogs.map(({ lastMessage }) => lastMessage?.createdAt ?? 0)),
      );
      for (const dialogId of gone) {
        bus.tell('dialogGone', dialogId);
        directory.remove(dialogId);
      }
    });
    const listed = dialogs.map(({ dialogId }) => dialogId).filter((dialogId) => !known.has(dialogId));
    if (listed.length > 0) bus.tell('dialogsListed', listed);
    return dialogs;
  }

  /**
   * Read on another device, on a server that tells only a count. It may count a message after listing it, so zero is
   * believed when two lists in a row say it of the same newest message, or of the same activity where the list keeps
   * the message to itself (S9.4).
   */
  function markOfZeroUnread(dialog: RemoteDialog): { readAt: number } | null {
    const before = directory.record(dialog.dialogId);
    const readAt = newestListedAt(dialog);
    const isRepeated = before?.unreadSeed === 0 && newestListedAt(before) === readAt;
    return dialog.unreadCount === 0 && readAt > 0 && isRepeated ? { readAt } : null;
  }

  /** The answer to one list may be older than what a later caller asks about; callers at the same time share one. */
  const refreshList = sharedWithSuccessor(fetchList);

  /** Something of it is stored or shown, so that a hole in it could be seen, or the person is to be told of it. */
  function isTracked(record: DialogRecord): boolean {
    return (
      record.certified !== null ||
      options.freshness.isDue(record) ||
      tellsOnlyCounts(record) ||
      isOpen(record.dialogId) ||
      store.newestSent(record.dialogId) !== null
    );
  }

  /** The list of some old servers counts what is unread and keeps the message to itself (P8.3). */
  function tellsOnlyCounts(record: DialogRecord): boolean {
    return record.lastMessage === null && record.unreadSeed > 0;
  }

  function differs(record: DialogRecord): boolean {
    if (record.certified === null) return true;
    if (options.has('changes')) return record.headRev === null || record.headRev !== record.knownRev;
    // Without a message in the list, only its time tells that there is something new.
    if (record.lastMessage === null && record.lastActivityAt !== record.lookedAt) return true;
    const newest = newestListable(store, record.dialogId);
    if (newest?.id == null) return record.lastMessage !== null;
    if (!isWithin(record.certified, positionOf({ ...newest, id: newest.id }))) return true;
    return record.lastMessage !== null && !isListed(store, record.lastMessage, newest);
  }

  /** The open dialog first: that is what the person looks at; then what is unread, and the latest. Answers what failed. */
  async function runAll(records: DialogRecord[], swept: 'sweep' | null = null): Promise<string[]> {
    const queue = records.toSorted(
      (a, b) =>
        Number(isOpen(b.dialogId)) - Number(isOpen(a.dialogId)) ||
        Number(b.unreadSeed > 0) - Number(a.unreadSeed > 0) ||
        b.lastActivityAt - a.lastActivityAt,
    );
    const failures: { dialogId: string; error: unknown }[] = [];
    const worker = async () => {
      for (let record = queue.shift(); record !== undefined; record = queue.shift()) {
        const { dialogId } = record;
        if (pace.isStrained() && !isOpen(dialogId) && !differs(record)) continue;
        try {
          await catchUp.run(dialogId, swept);
        } catch (error) {
          if (error instanceof ApiError && error.status === 401) throw error;
          failures.push({ dialogId, error });
          retries.add(dialogId);
        }
      }
    };
    await Promise.all(Array.from({ length: dialogsAtOnce }, worker));
    const [failure] = failures;
    // A server that answers, or takes its time, is there: one chat it does not give holds up no other.
    const isAway = failures.length === records.length && failures.every(({ error }) => !isAnswer(error));
    if (failure !== undefined && isAway) throw failure.error;
    for (const { error } of failures) options.onFailed(error);
    return failures.map(({ dialogId }) => dialogId);
  }

  async function sweep(): Promise<void> {
    await refreshList();
    const doubtful = doubtfulUnread.next();
    const behind = directory.records().filter((record) => isTracked(record) && differs(record));
    bus.tell(
      'dialogsBehind',
      behind.map(({ dialogId }) => dialogId),
    );
    const looked = new Set([...doubtful, ...behind.map(({ dialogId }) => dialogId)]);
    await runAll(
      directory.records().filter(({ dialogId }) => looked.has(dialogId) && !retries.waitsFor(dialogId)),
      'sweep',
    );
  }

  const failed = (dialogId: string) => (error: unknown) => {
    retries.add(dialogId);
    options.onFailed(error);
  };

  function scheduleSweep(): void {
    cancelSweep();
    cancelSweep = clock.schedule(sweepIntervalMs, () => {
      if (!options.isUp()) return;
      sweep().catch(options.onFailed).finally(scheduleSweep);
    });
  }

  function sweepSoon(): void {
    if (options.isUp()) void sweep().catch(options.onFailed);
  }

  /** A hint says that something happened in the dialog. */
  function catchUpSoon(dialogId: string, delayMs = hintDebounceMs): void {
    if (debounced.has(dialogId)) return;
    const cancel = clock.schedule(delayMs, () => {
      debounced.delete(dialogId);
      if (options.isUp() && !retries.waitsFor(dialogId)) catchUp.run(dialogId).catch(failed(dialogId));
    });
    debounced.set(dialogId, cancel);
  }

  bus.on('listBehind', sweepSoon);
  bus.on('dialogBehind', catchUpSoon);

  return {
    refreshList,
    /** After a connect, features known: resolves when every tracked dialog is certified up to its head. */
    async reconnected(): Promise<Reconnected> {
      retries.clear();
      await refreshList();
      const recent = new Set(
        directory
          .recent()
          .slice(0, options.has('changes') ? 0 : dialogsOnReconnect)
          .map((record) => record.dialogId),
      );
      const doubtful = doubtfulUnread.next();
      const tracked = directory.records().filter(isTracked);
      const awaited = await runAll(
        directory
          .records()
          .filter(
            (record) =>
              doubtful.has(record.dialogId) ||
              (isTracked(record) &&
                (recent.has(record.dialogId) || isOpen(record.dialogId) || differs(record))),
          ),
      );
      options.receipts.resume(directory.records().map((record) => record.dialogId));
      scheduleSweep();
      return { tracked: tracked.map(({ dialogId }) => dialogId), awaited };
    },
    sweepSoon,
    /** What was looked for in vain is looked for again by itself. */
    tryAgain: retries.add,
    stop(): void {
      cancelSweep();
      retries.clear();
      for (const cancel of debounced.values()) cancel();
      debounced.clear();
    },
  };
}

function newestListedAt({
  lastMessage,
  lastActivityAt,
}: Pick<RemoteDialog, 'lastMessage' | 'lastActivityAt'>): number {
  return lastMessage?.createdAt ?? lastActivityAt;
}

function isAnswer(error: unknown): boolean {
  return isTooSlow(error) || (error instanceof ApiError && error.status !== null);
}
