import { expect, test, vi } from 'vitest';
import type * as Jobs from '../../src/main/chat/outbox/outboxJobs.ts';
import { runSeeds, timeLimitMs } from './expectation.ts';

type Job = Parameters<Jobs.OutboxJobs['save']>[0];

const rule = vi.hoisted(() => ({ removed: '' }));

vi.mock('../../src/main/chat/outbox/outboxJobs.ts', async (original) => {
  const real = await original<typeof Jobs>();
  const createOutboxJobs: typeof real.createOutboxJobs = ({ store, clock }) => {
    const isForgotten = (job: { kind: string }) => rule.removed === 'kept' && job.kind === 'upload';
    const saveJob: typeof store.saveJob = (job) => void (isForgotten(job) || store.saveJob(job));
    const jobs = real.createOutboxJobs({ store: { ...store, saveJob }, clock });
    return { ...jobs, save: (job) => jobs.save(withoutRule(job)) };
  };
  return { ...real, createOutboxJobs };
});

function withoutRule(job: Job): Job {
  if (rule.removed === 'dependencies') return { ...job, dependsOn: [] };
  const isBegun = rule.removed === 'begun' && job.kind === 'upload';
  return isBegun ? { ...job, payload: { ...job.payload, uploadId: null } } : job;
}

test.each([
  ['dependencies', 'a message leaves before its files are there (S20.1)'],
  ['kept', 'after a kill nobody brings the files of a message any more (S20.1)'],
  ['begun', 'an upload that was cut begins anew (S20.2)'],
])(
  'without a rule of uploads (%s) the simulation sees it: %s',
  async (removed) => {
    rule.removed = removed;
    const options = { contract: 'new', files: 20, still: true } as const;
    const totals = await runSeeds(1, 20, options, ({ misfiled }) => misfiled > 0);
    expect(totals.misfiled).toBeGreaterThan(0);
  },
  timeLimitMs,
);
