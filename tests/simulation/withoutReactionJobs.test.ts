import { expect, test, vi } from 'vitest';
import type * as Jobs from '../../src/main/chat/outbox/outboxJobs.ts';
import { runSeeds, timeLimitMs } from './expectation.ts';

type Job = Parameters<Jobs.OutboxJobs['save']>[0];

const rule = vi.hoisted(() => ({ removed: '' }));

vi.mock('../../src/main/chat/outbox/outboxJobs.ts', async (original) => {
  const real = await original<typeof Jobs>();
  const createOutboxJobs: typeof real.createOutboxJobs = ({ store, clock }) => {
    const isForgotten = (job: { kind: string }) => rule.removed === 'kept' && job.kind === 'react';
    const saveJob: typeof store.saveJob = (job) => void (isForgotten(job) || store.saveJob(job));
    const jobs = real.createOutboxJobs({ store: { ...store, saveJob }, clock });
    return { ...jobs, save: (job) => jobs.save(withoutRule(job, jobs.get(job.id))) };
  };
  return { ...real, createOutboxJobs };
});

function withoutRule(job: Job, known: Job | undefined): Job {
  if (rule.removed === 'dependencies') return { ...job, dependsOn: [] };
  const isChanged = rule.removed === 'last word' && job.kind === 'react' && known?.kind === 'react';
  return isChanged ? { ...job, payload: { ...job.payload, emoji: known.payload.emoji } } : job;
}

test.each([
  ['kept', 'a reaction that is not kept on disk is lost with the app (S12.7)'],
  ['last word', 'a wish that was changed before it was told is not what the server gets (S12.7)'],
  ['dependencies', 'a reaction to a message that is not sent yet gets lost without it (S8.12)'],
])(
  'without a rule of jobs (%s) the simulation sees it: %s',
  async (removed) => {
    rule.removed = removed;
    const totals = await runSeeds(1, 20, { contract: 'new' });
    expect(totals.misreacted).toBeGreaterThan(0);
    expect(totals.lost + totals.shownTwice + totals.outOfOrder).toBe(0);
  },
  timeLimitMs,
);
