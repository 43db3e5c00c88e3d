/** The own marks, told to servers that keep them: one after another, and what they cannot take now again later (S9.5). */
import type { Mark } from '../../../shared/domain.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { maximumRetryDelayMs } from '../rest/backoff.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import type { DialogRecord } from '../store.ts';
import { isRefused } from './readStatuses.ts';

const shortestRetryMs = 10_000;

export interface WatermarksOptions {
  rest: Pick<RestClient, 'moveWatermark'>;
  clock: Clock;
  random: Random;
  log: Log;
  isLive(): boolean;
  record(dialogId: string): DialogRecord | null;
  updateRecord(dialogId: string, change: Partial<DialogRecord>): void;
  ownMark(dialogId: string): Mark;
  /** The server knows now that everything up to this `seq` was delivered. */
  onDelivered(dialogId: string, seq: number): void;
}

export function createWatermarks(options: WatermarksOptions) {
  const { rest, clock } = options;
  const read = new Set<string>();
  /** Highest seq seen here and not yet told as delivered. */
  const delivered = new Map<string, number>();
  let running = false;
  let failures = 0;
  let cancelPause: (() => void) | null = null;
  /** The server asked for peace until then, by the steady clock. */
  let peaceUntil = Number.NEGATIVE_INFINITY;
  let stopped = false;

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    try {
      while (!stopped && cancelPause === null && options.isLive()) {
        const [dialogId] = read;
        const [mark] = delivered;
        if (dialogId !== undefined) await tellRead(dialogId);
        else if (mark !== undefined) await tellDelivered(...mark);
        else break;
      }
    } finally {
      running = false;
    }
  }

  async function tellRead(dialogId: string): Promise<void> {
    read.delete(dialogId);
    const record = options.record(dialogId);
    const { readSeq, readAt } = options.ownMark(dialogId);
    if (record === null || readSeq <= record.syncedReadSeq) return;
    await tell('read', dialogId, readSeq, {
      onTold: () => options.updateRecord(dialogId, { syncedReadSeq: readSeq, syncedReadAt: readAt }),
      onLater: () => read.add(dialogId),
    });
  }

  async function tellDelivered(dialogId: string, seq: number): Promise<void> {
    delivered.delete(dialogId);
    if (seq <= options.ownMark(dialogId).deliveredSeq) return;
    await tell('delivered', dialogId, seq, {
      onTold: () => options.onDelivered(dialogId, seq),
      onLater: () => noteDelivered(dialogId, seq),
    });
  }

  async function tell(
    kind: 'read' | 'delivered',
    dialogId: string,
    seq: number,
    { onTold, onLater }: { onTold(): void; onLater(): void },
  ): Promise<void> {
    try {
      await rest.moveWatermark(dialogId, kind, seq);
      failures = 0;
      // The store of a stopped account is closed.
      if (!stopped) onTold();
    } catch (error) {
      options.log.warn(`receipts.${kind}Failed`, { dialogId, cause: String(error) });
      // What is refused for good is told with the next mark, or after the next reconnect.
      if (stopped || !(error instanceof ApiError) || isRefused(error)) return;
      onLater();
      const wantedMs = error.retryAfterMs ?? 0;
      peaceUntil = clock.elapsed() + wantedMs;
      const usualMs = shortestRetryMs + options.random() * maximumRetryDelayMs(failures++);
      pause(Math.max(wantedMs, usualMs));
    }
  }

  function pause(delayMs: number): void {
    cancelPause?.();
    cancelPause = clock.schedule(delayMs, () => {
      cancelPause = null;
      void run();
    });
  }

  function noteDelivered(dialogId: string, seq: number): void {
    delivered.set(dialogId, Math.max(seq, delivered.get(dialogId) ?? 0));
  }

  return {
    noteRead: (dialogId: string) => void read.add(dialogId),
    noteDelivered,
    /** Tells what was noted. */
    run: () => void run(),
    /** The connection is new: nothing waits longer than the server asked for. */
    endPause(): void {
      failures = 0;
      if (cancelPause === null) return;
      cancelPause();
      cancelPause = null;
      if (peaceUntil > clock.elapsed()) pause(peaceUntil - clock.elapsed());
    },
    stop(): void {
      stopped = true;
      cancelPause?.();
    },
  };
}
