import { sql, type Transaction } from 'kysely';
import type { Db, Schema } from './schema.ts';

type Work<T> = (trx: Transaction<Schema>) => Promise<T>;

interface Job {
  run: (trx: Transaction<Schema>) => Promise<void>;
  committed: () => void;
  failed: (error: unknown) => void;
}

const LARGEST_BATCH = 64;

/**
 * Every write goes through here, one after the other, so that commit order is the order of `seq`, and `publish` runs after the
 * commit in that same order. Writes that arrive together share one transaction and so one sync to disk (group commit); a
 * savepoint lets one of them fail alone.
 */
export class Commits {
  readonly #db: Db;
  #waiting: Job[] = [];
  #draining: Promise<void> | undefined;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Resolves once `work` is on disk and `publish` has run; rejects with what `work` threw, its writes undone. */
  run<T>(work: Work<T>, publish?: (result: T) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: T;
      this.#waiting.push({
        run: async (trx) => {
          result = await work(trx);
        },
        committed: () => {
          try {
            publish?.(result);
            resolve(result);
          } catch (error) {
            reject(error);
          }
        },
        failed: reject,
      });
      // The next turn of the loop, not now: requests read in the same turn then share the batch.
      this.#draining ??= new Promise((next) => setImmediate(next)).then(() => this.#drain());
    });
  }

  /** Resolves when nothing is waiting any more. */
  async idle(): Promise<void> {
    while (this.#draining) await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#commit(this.#waiting.splice(0, LARGEST_BATCH));
    }
    this.#draining = undefined;
  }

  async #commit(batch: Job[]): Promise<void> {
    const done: Job[] = [];
    try {
      await this.#db.transaction().execute(async (trx) => {
        for (const job of batch) {
          if (await this.#inSavepoint(trx, job)) done.push(job);
        }
      });
    } catch (error) {
      for (const job of batch) job.failed(error);
      return;
    }
    for (const job of done) job.committed();
  }

  async #inSavepoint(trx: Transaction<Schema>, job: Job): Promise<boolean> {
    await sql`savepoint job`.execute(trx);
    try {
      await job.run(trx);
    } catch (error) {
      await sql`rollback to savepoint job`.execute(trx);
      await sql`release savepoint job`.execute(trx);
      job.failed(error);
      return false;
    }
    await sql`release savepoint job`.execute(trx);
    return true;
  }
}
