/** What was read, told message by message, to servers without watermarks. Tells again what did not arrive. */
import type { Mark, Message } from '../../../shared/domain.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { maximumRetryDelayMs } from '../rest/backoff.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import type { DialogRecord, HistoryStore } from '../store.ts';

/** Every status becomes an update for every member there (S10.2, P4.5). */
const intervalMs = 500;
const largestDialogForEach = 20;
const messagesAtOnce = 50;
/** A server that cannot take a status now is not pressed: reading is no hurry. */
const shortestRetryMs = 10_000;

export interface ReadStatusesOptions {
  store: HistoryStore;
  rest: Pick<RestClient, 'markMessageRead'>;
  clock: Clock;
  random: Random;
  log: Log;
  ownUserId: string;
  record(dialogId: string): DialogRecord | null;
  updateRecord(dialogId: string, change: Partial<DialogRecord>): void;
  /** Calls for `tell` of this dialog. */
  onUntold(dialogId: string): void;
}

export function createReadStatuses(options: ReadStatusesOptions) {
  const { store, rest, clock } = options;
  const queue: Message[] = [];
  const untold = new Set<string>();
  let cancelNext: (() => void) | null = null;
  let cancelRetry: (() => void) | null = null;
  let failures = 0;
  let stopped = false;

  function pump(): void {
    if (cancelNext !== null) return;
    const message = queue.shift();
    if (message?.id == null) return;
    void tellOne(message.id, message);
    cancelNext = clock.schedule(intervalMs, () => {
      cancelNext = null;
      pump();
    });
  }

  async function tellOne(messageId: string, message: Message): Promise<void> {
    try {
      await rest.markMessageRead(messageId);
      failures = 0;
    } catch (error) {
      options.log.warn('readStatuses.failed', { messageId, cause: String(error) });
      // The store of a stopped account is closed.
      if (!stopped && !isRefused(error)) tellAgain(message);
    }
  }

  /** From the message that failed on; what was told already is told twice, which changes nothing. */
  function tellAgain({ dialogId, createdAt }: Message): void {
    const record = options.record(dialogId);
    if (record === null) return;
    options.updateRecord(dialogId, { syncedReadAt: Math.min(record.syncedReadAt, createdAt - 1) });
    untold.add(dialogId);
    if (cancelRetry !== null) return;
    cancelRetry = clock.schedule(shortestRetryMs + options.random() * maximumRetryDelayMs(failures++), () => {
      cancelRetry = null;
      for (const dialogId of untold) options.onUntold(dialogId);
      untold.clear();
    });
  }

  return {
    /** Queues what lies between the last told mark and this one: the newest alone in a large dialog. */
    tell(record: DialogRecord, mark: Mark): void {
      if (mark.readAt <= record.syncedReadAt) return;
      const isSmall = (record.members?.length ?? Number.POSITIVE_INFINITY) <= largestDialogForEach;
      const limit = isSmall ? messagesAtOnce : 1;
      const { dialogId, syncedReadAt } = record;
      queue.push(...store.othersBetween(dialogId, options.ownUserId, syncedReadAt, mark.readAt, limit));
      options.updateRecord(dialogId, { syncedReadAt: mark.readAt });
      pump();
    },
    stop(): void {
      stopped = true;
      cancelNext?.();
      cancelRetry?.();
      queue.length = 0;
    },
  };
}

/** The server will not change its mind, as about a message that was deleted; the old one wraps that in a 500. */
export function isRefused(error: unknown): boolean {
  const status = error instanceof ApiError ? (error.upstreamStatus ?? error.status) : null;
  return status !== null && status >= 400 && status < 500 && ![401, 408, 429].includes(status);
}
