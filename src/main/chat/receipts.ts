/** Delivered and read as watermarks: forward-only, persisted, told to the server in few requests. */
import type { Feature, Mark, Message } from '../../shared/domain.ts';
import type { RemoteMember, RemoteMessage } from '../../shared/remote.ts';
import type { Clock, Log } from './ports.ts';
import { ApiError, type RestClient } from './rest.ts';
import type { DialogRecord, HistoryStore } from './store.ts';
import { emptyMark } from './unread.ts';

const coalesceMs = 500;
/** Without watermarks every status becomes an update for every member (DESIGN §4, "Budget"). */
const statusIntervalMs = 500;
const shortestRetryMs = 10_000;
const longestRetryMs = 320_000;
const largestDialogForEachStatus = 20;
const statusesAtOnce = 50;

export interface ReceiptsOptions {
  store: HistoryStore;
  rest: RestClient;
  clock: Clock;
  log: Log;
  ownUserId: string;
  has(feature: Feature): boolean;
  isLive(): boolean;
  record(dialogId: string): DialogRecord | null;
  updateRecord(dialogId: string, change: Partial<DialogRecord>): void;
  onMarksChanged(dialogId: string, marks: Mark[]): void;
}

export type Receipts = ReturnType<typeof createReceipts>;

export function createReceipts(options: ReceiptsOptions) {
  const { store, rest, clock, ownUserId } = options;
  const cache = new Map<string, Map<string, Mark>>();
  const due = new Set<string>();
  /** Highest seq seen here and not yet told as delivered. */
  const undelivered = new Map<string, number>();
  let cancelFlush: (() => void) | null = null;
  const statusQueue: Message[] = [];
  let cancelStatus: (() => void) | null = null;
  let cancelRetry: (() => void) | null = null;
  let retryMs = shortestRetryMs;

  function marksOf(dialogId: string): Map<string, Mark> {
    const known = cache.get(dialogId) ?? new Map(store.marks(dialogId).map((mark) => [mark.userId, mark]));
    cache.set(dialogId, known);
    return known;
  }

  function own(dialogId: string): Mark {
    return marksOf(dialogId).get(ownUserId) ?? emptyMark(ownUserId);
  }

  /** Moves a mark forward, never back; what is read is delivered too. Answers whether it moved. */
  function advance(dialogId: string, userId: string, to: Partial<Omit<Mark, 'userId'>>): boolean {
    const mark = marksOf(dialogId).get(userId) ?? emptyMark(userId);
    const readSeq = Math.max(mark.readSeq, to.readSeq ?? 0);
    const readAt = Math.max(mark.readAt, to.readAt ?? 0);
    const next: Mark = {
      userId,
      readSeq,
      readAt,
      deliveredSeq: Math.max(mark.deliveredSeq, to.deliveredSeq ?? 0, readSeq),
      deliveredAt: Math.max(mark.deliveredAt, to.deliveredAt ?? 0, readAt),
    };
    const moved =
      next.readSeq > mark.readSeq ||
      next.readAt > mark.readAt ||
      next.deliveredSeq > mark.deliveredSeq ||
      next.deliveredAt > mark.deliveredAt;
    if (!moved) return false;
    marksOf(dialogId).set(userId, next);
    store.saveMark(dialogId, next);
    return true;
  }

  function notify(dialogId: string): void {
    options.onMarksChanged(dialogId, [...marksOf(dialogId).values()]);
  }

  function scheduleFlush(): void {
    cancelFlush ??= clock.schedule(coalesceMs, () => {
      cancelFlush = null;
      flush();
    });
  }

  function flush(): void {
    if (!options.isLive()) return;
    for (const dialogId of due) {
      due.delete(dialogId);
      void tellRead(dialogId);
    }
    if (!options.has('watermarks')) return;
    for (const [dialogId, seq] of undelivered) {
      undelivered.delete(dialogId);
      if (seq <= own(dialogId).deliveredSeq) continue;
      void rest
        .moveWatermark(dialogId, 'delivered', seq)
        .then(() => advance(dialogId, ownUserId, { deliveredSeq: seq }))
        .catch((error: unknown) => {
          options.log.warn('receipts.deliveredFailed', { dialogId, cause: String(error) });
          noteDelivered(dialogId, seq);
        });
    }
  }

  async function tellRead(dialogId: string): Promise<void> {
    const record = options.record(dialogId);
    if (record === null) return;
    const mark = own(dialogId);
    if (!options.has('watermarks')) {
      queueStatuses(record, mark);
      return;
    }
    if (mark.readSeq <= record.syncedReadSeq) return;
    try {
      await rest.moveWatermark(dialogId, 'read', mark.readSeq);
      options.updateRecord(dialogId, { syncedReadSeq: mark.readSeq, syncedReadAt: mark.readAt });
    } catch (error) {
      // Told again with the next mark, or after the next reconnect.
      options.log.warn('receipts.readFailed', { dialogId, cause: String(error) });
    }
  }

  function queueStatuses(record: DialogRecord, mark: Mark): void {
    if (mark.readAt <= record.syncedReadAt) return;
    const isSmall = (record.members?.length ?? Number.POSITIVE_INFINITY) <= largestDialogForEachStatus;
    const messages = store.othersBetween(
      record.dialogId,
      ownUserId,
      record.syncedReadAt,
      mark.readAt,
      isSmall ? statusesAtOnce : 1,
    );
    options.updateRecord(record.dialogId, { syncedReadAt: mark.readAt });
    statusQueue.push(...messages);
    pumpStatuses();
  }

  function pumpStatuses(): void {
    if (cancelStatus !== null) return;
    const message = statusQueue.shift();
    if (message?.id == null) return;
    const { id: messageId } = message;
    void rest.markMessageRead(messageId).then(
      () => {
        retryMs = shortestRetryMs;
      },
      (error: unknown) => {
        options.log.warn('receipts.statusFailed', { messageId, cause: String(error) });
        if (!isRefused(error)) tellAgain(message);
      },
    );
    cancelStatus = clock.schedule(statusIntervalMs, () => {
      cancelStatus = null;
      pumpStatuses();
    });
  }

  /** From the message that failed on; what was told already is told twice, which changes nothing. */
  function tellAgain({ dialogId, createdAt }: Message): void {
    const record = options.record(dialogId);
    if (record === null) return;
    options.updateRecord(dialogId, { syncedReadAt: Math.min(record.syncedReadAt, createdAt - 1) });
    due.add(dialogId);
    cancelRetry ??= clock.schedule(retryMs, () => {
      cancelRetry = null;
      flush();
    });
    retryMs = Math.min(longestRetryMs, 2 * retryMs);
  }

  function noteDelivered(dialogId: string, seq: number): void {
    undelivered.set(dialogId, Math.max(seq, undelivered.get(dialogId) ?? 0));
    scheduleFlush();
  }

  return {
    own,
    marks: (dialogId: string) => [...marksOf(dialogId).values()],
    /** The person saw this message and everything above it. Answers whether the mark moved. */
    markRead(dialogId: string, message: Message): boolean {
      const to = { readAt: message.createdAt, ...(message.seq === null ? {} : { readSeq: message.seq }) };
      if (!advance(dialogId, ownUserId, to)) return false;
      due.add(dialogId);
      scheduleFlush();
      return true;
    },
    noteDelivered,
    takeMark(dialogId: string, userId: string, to: Partial<Omit<Mark, 'userId'>>): void {
      if (advance(dialogId, userId, to)) notify(dialogId);
    },
    takeMembers(dialogId: string, members: RemoteMember[]): void {
      let moved = false;
      for (const member of members) {
        const to = { readSeq: member.readSeq ?? 0, deliveredSeq: member.deliveredSeq ?? 0 };
        moved = advance(dialogId, member.userId, to) || moved;
      }
      if (moved) notify(dialogId);
    },
    /** Servers without watermarks tell statuses message by message; each is a mark at that message. */
    takeStatuses(dialogId: string, message: RemoteMessage): boolean {
      if (options.has('watermarks')) return false;
      let moved = false;
      for (const { userId, status } of message.statuses ?? []) {
        if (status === 'unread' || userId === message.senderId) continue;
        const at = message.createdAt;
        moved = advance(dialogId, userId, status === 'read' ? { readAt: at } : { deliveredAt: at }) || moved;
      }
      return moved;
    },
    notify,
    /** Tells what could not be told while away. */
    resume(dialogIds: string[]): void {
      for (const dialogId of dialogIds) due.add(dialogId);
      scheduleFlush();
    },
    forget: (dialogId: string) => void cache.delete(dialogId),
    stop(): void {
      cancelFlush?.();
      cancelStatus?.();
      cancelRetry?.();
      statusQueue.length = 0;
    },
  };
}

/** The server will not change its mind, as about a message that was deleted; the old one wraps that in a 500. */
function isRefused(error: unknown): boolean {
  const status = error instanceof ApiError ? (error.upstreamStatus ?? error.status) : null;
  return status !== null && status >= 400 && status < 500 && ![401, 408, 429].includes(status);
}
