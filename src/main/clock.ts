/** The time of this computer, for all who are handed a clock. */
import type { Clock } from './chat/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.timeOrigin + performance.now(),
  schedule(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
