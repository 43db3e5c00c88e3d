import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { HistoryStore } from '../store.ts';
import type { OutboxJob } from './jobs/kinds.ts';
import { createOutboxJobs } from './outboxJobs.ts';
import { createSends } from './sends.ts';

const job: OutboxJob = {
  id: 'written',
  kind: 'send',
  dialogId: 'dlg_1',
  queuedAt: 1_000,
  attempts: 2,
  ambiguous: true,
  held: false,
  dependsOn: [],
  payload: { messageKey: 'written' },
};

function sendsAt(store: HistoryStore, now: number) {
  const clock = createVirtualClock(now);
  const jobs = createOutboxJobs({ store, clock });
  return { save: jobs.save, ...createSends({ store, clock, jobs }) };
}

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
  const before = sendsAt(store, 10_000);
  before.save(job);
  before.arrived('written');
  const at = (now: number) => sendsAt(store, now);
  expect(at(11_000).sentWith('dlg_1', 'Сказано однажды')).toBe('written');
  expect(at(11_000).sentWith('dlg_2', 'Сказано однажды')).toBeNull();
  expect(at(11_000).sentWith('dlg_1', 'Сказано дважды')).toBeNull();
  expect(at(10_000 + 5 * 60_000).sentWith('dlg_1', 'Сказано однажды')).toBeNull();
});

test('what one request was enough for may be said again', () => {
  const store = withMessage();
  const sends = sendsAt(store, 10_000);
  sends.save({ ...job, attempts: 1 });
  sends.arrived('written');
  expect(sends.sentWith('dlg_1', 'Сказано однажды')).toBeNull();
});

test('what can no longer commit is forgotten on disk with the next one', () => {
  const store = withMessage();
  const early = sendsAt(store, 10_000);
  early.save(job);
  early.arrived('written');
  const late = sendsAt(store, 400_000);
  late.save({ ...job, id: 'later', payload: { messageKey: 'later' } });
  late.arrived('later');
  expect(store.resends().map(({ clientMessageId }) => clientMessageId)).toEqual(['later']);
});
