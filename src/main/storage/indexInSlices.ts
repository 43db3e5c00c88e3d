/** Indexes for search what was saved, in small parts between everything else: the start waits for none of it. */
import type { Database } from './database.ts';

const sliceSize = 200;
/** Milliseconds: from one slice to the next, and from the first message saved to its slice, so that several share one. */
const pauseMs = 40;
const gatherMs = 1_000;

export function indexInSlices(
  database: Database,
  /** Answers whether any are left. */
  indexSome: (limit: number) => boolean,
): { wake(): void; stop(): void } {
  let timer: NodeJS.Timeout | null = null;

  function schedule(inMs: number): void {
    timer ??= setTimeout(runSlice, inMs).unref();
  }

  function runSlice(): void {
    timer = null;
    if (!database.open) return;
    try {
      if (indexSome(sliceSize)) schedule(pauseMs);
    } catch {
      // A full disk, say: the rows wait for the next message, and a search says what is wrong.
    }
  }

  schedule(gatherMs);
  return {
    wake: () => schedule(gatherMs),
    stop: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
