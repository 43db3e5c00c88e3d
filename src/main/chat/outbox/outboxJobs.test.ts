import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { HistoryStore, OutboxJob } from '../store.ts';
import { createOutboxJobs } from './outboxJobs.ts';

const job: OutboxJob = {
  clientMessageId: 'written',
  messageKey: 'written',
  dialogId: 'dlg_1',
  queuedAt: 1_000,
  attempts: 2,
  ambiguous: true,
  held: false,
};

function withMessage(): HistoryStore {
  const store = createMemoryHistory();
  store.saveMessage({
    key: 'written',
    id: 'msg_1',
    clientMessageId: 'written',
    dialogId: 'dlg_1',
    senderId: 'me',
    content: 'Сказано однажды',
    type: 'text',
    createdAt: 1_000,
    seq: null,
    state: 'sent',
    failure: null,
    reactions: [],
    meta: {},
  });
  return store;
}

test('what took more than one request is still known after the app was killed, as long as one of them may commit (S8.11)', () => {
  const store = withMessage();
  const before = createOutboxJobs({ store, clock: createVirtualClock(10_000) });
  before.save(job);
  before.settle('written');
  const at = (now: number) => createOutboxJobs({ store, clock: createVirtualClock(now) });
  expect(at(11_000).sentWith('dlg_1', 'Сказано однажды')).toBe('written');
  expect(at(11_000).sentWith('dlg_2', 'Сказано однажды')).toBeNull();
  expect(at(11_000).sentWith('dlg_1', 'Сказано дважды')).toBeNull();
  expect(at(10_000 + 5 * 60_000).sentWith('dlg_1', 'Сказано однажды')).toBeNull();
});

test('what one request was enough for may be said again', () => {
  const store = withMessage();
  const jobs = createOutboxJobs({ store, clock: createVirtualClock(10_000) });
  jobs.save({ ...job, attempts: 1 });
  jobs.settle('written');
  expect(jobs.sentWith('dlg_1', 'Сказано однажды')).toBeNull();
});

test('what can no longer commit is forgotten on disk with the next one', () => {
  const store = withMessage();
  const early = createOutboxJobs({ store, clock: createVirtualClock(10_000) });
  early.save(job);
  early.settle('written');
  const late = createOutboxJobs({ store, clock: createVirtualClock(400_000) });
  late.save({ ...job, clientMessageId: 'later', messageKey: 'later' });
  late.settle('later');
  expect(store.resends().map(({ clientMessageId }) => clientMessageId)).toEqual(['later']);
});
