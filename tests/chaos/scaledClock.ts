/** A clock that runs faster than the wall's, so that minutes of back-off fit into a test; it can be set like a wall clock. */
import type { Clock } from '../../src/main/chat/ports.ts';

export interface ScaledClock extends Clock {
  readonly scale: number;
  /** Sets the wall clock by this much; running timers do not notice, as on a real machine. */
  jump(milliseconds: number): void;
  /** Resolves after that much scaled time. */
  after(milliseconds: number): Promise<void>;
}

export function createScaledClock(scale: number): ScaledClock {
  const startedAt = Date.now();
  const origin = performance.now();
  let offset = 0;
  const elapsed = () => (performance.now() - origin) * scale;
  return {
    scale,
    now: () => Math.floor(startedAt + elapsed() + offset),
    schedule(delayMs, task) {
      const timer = setTimeout(task, delayMs / scale);
      return () => clearTimeout(timer);
    },
    jump: (milliseconds) => {
      offset += milliseconds;
    },
    elapsed,
    after: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / scale)),
  };
}
