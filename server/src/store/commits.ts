import { setTimeout as delay } from 'node:timers/promises';
import { sql, type Transaction } from 'kysely';
import type { Db, Schema } from './schema.ts';
import { isBusy, storageTrouble } from './sqlite.ts';

type Work<T> = (trx: Transaction<Schema>) => Promise<T>;

/** Told how long things took, in seconds. */
export interface CommitObserver {
  /** One transaction with all that shared it. */
  committed: (seconds: number) => void;
  /** A write, from when it was asked for until everybody was told of it. */
  delivered: (seconds: number) => void;
}

interface Job {
  since: number;
  run: (trx: Transaction<Schema>) => Promise<void>;
  committed: () => void;
  failed: (error: unknown) => void;
}

const LARGEST_BATCH = 64;
/** How long a write waits for the lock of another process. */
const LOCK_PATIENCE_MS = 5_000;
const LOCK_RETRY_MS = 20;

/**
 * Every write goes through here, one after the other, so that commit order is the order of `seq`, and `publish` runs after the
 * commit in that same order. Writes that arrive together share one transaction and so one sync to disk (group commit); a
 * savepoint lets one of them fail alone. A lock that another process holds is waited for, while reads go on.
 */
export class Commits {
  readonly #db: Db;
  readonly #patienceMs: number;
  readonly #observer: CommitObserver | undefined;
  #waiting: Job[] = [];
  #draining: Promise<void> | undefined;

  constructor(db: Db, patienceMs = LOCK_PATIENCE_MS, observer?: CommitObserver) {
    this.#db = db;
    this.#patienceMs = patienceMs;
    this.#observer = observer;
  }

  /** Resolves once `work` is on disk and `publish` has run; rejects with what `work` threw, its writes undone. */
  run<T>(work: Work<T>, publish?: (result: T) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: T;
      this.#waiting.push({
        since: performance.now(),
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

  get waitingCount(): number {
    return this.#waiting.length;
  }

  /** Resolves when nothing is waiting any more. */
  async idle(): Promise<void> {
    while (this.#draining) await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) await this.#commit();
    this.#draining = undefined;
  }

  async #commit(): Promise<void> {
    let batch: Job[] = [];
    const done: Job[] = [];
    const began = performance.now();
    try {
      await this.#db.transaction().execute(async (trx) => {
        batch = this.#waiting.splice(0, LARGEST_BATCH);
        for (const job of batch) {
          if (await this.#inSavepoint(trx, job)) done.push(job);
        }
      });
    } catch (error) {
      const hasBegun = batch.length > 0;
      if (!hasBegun && isBusy(error)) {
        this.#fail(this.#takeImpatient(), error);
        await delay(LOCK_RETRY_MS);
      } else {
        this.#fail(hasBegun ? batch : this.#waiting.splice(0), error);
      }
      return;
    }
    this.#observer?.committed((performance.now() - began) / 1_000);
    for (const job of done) {
      job.committed();
      this.#observer?.delivered((performance.now() - job.since) / 1_000);
    }
  }

  #takeImpatient(): Job[] {
    const limit = performance.now() - this.#patienceMs;
    const impatient = this.#waiting.findIndex((job) => job.since > limit);
    return this.#waiting.splice(0, impatient < 0 ? this.#waiting.length : impatient);
  }

  #fail(jobs: Job[], error: unknown): void {
    for (const job of jobs) job.failed(error);
  }

  async #inSavepoint(trx: Transaction<Schema>, job: Job): Promise<boolean> {
    await sql`savepoint job`.execute(trx);
    try {
      await job.run(trx);
    } catch (error) {
      job.failed(error);
      // The database may have rolled back everything already: nothing of the batch can be kept.
      if (storageTrouble(error)) throw error;
      await sql`rollback to savepoint job`.execute(trx);
      await sql`release savepoint job`.execute(trx);
      return false;
    }
    await sql`release savepoint job`.execute(trx);
    return true;
  }
}
