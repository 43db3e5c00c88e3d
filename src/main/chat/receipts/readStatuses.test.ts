import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { Mark, Message } from '../../../shared/domain.ts';
import { ApiError } from '../rest/rest.ts';
import type { DialogRecord } from '../store.ts';
import { createReadStatuses } from './readStatuses.ts';

const record: DialogRecord = {
  dialogId: 'dlg_1',
  databaseId: null,
  name: 'Чат',
  kind: 'group',
  members: [],
  lastMessage: null,
  lastActivityAt: 0,
  lookedAt: null,
  unreadSeed: 0,
  unreadSeedAt: 0,
  certified: null,
  headSeq: null,
  headRev: null,
  knownRev: null,
  syncedReadSeq: 0,
  syncedReadAt: 0,
  pinnedAt: null,
  markedUnread: false,
  muted: false,
};

const readUpTo = (readAt: number): Mark => ({
  userId: 'me',
  deliveredSeq: 0,
  readSeq: 0,
  deliveredAt: readAt,
  readAt,
});

const outage = () => new ApiError({ code: 'serverFailed', status: 500 });
const gone = () => new ApiError({ code: 'serverFailed', status: 500, upstreamStatus: 404 });

/** Three messages of somebody else, at 1,000, 2,000 and 3,000; `answer` decides each request. */
function setUp(answer: (attempt: number) => Error | null, memberCount = 2) {
  const clock = createVirtualClock(10_000);
  const store = createMemoryHistory();
  let current: DialogRecord = {
    ...record,
    members: Array.from({ length: memberCount }, (_, index) => ({ userId: `usr_${index}`, role: null })),
  };
  for (const createdAt of [1_000, 2_000, 3_000]) {
    const id = `msg_${createdAt}`;
    const message: Message = {
      key: id,
      id,
      clientMessageId: null,
      dialogId: 'dlg_1',
      senderId: 'other',
      content: id,
      type: 'text',
      createdAt,
      seq: null,
      state: 'sent',
      failure: null,
      reactions: [],
      meta: {},
    };
    store.saveMessage(message);
  }
  const told: string[] = [];
  let writesAfterStop = 0;
  let stopped = false;
  const statuses = createReadStatuses({
    store,
    clock,
    random: () => 0.5,
    log: { info: () => {}, warn: () => {} },
    ownUserId: 'me',
    rest: {
      markMessageRead: async (messageId) => {
        told.push(messageId);
        const failure = answer(told.length);
        if (failure !== null) throw failure;
        return undefined;
      },
    },
    record: () => current,
    updateRecord: (_dialogId, change) => {
      if (stopped) writesAfterStop += 1;
      current = { ...current, ...change };
    },
    onUntold: () => statuses.tell(current, readUpTo(3_000)),
  });
  return {
    clock,
    statuses,
    told,
    tell: (readAt: number) => statuses.tell(current, readUpTo(readAt)),
    stop: () => {
      stopped = true;
      statuses.stop();
    },
    syncedReadAt: () => current.syncedReadAt,
    writesAfterStop: () => writesAfterStop,
  };
}

test('tells each message once, newest first, two a second (S10.2)', async () => {
  const { clock, told, tell } = setUp(() => null);
  tell(3_000);
  tell(3_000);
  expect(told).toEqual(['msg_3000']);
  await clock.runUntil(clock.now() + 5_000);
  expect(told).toEqual(['msg_3000', 'msg_2000', 'msg_1000']);
});

test('tells only the newest in a large dialog (S10.2)', async () => {
  const { clock, told, tell } = setUp(() => null, 21);
  tell(3_000);
  await clock.runUntil(clock.now() + 5_000);
  expect(told).toEqual(['msg_3000']);
});

test('tells again what failed, with growing pauses (S10.3)', async () => {
  const { clock, told, tell, syncedReadAt } = setUp((attempt) => (attempt <= 5 ? outage() : null));
  tell(3_000);
  await clock.runUntil(clock.now() + 120_000);
  expect(told.slice(5).sort()).toEqual(expect.arrayContaining(['msg_1000', 'msg_2000', 'msg_3000']));
  expect(syncedReadAt()).toBe(3_000);
});

test('does not repeat what the server refuses (S10.3)', async () => {
  const { clock, told, tell } = setUp(gone);
  tell(3_000);
  await clock.runUntil(clock.now() + 120_000);
  expect(told).toHaveLength(3);
});

test('writes nothing once stopped, whatever a request in flight brings', async () => {
  const { clock, tell, stop, writesAfterStop, told } = setUp(outage);
  tell(3_000);
  stop();
  await clock.runUntil(clock.now() + 120_000);
  expect(told).toHaveLength(1);
  expect(writesAfterStop()).toBe(0);
});
