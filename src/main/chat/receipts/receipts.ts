/** Delivered and read as watermarks: forward-only, persisted, told to the server in few requests (S9.1, S9.5). */
import type { Feature, Mark, Message } from '../../../shared/domain.ts';
import type { RemoteMark, RemoteMember, RemoteMessage } from '../../../shared/remote.ts';
import type { Bus } from '../facts.ts';
import type { Clock, Log, Random } from '../ports.ts';
import type { RestClient } from '../rest/rest.ts';
import type { DialogRecord, HistoryStore } from '../store.ts';
import { createReadStatuses } from './readStatuses.ts';
import { provenStatuses } from './statusCounts.ts';
import { countUnread, emptyMark } from './unread.ts';
import { createUnreadCounts } from './unreadCounts.ts';

const coalesceMs = 500;

export interface ReceiptsOptions {
  bus: Bus;
  store: HistoryStore;
  rest: RestClient;
  clock: Clock;
  random: Random;
  log: Log;
  ownUserId: string;
  has(feature: Feature): boolean;
  isLive(): boolean;
  record(dialogId: string): DialogRecord | null;
  updateRecord(dialogId: string, change: Partial<DialogRecord>): void;
  /** The other one of a chat of two, where it is known. */
  peerOf(dialogId: string): string | null;
}

export type Receipts = ReturnType<typeof createReceipts>;

export function createReceipts(options: ReceiptsOptions) {
  const { bus, store, rest, clock, ownUserId } = options;
  const cache = new Map<string, Map<string, Mark>>();
  /** Taken for read by the person and not yet for good: neither stored nor told, and given up when it is taken back. */
  const held = new Map<string, { readSeq: number; readAt: number }>();
  const due = new Set<string>();
  /** Highest seq seen here and not yet told as delivered. */
  const undelivered = new Map<string, number>();
  let cancelFlush: (() => void) | null = null;
  let stopped = false;
  const statuses = createReadStatuses({
    ...options,
    onUntold: (dialogId) => {
      due.add(dialogId);
      flush();
    },
  });
  const counts = createUnreadCounts({ ...options, unreadCount });

  function marksOf(dialogId: string): Map<string, Mark> {
    const known = cache.get(dialogId) ?? new Map(store.marks(dialogId).map((mark) => [mark.userId, mark]));
    cache.set(dialogId, known);
    return known;
  }

  function ownKept(dialogId: string): Mark {
    return marksOf(dialogId).get(ownUserId) ?? emptyMark(ownUserId);
  }

  function own(dialogId: string): Mark {
    const mark = ownKept(dialogId);
    const beyond = held.get(dialogId);
    if (beyond === undefined) return mark;
    return {
      ...mark,
      readSeq: Math.max(mark.readSeq, beyond.readSeq),
      readAt: Math.max(mark.readAt, beyond.readAt),
    };
  }

  function unreadCount(dialogId: string): number {
    const record = options.record(dialogId);
    return record === null ? 0 : countUnread(store, record, own(dialogId));
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

  /** As the server tells it: of an own mark it need not be told again. */
  function takeTold(dialogId: string, userId: string, to: Partial<Omit<Mark, 'userId'>>): void {
    advance(dialogId, userId, to);
    const record = userId === ownUserId ? options.record(dialogId) : null;
    if (record !== null && (to.readSeq ?? 0) > record.syncedReadSeq)
      options.updateRecord(dialogId, { syncedReadSeq: to.readSeq ?? 0 });
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
      if (seq <= ownKept(dialogId).deliveredSeq) continue;
      void rest
        .moveWatermark(dialogId, 'delivered', seq)
        .then(() => {
          if (!stopped) advance(dialogId, ownUserId, { deliveredSeq: seq });
        })
        .catch((error: unknown) => {
          options.log.warn('receipts.deliveredFailed', { dialogId, cause: String(error) });
          if (!stopped) noteDelivered(dialogId, seq);
        });
    }
  }

  async function tellRead(dialogId: string): Promise<void> {
    const record = options.record(dialogId);
    if (record === null) return;
    const mark = ownKept(dialogId);
    if (!options.has('watermarks')) {
      if (mark.readAt > record.syncedReadAt) counts.tell(dialogId);
      statuses.tell(record, mark);
      return;
    }
    if (mark.readSeq <= record.syncedReadSeq) return;
    try {
      await rest.moveWatermark(dialogId, 'read', mark.readSeq);
      // The store of a stopped account is closed.
      if (stopped) return;
      options.updateRecord(dialogId, { syncedReadSeq: mark.readSeq, syncedReadAt: mark.readAt });
    } catch (error) {
      // Told again with the next mark, or after the next reconnect.
      options.log.warn('receipts.readFailed', { dialogId, cause: String(error) });
    }
  }

  function noteDelivered(dialogId: string, seq: number): void {
    undelivered.set(dialogId, Math.max(seq, undelivered.get(dialogId) ?? 0));
    scheduleFlush();
  }

  /** The person saw this message and everything above it. Answers whether the mark moved. */
  function markRead(dialogId: string, { createdAt, seq }: Pick<Message, 'createdAt' | 'seq'>): boolean {
    const to = { readAt: createdAt, ...(seq === null ? {} : { readSeq: seq }) };
    if (!advance(dialogId, ownUserId, to)) return false;
    due.add(dialogId);
    scheduleFlush();
    return true;
  }

  /** Of one message; false: it is not known here. With watermarks the marks tell the same, in one event for many messages. */
  function takeStatus(messageId: string, userId: string, status: 'delivered' | 'read'): boolean {
    const message = store.messageByWireId(messageId);
    if (message === null) return false;
    if (options.has('watermarks')) return true;
    const at = message.createdAt;
    advance(message.dialogId, userId, status === 'read' ? { readAt: at } : { deliveredAt: at });
    return true;
  }

  bus.on('markMoved', ({ dialogId, userId, ...seqs }) => takeTold(dialogId, userId, seqs));
  bus.on('statusMoved', takeStatus);

  return {
    own,
    marks: (dialogId: string) => [...marksOf(dialogId).values()],
    markRead,
    /** As markRead, and yet to be taken back: counts here alone until it is kept. */
    holdRead(dialogId: string, { createdAt, seq }: Pick<Message, 'createdAt' | 'seq'>): void {
      held.set(dialogId, { readAt: createdAt, readSeq: seq ?? 0 });
      bus.tell('heldReadMoved', [dialogId]);
    },
    keepHeld(): void {
      for (const [dialogId, { readAt, readSeq }] of held)
        markRead(dialogId, { createdAt: readAt, seq: readSeq === 0 ? null : readSeq });
      held.clear();
    },
    giveUpHeld(): void {
      const dialogIds = [...held.keys()];
      held.clear();
      bus.tell('heldReadMoved', dialogIds);
    },
    noteDelivered,
    takeMark: takeTold,
    /** Whoever answers has read what stands above. The server counts it so only where nothing else was unread, and is told. */
    takeOwnMessage(dialogId: string, { createdAt, seq }: Pick<Message, 'createdAt' | 'seq'>): void {
      advance(dialogId, ownUserId, { readAt: createdAt, readSeq: seq ?? 0 });
    },
    takeMarks(marks: RemoteMark[]): void {
      store.transaction(() => {
        for (const { dialogId, userId, ...seqs } of marks) takeTold(dialogId, userId, seqs);
      });
    },
    takeStatus,
    takeMembers(dialogId: string, members: RemoteMember[]): void {
      store.transaction(() => {
        for (const { userId, readSeq, deliveredSeq } of members)
          takeTold(dialogId, userId, { readSeq: readSeq ?? 0, deliveredSeq: deliveredSeq ?? 0 });
      });
    },
    /** Servers without watermarks tell statuses message by message; each is a mark at that message. */
    takeStatuses(dialogId: string, message: RemoteMessage): void {
      if (options.has('watermarks')) return;
      const proven = provenStatuses(message, ownUserId, options.peerOf(dialogId));
      for (const { userId, status } of [...(message.statuses ?? []), ...proven]) {
        if (status === 'unread' || userId === message.senderId) continue;
        const at = message.createdAt;
        advance(dialogId, userId, status === 'read' ? { readAt: at } : { deliveredAt: at });
      }
    },
    /** Tells what could not be told while away. */
    resume(dialogIds: string[]): void {
      counts.forgetRoute();
      for (const dialogId of dialogIds) due.add(dialogId);
      scheduleFlush();
    },
    forget: (dialogId: string) => void cache.delete(dialogId),
    /** After a write that failed: what is on disk counts. */
    readMarks: () => cache.clear(),
    stop(): void {
      stopped = true;
      cancelFlush?.();
      statuses.stop();
      counts.stop();
    },
  };
}
