import { setTimeout as delay } from 'node:timers/promises';
import type { Commits, Work } from './commits.ts';
import type { Db } from './schema.ts';
import { isOvertaken } from './trouble.ts';

const MOST_TRIES = 6;
/** Before the second try, and twice as long before each that follows; by chance less, so that two do not meet again. */
const PAUSE_MS = 10;

/**
 * Commits of PostgreSQL: a transaction for each unit of work, side by side. A unit that numbers anything has locked the row of
 * its one dialog before (`findDialog`), and no other dialog: so `seq` is the order of commits, and nobody waits in a circle. A
 * unit that another one has overtaken all the same is run again.
 */
export class PostgresCommits implements Commits {
  readonly #db: Db;
  readonly #running = new Set<Promise<unknown>>();
  readonly #turns = new Turns();

  constructor(db: Db) {
    this.#db = db;
  }

  run<T>(work: Work<T>, publish?: (result: T) => void): Promise<T> {
    const running = this.#run(work, publish).finally(() => this.#running.delete(running));
    this.#running.add(running);
    return running;
  }

  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  async #run<T>(work: Work<T>, publish: ((result: T) => void) | undefined): Promise<T> {
    const { result, turn } = await this.#commit(work);
    await turn.begins;
    try {
      publish?.(result);
      return result;
    } finally {
      turn.end();
    }
  }

  async #commit<T>(work: Work<T>): Promise<{ result: T; turn: Turn }> {
    for (let tries = 1; ; tries += 1) {
      let end = () => {};
      try {
        return await this.#db.transaction().execute(async (trx) => {
          const result = await work(trx);
          // Of two units that met at one dialog, the second could not come this far before the first had ended.
          const turn = this.#turns.take();
          end = turn.end;
          return { result, turn };
        });
      } catch (error) {
        end();
        if (!isOvertaken(error) || tries === MOST_TRIES) throw error;
        await delay(Math.random() * PAUSE_MS * 2 ** tries);
      }
    }
  }
}

interface Turn {
  begins: Promise<void>;
  end: () => void;
}

/** Publications go in the order in which commits were sent, in which their answers need not come. */
class Turns {
  #last = Promise.resolve();

  take(): Turn {
    const begins = this.#last;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#last = begins.then(() => ended);
    return { begins, end };
  }
}
