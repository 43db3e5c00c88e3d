/** A clock that runs faster than the wall's, so that minutes of back-off fit into a test; it can be set like a wall clock. */
import type { Clock } from '../../src/main/chat/ports.ts';

export interface ScaledClock extends Clock {
  readonly scale: number;
  /** Sets the wall clock by this much; running timers do not notice, as on a real machine. */
  jump(milliseconds: number): void;
  /** Resolves after that much scaled time. */
  after(milliseconds: number): Promise<void>;
}

const tickMs = 5;
/** What is longer than this between two ticks was work, or another process's turn. */
const longestWaitMs = 10;

let tickedAt = performance.now();
/** Milliseconds until the last tick. */
let waited = 0;
let worked = 0;

/**
 * Milliseconds that this process has waited and worked. Only waiting is scaled: work takes the time that it takes, and
 * with it every limit, 20 times shorter here than in the app, would expire on a busy machine.
 */
function spent(): { waited: number; worked: number } {
  const passed = performance.now() - tickedAt;
  const wait = Math.min(passed, longestWaitMs);
  return { waited: waited + wait, worked: worked + passed - wait };
}

function tick(): void {
  ({ waited, worked } = spent());
  tickedAt = performance.now();
}

setInterval(tick, tickMs).unref();

export function createScaledClock(scale: number): ScaledClock {
  const startedAt = Date.now();
  const origin = spent();
  let offset = 0;
  function elapsed(): number {
    const now = spent();
    return (now.waited - origin.waited) * scale + now.worked - origin.worked;
  }
  function schedule(delayMs: number, task: () => void): () => void {
    const due = elapsed() + delayMs;
    let timer: NodeJS.Timeout;
    const wait = () => {
      timer = setTimeout(() => (elapsed() < due ? wait() : task()), (due - elapsed()) / scale);
    };
    wait();
    return () => clearTimeout(timer);
  }
  return {
    scale,
    now: () => Math.floor(startedAt + elapsed() + offset),
    schedule,
    jump: (milliseconds) => {
      offset += milliseconds;
    },
    elapsed,
    after: (milliseconds) => new Promise((resolve) => schedule(milliseconds, resolve)),
  };
}
