/** What the page measures, in the time of this process: both clocks run alike and were set when their processes started (S21.2). */
import type { Clock } from './chat/ports.ts';

export type PageClock = ReturnType<typeof createPageClock>;

/** All times in milliseconds since 1970 with a fraction. */
export function createPageClock({ elapsed }: Pick<Clock, 'elapsed'>) {
  /** How far this clock is ahead of the page's: the least that any call has seen, as the way here only adds to it. */
  let ahead = Number.POSITIVE_INFINITY;

  return {
    /** The page called now, and its clock said this. */
    note(sentAt: number): void {
      ahead = Math.min(ahead, elapsed() - sentAt);
    },
    /** In this process's time. What is told now is past: no hop takes less than nothing. */
    toMain: (at: number): number => Math.min(elapsed(), Number.isFinite(ahead) ? at + ahead : at),
    /** Another page has another clock. */
    forget(): void {
      ahead = Number.POSITIVE_INFINITY;
    },
  };
}
