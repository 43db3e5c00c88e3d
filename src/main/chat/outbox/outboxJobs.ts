/** What the server still has to be told: the jobs on disk, in their order, and who waits for them. */
import type { ErrorCode } from '../../../shared/domain.ts';
import type { Clock } from '../ports.ts';
import type { HistoryStore, StoredJob } from '../store.ts';
import { type OutboxJob, readJob } from './jobs/kinds.ts';

export type OutboxJobs = ReturnType<typeof createOutboxJobs>;

type EndListener = (refusal: ErrorCode | null) => void;

export function createOutboxJobs({ store, clock }: { store: HistoryStore; clock: Clock }) {
  const jobs = new Map<string, OutboxJob>();
  const waiting = new Map<string, Set<EndListener>>();

  function readAll(): void {
    jobs.clear();
    for (const job of store.jobs().flatMap((stored) => readJob(stored) ?? [])) jobs.set(job.id, job);
  }

  function onEnd(id: string, listener: EndListener): () => void {
    const listeners = waiting.get(id) ?? new Set();
    waiting.set(id, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  function save(job: OutboxJob): void {
    jobs.set(job.id, job);
    store.saveJob(job);
  }

  readAll();
  return {
    /** After a write that failed: what is on disk counts. */
    readAll,
    all: () => [...jobs.values()],
    get: (id: string) => jobs.get(id),
    has: (id: string) => jobs.has(id),
    hasKind: (kind: string) => [...jobs.values()].some((job) => job.kind === kind),
    /** The oldest that is to leave: not held, and whatever it depends on has ended well (S8.12). */
    next(dialogId: string, kind: string): OutboxJob | undefined {
      let first: OutboxJob | undefined;
      for (const job of jobs.values()) {
        if (job.dialogId !== dialogId || job.kind !== kind || job.held) continue;
        if (job.dependsOn.some((id) => jobs.has(id))) continue;
        if (first === undefined || job.queuedAt < first.queuedAt) first = job;
      }
      return first;
    },
    dependentsOf: (id: string) => [...jobs.values()].filter((job) => job.dependsOn.includes(id)),
    /** A new one inside the transaction that shows what it is for. */
    save,
    /** Of a job that is still there; what its kind keeps stays as it is. */
    update(id: string, change: Partial<Pick<StoredJob, 'attempts' | 'ambiguous' | 'held'>>): void {
      const job = jobs.get(id);
      if (job !== undefined) save({ ...job, ...change });
    },
    /** It was done, was refused for this reason, or is not wanted any more. */
    end(id: string, refusal: ErrorCode | null = null): void {
      jobs.delete(id);
      store.removeJob(id);
      const listeners = waiting.get(id) ?? [];
      waiting.delete(id);
      for (const listener of listeners) listener(refusal);
    },
    isAwaited: (id: string) => (waiting.get(id)?.size ?? 0) > 0,
    /** Resolves once the job has ended, with what it was refused for. */
    ended: (id: string): Promise<ErrorCode | null> => new Promise((resolve) => onEnd(id, resolve)),
    /** Resolves after the delay, or once the job has ended. */
    endedOr(delayMs: number, id: string): Promise<void> {
      return new Promise((resolve) => {
        let cancel = () => {};
        const forget = onEnd(id, () => {
          cancel();
          resolve();
        });
        cancel = clock.schedule(delayMs, () => {
          forget();
          resolve();
        });
      });
    },
  };
}
