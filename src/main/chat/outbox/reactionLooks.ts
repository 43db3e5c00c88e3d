/**
 * Reactions on servers that tell nobody of them (S12.5, P8.2): asked for again, message by message, while somebody has
 * the messages in sight. Never for a history.
 */
import type { Clock, Log } from '../ports.ts';
import { ApiError } from '../rest/rest.ts';

const intervalMs = 60_000;
/** Whatever happens, no message is asked about again sooner. */
const shortestMs = 1_000;
const mostMessages = 20;
const atOnce = 3;

export interface ReactionLooksOptions {
  clock: Clock;
  log: Log;
  /** The server can be asked, and tells of reactions in no other way. */
  isNeeded(): boolean;
  openDialogId(): string | null;
  /** The history of the dialog says who read how far. */
  fetch(dialogId: string): void;
  /** Asks for the reactions of one message and shows them. */
  ask(key: string): Promise<unknown>;
}

export function createReactionLooks(options: ReactionLooksOptions) {
  const { clock } = options;
  let inView: { dialogId: string; keys: string[] } | null = null;
  /** By message, in the clock's `elapsed`. */
  const askedAt = new Map<string, number>();
  let cancelNext = () => {};
  let running = false;

  function shown(): string[] {
    if (inView === null || inView.dialogId !== options.openDialogId()) return [];
    return inView.keys.slice(-mostMessages);
  }

  function isDue(key: string): boolean {
    const at = askedAt.get(key);
    return at === undefined || clock.elapsed() - at >= shortestMs;
  }

  async function ask(queue: string[]): Promise<void> {
    for (let key = queue.pop(); key !== undefined && options.isNeeded(); key = queue.pop()) {
      askedAt.set(key, clock.elapsed());
      await options.ask(key).catch((error: unknown) => {
        // What is behind the server knows nothing of this message; of the others it may.
        if (!(error instanceof ApiError) || (error.upstreamStatus ?? 500) >= 500) throw error;
      });
    }
  }

  /** The newest first. A server that cannot answer is not asked for the rest. */
  async function look(again = true): Promise<void> {
    const keys = shown();
    const queue = keys.filter(isDue);
    const hasAll = queue.length === keys.length && !running;
    scheduleNext(hasAll ? intervalMs : shortestMs);
    if (running || !options.isNeeded()) return;
    running = true;
    if (again && inView !== null && queue.length > 0) options.fetch(inView.dialogId);
    try {
      await Promise.all(Array.from({ length: atOnce }, () => ask(queue)));
    } catch (error) {
      queue.length = 0;
      options.log.warn('reactionLooks.failed', { cause: String(error) });
    } finally {
      running = false;
    }
  }

  function scheduleNext(delayMs: number): void {
    cancelNext();
    if (shown().length === 0) return;
    cancelNext = clock.schedule(delayMs, () => void look());
  }

  return {
    /** What of the open dialog is in sight; nothing, while the window is hidden. */
    setInView(dialogId: string, keys: string[]): void {
      const begins = keys.length > 0 && (inView?.dialogId !== dialogId || inView.keys.length === 0);
      inView = { dialogId, keys };
      // What opens a dialog fetches its newest page anyway.
      if (begins) void look(false);
    },
    /** Somebody comes back to the window, or the connection came back. */
    look: (): void => void look(),
    stop: (): void => cancelNext(),
  };
}
