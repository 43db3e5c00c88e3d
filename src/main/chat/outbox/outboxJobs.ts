/** What waits to be sent, or may have arrived: the jobs on disk, and what a merge asks and tells of them. */
import type { Clock } from '../ports.ts';
import type { HistoryStore, OutboxJob, Resend } from '../store.ts';

/** A request that was given up may commit this much later than the one that was answered. */
const lateCommitMs = 5 * 60_000;

export type OutboxJobs = ReturnType<typeof createOutboxJobs>;

export function createOutboxJobs({ store, clock }: { store: HistoryStore; clock: Clock }) {
  const jobs = new Map(store.jobs().map((job) => [job.clientMessageId, job]));
  /** Who waits for the end of a job. */
  const waiting = new Map<string, () => void>();
  /** Sends that needed more than one request, for as long as one of those may still commit. */
  const resent = new Map(store.resends().map((resend) => [resend.clientMessageId, resend]));

  const mayCommit = ({ settledAt }: Resend) => clock.now() - settledAt < lateCommitMs;

  /** Kept on disk: an app that is killed meanwhile would take the late one for another message of its own (S8.11). */
  function remember(resend: Resend): void {
    for (const { clientMessageId } of [...resent.values()].filter((earlier) => !mayCommit(earlier))) {
      resent.delete(clientMessageId);
      store.removeResend(clientMessageId);
    }
    resent.set(resend.clientMessageId, resend);
    store.saveResend(resend);
  }

  return {
    all: () => [...jobs.values()],
    has: (clientMessageId: string) => jobs.has(clientMessageId),
    /** The oldest that is to leave. */
    next(dialogId: string): OutboxJob | undefined {
      let first: OutboxJob | undefined;
      for (const job of jobs.values()) {
        if (job.dialogId !== dialogId || job.held) continue;
        if (first === undefined || job.queuedAt < first.queuedAt) first = job;
      }
      return first;
    },
    /** A new one inside the transaction that saves its message. */
    save(job: OutboxJob): void {
      jobs.set(job.clientMessageId, job);
      store.saveJob(job);
    },
    /** Its message is on the server, was given up, or was taken back. Inside the merge's transaction. */
    settle(clientMessageId: string): void {
      const job = jobs.get(clientMessageId);
      if (job !== undefined && job.attempts > 1) {
        const { messageKey, dialogId } = job;
        remember({ clientMessageId, messageKey, dialogId, settledAt: clock.now() });
      }
      jobs.delete(clientMessageId);
      store.removeJob(clientMessageId);
      waiting.get(clientMessageId)?.();
      waiting.delete(clientMessageId);
    },
    /** Resolves after the delay, or once the job has been settled. */
    settledOr(delayMs: number, clientMessageId: string): Promise<void> {
      return new Promise((resolve) => {
        const cancel = clock.schedule(delayMs, resolve);
        waiting.set(clientMessageId, () => {
          cancel();
          resolve();
        });
      });
    },
    /** True while a request for a message in this dialog is out, or one went out with unknown outcome. */
    isUnsettled(dialogId: string): boolean {
      for (const job of jobs.values()) if (job.dialogId === dialogId && job.ambiguous) return true;
      return false;
    },
    /** The send whose request may have stored this content: one in doubt, else one that was repeated lately. */
    sentWith(dialogId: string, content: string): string | null {
      const isOf = (send: Pick<OutboxJob, 'dialogId' | 'messageKey'>) =>
        send.dialogId === dialogId && store.message(send.messageKey)?.content.trim() === content.trim();
      const inDoubt = [...jobs.values()].filter((job) => job.ambiguous);
      const repeated = [...resent.values()].filter(mayCommit);
      return [...inDoubt, ...repeated].find(isOf)?.clientMessageId ?? null;
    },
  };
}
