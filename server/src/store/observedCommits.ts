import { takeWaiting } from './afterCommit.ts';
import type { Commits, Work } from './commits.ts';

/** Told how long things took, in seconds. */
export interface CommitObserver {
  /** From the last write of a unit until it was on disk, with all that shared the transaction. */
  committed: (seconds: number) => void;
  /** From when a unit was asked for until everybody was told of it. */
  delivered: (seconds: number) => void;
}

/** Commits that are counted and timed, and do what was to be done after them (`afterCommit`). */
export class ObservedCommits implements Commits {
  readonly #commits: Commits;
  readonly #observer: CommitObserver;
  #waiting = 0;

  constructor(commits: Commits, observer: CommitObserver) {
    this.#commits = commits;
    this.#observer = observer;
  }

  get waitingCount(): number {
    return this.#waiting;
  }

  async run<T>(work: Work<T>, publish?: (result: T) => void): Promise<T> {
    const began = performance.now();
    let written = began;
    let waiting: (() => void)[] = [];
    this.#waiting += 1;
    try {
      return await this.#commits.run(
        async (trx) => {
          try {
            const result = await work(trx);
            written = performance.now();
            return result;
          } finally {
            waiting = takeWaiting(trx);
          }
        },
        (result) => {
          this.#observer.committed((performance.now() - written) / 1_000);
          for (const then of waiting) then();
          publish?.(result);
          this.#observer.delivered((performance.now() - began) / 1_000);
        },
      );
    } finally {
      this.#waiting -= 1;
    }
  }

  idle(): Promise<void> {
    return this.#commits.idle();
  }
}
