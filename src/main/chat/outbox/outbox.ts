/** Durable sends: one serial sender a dialog, the three classes of failure, verification before a blind retry. */
import type { ErrorCode, Feature, Message } from '../../../shared/domain.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import type { Bus } from '../facts.ts';
import type { Journal } from '../journal.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { maximumRetryDelayMs } from '../rest/backoff.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import type { HistoryStore, OutboxJob } from '../store.ts';
import type { OutboxJobs } from './outboxJobs.ts';

const staleAfterMs = 60 * 60 * 1_000;
/** A late commit shows up in the history within about this long, at the worst of the old backend (S8.4). */
const verificationDelaysMs = [1_000, 13_000];

const storeRetryMs = 5_000;

export type SendOutcome =
  /** The server cannot have it: send again. */
  | { type: 'notSent'; retryAfterMs: number | null }
  /** It may have it: look before sending again. */
  | { type: 'ambiguous' }
  | { type: 'signInNeeded' }
  | { type: 'failed'; code: ErrorCode };

/** The kinds of failure (S8.3). A 500 of the old backend carries the real status of the service behind it (P2.4). */
export function classifyFailure(error: unknown): SendOutcome {
  if (!(error instanceof ApiError)) return { type: 'ambiguous' };
  if (error.failure !== null) {
    const neverLeft = ['refused', 'dns', 'certificate', 'proxy'].includes(error.failure);
    return neverLeft ? { type: 'notSent', retryAfterMs: null } : { type: 'ambiguous' };
  }
  if (error.status === null) return { type: 'ambiguous' };
  if (error.status === 429) return { type: 'notSent', retryAfterMs: error.retryAfterMs };
  if (error.status === 401) return { type: 'signInNeeded' };
  if (error.status === 408) return { type: 'ambiguous' };
  if (error.status >= 500) {
    const refusedBehind =
      error.upstreamStatus !== null && error.upstreamStatus >= 400 && error.upstreamStatus < 500;
    return refusedBehind ? { type: 'failed', code: 'serverFailed' } : { type: 'ambiguous' };
  }
  return { type: 'failed', code: error.code };
}

export interface OutboxOptions {
  bus: Bus;
  rest: Pick<RestClient, 'sendMessage'>;
  journal: Journal;
  store: HistoryStore;
  jobs: OutboxJobs;
  clock: Clock;
  random: Random;
  log: Log;
  /** True while the person is signed in; a job never leaves otherwise. */
  mayPost(): boolean;
  has(feature: Feature): boolean;
  /** Takes the answer in; the merge ends the job. */
  accept(dialogId: string, answer: RemoteMessage): void;
  /** Reads the dialog's newest history; the merge ends jobs whose message is found. */
  verify(dialogId: string): Promise<void>;
}

interface Sender {
  running: boolean;
  /** Ends the current pause, to try at once. */
  wake: () => void;
}

export type Outbox = ReturnType<typeof createOutbox>;

export function createOutbox(options: OutboxOptions) {
  const { store, jobs, journal, clock, random, log } = options;
  const senders = new Map<string, Sender>();
  let stopped = false;

  /** Sent twice, it is stored once. */
  const deduplicates = () => options.has('idempotency');

  function setState(job: OutboxJob, state: Message['state'], failure: ErrorCode | null): void {
    const message = store.message(job.messageKey);
    if (message === null || message.state === 'sent') return;
    store.saveMessage({ ...message, state, failure });
  }

  /** What waited too long is asked about instead of sent: «Написано вчера в 18:40. Отправить?» (S8.7) */
  function holdIfStale(job: OutboxJob): boolean {
    // A request that may already have arrived is settled, not asked about.
    if (job.ambiguous || clock.now() - job.queuedAt < staleAfterMs) return false;
    store.transaction(() => {
      jobs.save({ ...job, held: true });
      setState(job, 'held', null);
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

  async function run(dialogId: string, sender: Sender): Promise<void> {
    sender.running = true;
    try {
      for (let job = jobs.next(dialogId); job !== undefined; job = jobs.next(dialogId)) {
        if (stopped || !options.mayPost()) return;
        if (holdIfStale(job)) continue;
        if (job.ambiguous && !deduplicates()) await verify(job, sender);
        else if (!(await attempt(job, sender))) return;
      }
    } finally {
      // In the same turn as the last look at the queue, so that no kick falls between the two.
      sender.running = false;
    }
  }

  /** Answers false when the sender has to wait for a sign-in. */
  async function attempt(job: OutboxJob, sender: Sender): Promise<boolean> {
    const message = store.message(job.messageKey);
    if (message === null) {
      jobs.settle(job.clientMessageId);
      return true;
    }
    // Written down before the request leaves: after a crash the outcome of this request is unknown (S8.5).
    jobs.save({ ...job, attempts: job.attempts + 1, ambiguous: true });
    try {
      const answer = await post(job, message);
      // Whatever meta the server echoes: the answer is to this very request. The merge ends the job.
      if (!stopped) options.accept(job.dialogId, { ...answer, clientMessageId: job.clientMessageId });
      if (!stopped) jobs.settle(job.clientMessageId);
      return true;
    } catch (error) {
      // A copy may have come by another way while the answer was lost.
      if (stopped || !jobs.has(job.clientMessageId)) return !stopped;
      return settleFailure(job, classifyFailure(error), sender);
    }
  }

  async function post({ dialogId, clientMessageId }: OutboxJob, message: Message): Promise<RemoteMessage> {
    journal.stamp(message.key, 'posted');
    const answer = await options.rest.sendMessage(dialogId, { content: message.content, clientMessageId });
    journal.stamp(message.key, 'acked');
    return answer;
  }

  async function settleFailure(job: OutboxJob, outcome: SendOutcome, sender: Sender): Promise<boolean> {
    const attempts = job.attempts + 1;
    log.warn('outbox.failed', { clientMessageId: job.clientMessageId, outcome: outcome.type, attempts });
    const backoff = () => random() * maximumRetryDelayMs(job.attempts);
    switch (outcome.type) {
      case 'notSent':
        jobs.save({ ...job, attempts });
        await pause(sender, outcome.retryAfterMs ?? backoff());
        return true;
      case 'ambiguous':
        jobs.save({ ...job, attempts, ambiguous: true });
        if (deduplicates()) await pause(sender, backoff());
        return true;
      case 'signInNeeded':
        jobs.save({ ...job, attempts });
        options.bus.tell('authDoubted');
        return false;
      case 'failed':
        // The refusal is of this attempt; an earlier one may have got through before it.
        if (job.ambiguous && (await looked(job.dialogId)) && !jobs.has(job.clientMessageId)) return true;
        store.transaction(() => {
          setState(job, 'failed', outcome.code);
          jobs.settle(job.clientMessageId);
        });
        return true;
    }
  }

  /** Looks whether an earlier request did arrive, twice, since a commit may be late. Never cut short by a wake. */
  async function verify(job: OutboxJob, sender: Sender): Promise<void> {
    const isOpen = () => !stopped && jobs.has(job.clientMessageId);
    for (const delay of verificationDelaysMs) {
      await jobs.settledOr(delay, job.clientMessageId);
      for (let failures = 2; isOpen() && !(await looked(job.dialogId)); failures++) {
        if (!options.mayPost()) return;
        await pause(sender, 1_000 + random() * maximumRetryDelayMs(failures));
      }
      if (!isOpen()) return;
    }
    jobs.save({ ...job, ambiguous: false });
  }

  async function looked(dialogId: string): Promise<boolean> {
    try {
      await options.verify(dialogId);
      return true;
    } catch (error) {
      log.warn('outbox.lookFailed', { dialogId, cause: String(error) });
      return false;
    }
  }

  function kick(dialogId: string): void {
    if (stopped) return;
    const sender = senders.get(dialogId) ?? { running: false, wake: () => {} };
    senders.set(dialogId, sender);
    if (sender.running) {
      sender.wake();
      return;
    }
    void run(dialogId, sender).catch((error: unknown) => {
      // The store refused, as a full disk does: what is queued waits for room.
      log.warn('outbox.stopped', { dialogId, cause: String(error) });
      clock.schedule(storeRetryMs, () => kick(dialogId));
    });
  }

  return {
    kick,
    kickAll(): void {
      for (const dialogId of new Set(jobs.all().map((job) => job.dialogId))) kick(dialogId);
    },
    stop(): void {
      stopped = true;
      for (const sender of senders.values()) sender.wake();
    },
  };
}
