/** The durable queue. It knows no kinds: one serial sender a dialog and kind, four classes of failure, doubt before a retry. */
import type { ErrorCode } from '../../../shared/domain.ts';
import type { ObservedStore } from '../changes.ts';
import { CommandError } from '../commandError.ts';
import type { Bus } from '../facts.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { maximumRetryDelayMs } from '../rest/backoff.ts';
import { classifyFailure, type Failure } from './failures.ts';
import type { JobHandling } from './job.ts';
import type { KindName, OutboxJob } from './jobs/kinds.ts';
import type { OutboxJobs } from './outboxJobs.ts';

const staleAfterMs = 60 * 60 * 1_000;
/** A late commit shows up in the history within about this long, at the worst of the old backend (S8.4). */
const verificationDelaysMs = [1_000, 13_000];

const storeRetryMs = 5_000;

export interface OutboxOptions {
  bus: Bus;
  store: ObservedStore;
  jobs: OutboxJobs;
  kinds: Record<KindName, JobHandling>;
  clock: Clock;
  random: Random;
  log: Log;
  /** True while the person is signed in; a job never leaves otherwise. */
  mayPost(): boolean;
}

interface Sender {
  dialogId: string;
  kind: KindName;
  running: boolean;
  /** Ends the current pause, to try at once. */
  wake: () => void;
}

export type Outbox = ReturnType<typeof createOutbox>;

export function createOutbox(options: OutboxOptions) {
  const { store, jobs, kinds, clock, random, log } = options;
  const senders = new Map<string, Sender>();
  let stopped = false;

  /** What waited too long is asked about instead of sent: «Написано вчера в 18:40. Отправить?» (S8.7) */
  function holdIfStale(job: OutboxJob): boolean {
    const { hold } = kinds[job.kind];
    // A request that may already have arrived is settled, not asked about.
    if (hold === undefined || job.ambiguous || clock.now() - job.queuedAt < staleAfterMs) return false;
    store.transaction(() => {
      jobs.update(job.id, { held: true });
      hold(job);
    });
    return true;
  }

  function pause(sender: Sender, delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.schedule(delayMs, () => {
        sender.wake = () => {};
        resolve();
      });
      sender.wake = () => {
        cancel();
        sender.wake = () => {};
        resolve();
      };
    });
  }

  async function run(sender: Sender): Promise<void> {
    const { dialogId, kind } = sender;
    sender.running = true;
    try {
      for (let job = jobs.next(dialogId, kind); job !== undefined; job = jobs.next(dialogId, kind)) {
        if (stopped || !options.mayPost()) return;
        if (holdIfStale(job)) continue;
        if (job.ambiguous && !kinds[kind].isRepeatable()) await verify(job, sender);
        else if (!(await attempt(job, sender))) return;
      }
    } finally {
      // In the same turn as the last look at the queue, so that no kick falls between the two.
      sender.running = false;
    }
  }

  /** Answers false when the sender has to wait for a sign-in. */
  async function attempt(job: OutboxJob, sender: Sender): Promise<boolean> {
    // Written down before the request leaves: after a crash the outcome of this request is unknown (S8.5).
    jobs.update(job.id, { attempts: job.attempts + 1, ambiguous: true });
    try {
      const answer = await kinds[job.kind].perform(job);
      if (!stopped) finish(job, answer);
      return true;
    } catch (error) {
      // A copy may have come by another way while the answer was lost.
      if (stopped || !jobs.has(job.id)) return !stopped;
      const failure = classifyFailure(error);
      // What a server never does is known before it is asked, and no failure of it.
      if (!(error instanceof CommandError))
        log.warn('outbox.failed', { id: job.id, kind: job.kind, outcome: failure.type });
      return settleFailure(job, failure, sender);
    }
  }

  /** The one place where an answer ends its job; one that asks for something else by now goes on. */
  function finish(job: OutboxJob, answer: unknown): void {
    const { take, isOutdated } = kinds[job.kind];
    store.transaction(() => {
      take(job, answer);
      if (isOutdated?.(job)) jobs.update(job.id, { attempts: 0, ambiguous: false });
      else jobs.end(job.id);
    });
  }

  async function settleFailure(job: OutboxJob, failure: Failure, sender: Sender): Promise<boolean> {
    const attempts = job.attempts + 1;
    const { isRepeatable, isOutdated } = kinds[job.kind];
    const backoff = () => random() * maximumRetryDelayMs(job.attempts);
    // What an earlier attempt left in doubt stays so, whatever becomes of this one.
    const settled = { attempts, ambiguous: job.ambiguous };
    switch (failure.type) {
      case 'notSent':
        jobs.update(job.id, settled);
        await pause(sender, failure.retryAfterMs ?? backoff());
        return true;
      case 'ambiguous':
        if (isRepeatable()) await pause(sender, backoff());
        return true;
      case 'signInNeeded':
        jobs.update(job.id, settled);
        options.bus.tell('authDoubted');
        return false;
      case 'failed':
        // The refusal is of this attempt; an earlier one may have got through before it (S8.8).
        if (job.ambiguous && (await looked(job)) && !jobs.has(job.id)) return true;
        if (isOutdated?.(job)) jobs.update(job.id, settled);
        else refuse(job, failure.code);
        return true;
    }
  }

  /** Looks whether an earlier request did arrive, twice, since a commit may be late. Never cut short by a wake. */
  async function verify(job: OutboxJob, sender: Sender): Promise<void> {
    const isOpen = () => !stopped && jobs.has(job.id);
    for (const delay of verificationDelaysMs) {
      await jobs.endedOr(delay, job.id);
      for (let failures = 2; isOpen() && !(await looked(job)); failures++) {
        if (!options.mayPost()) return;
        await pause(sender, 1_000 + random() * maximumRetryDelayMs(failures));
      }
      if (!isOpen()) return;
    }
    jobs.update(job.id, { ambiguous: false });
  }

  async function looked(job: OutboxJob): Promise<boolean> {
    try {
      await kinds[job.kind].look?.(job);
      return true;
    } catch (error) {
      log.warn('outbox.lookFailed', { dialogId: job.dialogId, cause: String(error) });
      return false;
    }
  }

  function refuse(job: OutboxJob, code: ErrorCode): void {
    store.transaction(() => {
      kinds[job.kind].refuse(job, code);
      jobs.end(job.id, code);
      dropDependents(job.id, code);
    });
  }

  /** What depends on a job that was refused (why: `reason`) or taken back is not done either (S8.12). */
  function dropDependents(id: string, reason: ErrorCode | null): void {
    for (const dependent of jobs.dependentsOf(id)) {
      if (reason === null && kinds[dependent.kind].outlives) continue;
      kinds[dependent.kind].drop(dependent, reason);
      jobs.end(dependent.id);
      dropDependents(dependent.id, reason);
    }
  }

  function start(sender: Sender): void {
    void run(sender).catch((error: unknown) => {
      // The store refused, as a full disk does: what is queued waits for room.
      log.warn('outbox.stopped', { dialogId: sender.dialogId, cause: String(error) });
      clock.schedule(storeRetryMs, () => kick(sender.dialogId));
    });
  }

  function kick(dialogId: string): void {
    if (stopped) return;
    const waiting = jobs.all().filter((job) => job.dialogId === dialogId);
    for (const kind of new Set(waiting.map((job) => job.kind))) {
      const name = `${kind} ${dialogId}`;
      const sender = senders.get(name) ?? { dialogId, kind, running: false, wake: () => {} };
      senders.set(name, sender);
      if (sender.running) sender.wake();
      else start(sender);
    }
  }

  // A job may end by a copy that the merge takes in: what waited for it goes on all the same.
  store.onCommit('outbox', ({ jobs: changed }) => {
    for (const id of changed) {
      if (!jobs.has(id)) for (const { dialogId } of jobs.dependentsOf(id)) kick(dialogId);
    }
  });

  return {
    kick,
    kickAll(): void {
      for (const dialogId of new Set(jobs.all().map((job) => job.dialogId))) kick(dialogId);
    },
    /** Ends a job that nobody wants any more, with what depends on it. One whose request is out may still be done. */
    takeBack(id: string): void {
      const job = jobs.get(id);
      if (job === undefined) return;
      store.transaction(() => {
        kinds[job.kind].drop(job, null);
        jobs.end(id);
        dropDependents(id, null);
      });
    },
    stop(): void {
      stopped = true;
      for (const sender of senders.values()) sender.wake();
    },
  };
}
