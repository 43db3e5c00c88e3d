/** Time that only moves when told to, and randomness that repeats: a run is its seed. */
import type { Clock, Random } from '../../src/main/chat/ports.ts';

/**
 * A longer chain of promises goes on after the next task, as on a busy machine. Waiting for all of them by a macrotask
 * took a third of a run's time.
 */
const turnsAfterTask = 20;

interface Task {
  at: number;
  order: number;
  run(): void;
  cancelled: boolean;
}

export interface VirtualClock extends Clock {
  /** Runs everything due until the given time, letting promises go on after each task. */
  runUntil(time: number): Promise<void>;
}

export function createVirtualClock(startAt: number): VirtualClock {
  const heap: Task[] = [];
  let now = startAt;
  let order = 0;

  const isBefore = (a: Task, b: Task) => a.at < b.at || (a.at === b.at && a.order < b.order);

  function push(task: Task): void {
    let index = heap.push(task) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const [below, above] = [heap[index], heap[parent]];
      if (below === undefined || above === undefined || !isBefore(below, above)) return;
      heap[index] = above;
      heap[parent] = below;
      index = parent;
    }
  }

  function pop(): Task | undefined {
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    heap[0] = last;
    let index = 0;
    for (;;) {
      let smallest = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        const [candidate, best] = [heap[child], heap[smallest]];
        if (candidate && best && isBefore(candidate, best)) smallest = child;
      }
      if (smallest === index) return top;
      const [a, b] = [heap[index], heap[smallest]];
      if (a && b) [heap[index], heap[smallest]] = [b, a];
      index = smallest;
    }
  }

  const isDue = (time: number) => heap[0] !== undefined && heap[0].at <= time;

  return {
    now: () => now,
    elapsed: () => now,
    schedule(delayMs, run) {
      const task: Task = {
        at: now + Math.max(0, Math.round(delayMs)),
        order: order++,
        run,
        cancelled: false,
      };
      push(task);
      return () => {
        task.cancelled = true;
      };
    },
    async runUntil(time) {
      await settle();
      while (isDue(time)) {
        for (let next = heap[0]; next !== undefined && next.at <= time; next = heap[0]) {
          pop();
          if (next.cancelled) continue;
          now = next.at;
          next.run();
          for (let turn = 0; turn < turnsAfterTask; turn++) await Promise.resolve();
        }
        // What the last of them led to may be due as well.
        await settle();
      }
      now = Math.max(now, time);
    },
  };
}

/** Every promise chain that needs no timer has run when a macrotask starts. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** mulberry32, public domain. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
