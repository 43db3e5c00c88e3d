import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { removeOldAudit } from '../store/audit.ts';
import type { Commits } from '../store/commits.ts';
import { removeDeletedSlice, removeEndedSessions, removeExpiredCodes } from '../store/removals.ts';
import type { Db } from '../store/schema.ts';

/** A clock that was wrong for a while signs nobody out. */
const KEPT_MS = 24 * 3_600_000;

/** After a slice others have the disk and the processor for longer than it had them. */
const PAUSE_MS = 10;

type Slice = (trx: Db) => Promise<boolean>;
/** False when nothing is left. */
type Sweep = () => Promise<boolean>;

/** Removes what is over, slice by slice between what people do. What a crash leaves behind is found at the next start. */
export class Upkeep {
  readonly #commits: Commits;
  readonly #now: () => number;
  readonly #log: FastifyBaseLogger;
  readonly #auditMs: number;
  readonly #files: { sweep: Sweep } | undefined;
  readonly #timer: NodeJS.Timeout;
  #working: Promise<void> = Promise.resolve();
  #isEnding = false;

  /** `auditMs`: how long the audit log is kept. `files`: removes some of those that expired. */
  constructor(options: {
    commits: Commits;
    now: () => number;
    log: FastifyBaseLogger;
    intervalMs: number;
    auditMs: number;
    files?: { sweep: Sweep } | undefined;
  }) {
    this.#commits = options.commits;
    this.#now = options.now;
    this.#log = options.log;
    this.#auditMs = options.auditMs;
    this.#files = options.files;
    this.#timer = setInterval(() => this.#removeExpired(), options.intervalMs);
    this.#removeExpired();
    void this.removeDeleted();
  }

  /** Begins to remove what was in deleted dialogs; resolves when nothing is left. */
  removeDeleted(): Promise<void> {
    void this.#add(removeDeletedSlice);
    return this.removeFiles();
  }

  /** Begins to remove files that no message names any more; resolves when nothing is left. */
  removeFiles(): Promise<void> {
    return this.#addSweep(async () => (await this.#files?.sweep()) ?? false);
  }

  /** Resolves when nothing is being removed any more. */
  async end(): Promise<void> {
    this.#isEnding = true;
    clearInterval(this.#timer);
    await this.#working;
  }

  #removeExpired(): void {
    void this.#add((trx) => removeExpiredCodes(trx, this.#now()));
    void this.#add((trx) => removeEndedSessions(trx, this.#now() - KEPT_MS));
    void this.#add((trx) => removeOldAudit(trx, this.#now() - this.#auditMs));
    void this.removeFiles();
  }

  #add(slice: Slice): Promise<void> {
    return this.#addSweep(() => this.#commits.run(slice));
  }

  #addSweep(sweep: Sweep): Promise<void> {
    this.#working = this.#working
      .then(async () => {
        while (!this.#isEnding && (await sweep())) await delay(PAUSE_MS);
      })
      .catch((error: unknown) => this.#log.error({ err: error }, 'what is over could not be removed'));
    return this.#working;
  }
}
