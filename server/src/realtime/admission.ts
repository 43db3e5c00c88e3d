import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

/** After so many milliseconds of handshakes others have a turn. */
const SLICE_MS = 5;
/** So many may wait for the database at a time. */
const AT_ONCE = 16;

/** `handshake`: until the connection stands; `entry`: who it is of, which the connection waits for with a limit of its own. */
type Stage = 'handshake' | 'entry';
type Work = () => Promise<void> | void;

/**
 * Lets connections in, a slice of them in each turn of the loop, in the order they came: when a network comes back thousands do at
 * the same moment, and nobody else is to wait for all of them (P7.49). Who has come further goes first.
 */
export class Admission {
  readonly #waiting: Record<Stage, Work[]> = { entry: [], handshake: [] };
  readonly #unfinished = new Set<Promise<void>>();
  #isAdmitting = false;

  /** `work` does not throw. */
  enter(stage: Stage, work: Work): void {
    this.#waiting[stage].push(work);
    if (!this.#isAdmitting) void this.#admitAll();
  }

  async #admitAll(): Promise<void> {
    this.#isAdmitting = true;
    let began = Number.NEGATIVE_INFINITY;
    for (;;) {
      if (this.#unfinished.size === AT_ONCE) await Promise.race(this.#unfinished);
      if (performance.now() - began >= SLICE_MS) {
        await turnOfTheLoop();
        began = performance.now();
      }
      const work = this.#waiting.entry.shift() ?? this.#waiting.handshake.shift();
      if (!work) break;
      this.#begin(work);
      // What it has set going is part of it, and nearly always all of it.
      await new Promise<void>((resolve) => process.nextTick(resolve));
    }
    this.#isAdmitting = false;
  }

  #begin(work: Work): void {
    const working = Promise.resolve(work()).finally(() => this.#unfinished.delete(working));
    this.#unfinished.add(working);
  }
}
