import { setTimeout as delay } from 'node:timers/promises';
import { storageUnavailable } from '../contract/errors.ts';
import type { Commits } from '../store/commits.ts';
import { setState } from '../store/serverState.ts';

const PATIENCE_MS = 2_000;

/** Whether a write reaches the disk. One write at a time answers everybody who asks meanwhile. */
export class Readiness {
  readonly #commits: Commits;
  readonly #now: () => number;
  #writing: Promise<void> | undefined;

  constructor(commits: Commits, now: () => number) {
    this.#commits = commits;
    this.#now = now;
  }

  /** Throws what the write failed with, and 503 when it takes more than two seconds. */
  async check(): Promise<void> {
    this.#writing ??= this.#commits
      .run((trx) => setState(trx, 'readyAt', String(this.#now())))
      .finally(() => {
        this.#writing = undefined;
      });
    const late = new AbortController();
    const lateness = delay(PATIENCE_MS, undefined, { signal: late.signal }).then(
      () => Promise.reject(storageUnavailable()),
      () => undefined,
    );
    await Promise.race([this.#writing, lateness]).finally(() => late.abort());
  }
}
