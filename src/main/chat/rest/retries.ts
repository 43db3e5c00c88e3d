/** Chats whose history could not be had: asked for again by one schedule for all of them, one after another (S16.5). */
import type { Clock, Random } from '../ports.ts';

const firstDelayMs = 1_000;
const longestDelayMs = 5 * 60_000;
/** Somebody waits for it. */
const longestOpenDelayMs = 30_000;

export function createRetries(options: {
  clock: Clock;
  random: Random;
  run(dialogId: string): Promise<void>;
  isUp(): boolean;
  isOpen(dialogId: string): boolean;
  onFailed(error: unknown): void;
}) {
  const due = new Set<string>();
  let failures = 0;
  let running = false;
  let cancel: (() => void) | null = null;

  function schedule(): void {
    if (running || cancel !== null || due.size === 0) return;
    const longest = [...due].some(options.isOpen) ? longestOpenDelayMs : longestDelayMs;
    const delayMs = Math.min(longest, firstDelayMs * 2 ** Math.min(failures, 20));
    cancel = options.clock.schedule(delayMs * (0.5 + options.random() / 2), () => {
      cancel = null;
      void round();
    });
  }

  async function round(): Promise<void> {
    running = true;
    const ids = [...due].sort((a, b) => Number(options.isOpen(b)) - Number(options.isOpen(a)));
    let failed = false;
    for (const dialogId of ids) {
      // What is missing is looked for anew with the next connection.
      if (!options.isUp()) due.clear();
      if (!due.has(dialogId)) continue;
      try {
        await options.run(dialogId);
        due.delete(dialogId);
      } catch (error) {
        failed = true;
        options.onFailed(error);
      }
    }
    running = false;
    failures = failed ? failures + 1 : 0;
    schedule();
  }

  return {
    add(dialogId: string): void {
      due.add(dialogId);
      schedule();
    },
    /** It will be asked for without anybody's doing. */
    waitsFor: (dialogId: string): boolean => due.has(dialogId),
    clear(): void {
      due.clear();
      failures = 0;
      cancel?.();
      cancel = null;
    },
  };
}
