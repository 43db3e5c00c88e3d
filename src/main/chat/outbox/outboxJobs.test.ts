import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { OutboxJob } from './jobs/kinds.ts';
import { createOutboxJobs } from './outboxJobs.ts';

const send = (id: string, queuedAt: number, dependsOn: string[] = []): OutboxJob => ({
  id,
  kind: 'send',
  dialogId: 'dlg_1',
  queuedAt,
  attempts: 0,
  ambiguous: false,
  held: false,
  dependsOn,
  payload: { messageKey: id },
});

function setUp(...saved: OutboxJob[]) {
  const store = createMemoryHistory();
  const jobs = createOutboxJobs({ store, clock: createVirtualClock(0) });
  for (const job of saved) jobs.save(job);
  const order: string[] = [];
  for (let job = jobs.next('dlg_1', 'send'); job !== undefined; job = jobs.next('dlg_1', 'send')) {
    order.push(job.id);
    jobs.end(job.id);
  }
  return { store, jobs, order };
}

test('a job waits for all that it depends on, also through others; the rest goes in its order (S8.12)', () => {
  const { order } = setUp(
    send('last', 1, ['middle', 'other']),
    send('other', 5),
    send('middle', 2, ['first']),
    send('first', 4),
    send('free', 3),
  );
  expect(order).toEqual(['free', 'first', 'middle', 'other', 'last']);
});

test('what is held holds up what depends on it, and nothing else (S8.12)', () => {
  const { order, jobs } = setUp(
    { ...send('held', 1), held: true },
    send('waits', 2, ['held']),
    send('free', 3),
  );
  expect(order).toEqual(['free']);
  jobs.update('held', { held: false });
  expect(jobs.next('dlg_1', 'send')?.id).toBe('held');
});

test('a job of an unknown kind, or that its kind cannot read, is no job', () => {
  const store = createMemoryHistory();
  store.saveJob(send('known', 1));
  store.saveJob({ ...send('strange', 2), kind: 'constructor' });
  store.saveJob({ ...send('damaged', 3), payload: { messageKey: 7 } });
  const jobs = createOutboxJobs({ store, clock: createVirtualClock(0) });
  expect(jobs.all().map(({ id }) => id)).toEqual(['known']);
});
