import { setTimeout as delay, setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** The requests that are being answered. */
export class Requests {
  #count = 0;
  #seen = 0;
  #isEnding = false;
  #emptied: () => void = () => undefined;

  /** Before the routes are added. */
  constructor(app: FastifyInstance) {
    app.addHook('onRequest', async (_request, reply) => {
      this.#count += 1;
      this.#seen += 1;
      // Also when the other side has gone away.
      reply.raw.once('close', () => {
        this.#count -= 1;
        if (this.#count === 0) this.#emptied();
      });
    });
    app.addHook('onSend', async (_request, reply) => {
      if (this.#isEnding) void reply.header('connection', 'close');
    });
  }

  /** Resolves when everything that had reached this computer before the call has been read. */
  async allRead(): Promise<void> {
    this.#isEnding = true;
    for (let seen = -1; seen !== this.#seen; ) {
      seen = this.#seen;
      // A connection is accepted in one turn of the loop and read in the next.
      for (let turn = 0; turn < 3; turn += 1) await turnOfTheLoop();
    }
  }

  /** Resolves when everything has been answered, and after so many milliseconds anyway. */
  async allAnswered(patienceMs: number): Promise<void> {
    if (this.#count === 0) return;
    const over = new AbortController();
    await Promise.race([
      new Promise<void>((resolve) => {
        this.#emptied = resolve;
      }),
      delay(patienceMs, undefined, { signal: over.signal }).catch(() => undefined),
    ]);
    over.abort();
  }
}
