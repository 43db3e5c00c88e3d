import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createRandom, createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { Feature } from '../../../shared/domain.ts';
import { createBus } from '../facts.ts';
import { createDirectory } from '../people/directory.ts';
import type { RestClient } from '../rest/rest.ts';
import { createReceipts, type Receipts } from './receipts.ts';

/** One dialog with five messages of somebody else. `told`: what the server heard, with the time. */
function setUp(features: Feature[], { isLive = true } = {}) {
  const clock = createVirtualClock(0);
  const store = createMemoryHistory();
  const state = { isLive, failures: 0 };
  const told: string[] = [];
  const directory = createDirectory({ store, ownUserId: 'me' });
  directory.takeListed({
    dialogId: 'dlg_1',
    databaseId: null,
    name: 'Отдел',
    kind: 'group',
    unreadCount: 5,
    lastActivityAt: 5_000,
    lastMessage: null,
    headSeq: 5,
    headRev: null,
    memberIds: ['me', 'other'],
    peerId: null,
    ownMark: null,
  });
  const message = (seq: number) => ({
    key: `msg_${seq}`,
    id: `msg_${seq}`,
    clientMessageId: null,
    dialogId: 'dlg_1',
    senderId: 'other',
    content: `${seq}`,
    type: 'text',
    createdAt: seq * 1_000,
    seq,
    state: 'sent' as const,
    failure: null,
    reactions: [],
    meta: {},
  });
  for (let seq = 1; seq <= 5; seq++) store.saveMessage(message(seq));
  const tell = async (what: string): Promise<undefined> => {
    told.push(`${clock.now()} ${what}`);
    if (state.failures-- > 0) throw new Error('no answer');
  };
  const rest: Partial<RestClient> = {
    moveWatermark: (_dialogId, kind, seq) => tell(`${kind} ${seq}`),
    markMessageRead: (messageId) => tell(`read ${messageId}`),
    setUnreadCount: async () => undefined,
  };
  const receipts = createReceipts({
    bus: createBus(),
    store,
    rest: rest as RestClient,
    clock,
    random: createRandom(1),
    log: { info: () => {}, warn: () => {} },
    ownUserId: 'me',
    has: (feature) => features.includes(feature),
    isLive: () => state.isLive,
    record: directory.record,
    updateRecord: directory.update,
    peerOf: () => null,
  });
  const read = (seq: number) => receipts.markRead('dlg_1', message(seq));
  return { clock, receipts, read, told, state };
}

test('marks only move forward, and what is read is delivered (S9.1)', () => {
  const { receipts, read } = setUp(['watermarks']);
  receipts.takeMark('dlg_1', 'other', { readSeq: 4, deliveredSeq: 2 });
  receipts.takeMark('dlg_1', 'other', { readSeq: 3, deliveredSeq: 5 });
  expect(receipts.marks('dlg_1')).toEqual([expect.objectContaining({ readSeq: 4, deliveredSeq: 5 })]);
  expect([read(3), read(2), read(3)]).toEqual([true, false, false]);
  expect(receipts.own('dlg_1')).toMatchObject({ readSeq: 3, deliveredSeq: 3, readAt: 3_000 });
});

test('what is read within half a second is told once, and after a failure with the next connection (S9.5)', async () => {
  const { clock, receipts, read, told, state } = setUp(['watermarks']);
  for (const seq of [1, 2, 3]) read(seq);
  await clock.runUntil(2_000);
  expect(told).toEqual(['500 read 3']);
  state.failures = 1;
  read(4);
  await clock.runUntil(60_000);
  expect(told.slice(1)).toEqual(['2500 read 4']);
  receipts.resume(['dlg_1']);
  await clock.runUntil(70_000);
  expect(told.slice(2)).toEqual(['60500 read 4']);
  receipts.resume(['dlg_1']);
  await clock.runUntil(80_000);
  expect(told).toHaveLength(3);
});

test('what the server says was read here is not told to it again (S9.5)', async () => {
  const member = { userId: 'me', role: null, readSeq: 4, deliveredSeq: 5, unreadCount: null };
  const mark = { dialogId: 'dlg_1', userId: 'me', readSeq: 4, deliveredSeq: 5 };
  for (const tell of [
    (receipts: Receipts) => receipts.takeMembers('dlg_1', [member]),
    (receipts: Receipts) => receipts.takeMarks([mark]),
    (receipts: Receipts) => receipts.takeMark('dlg_1', 'me', { readSeq: 4 }),
  ]) {
    const { clock, receipts, read, told } = setUp(['watermarks']);
    tell(receipts);
    receipts.resume(['dlg_1']);
    await clock.runUntil(10_000);
    expect(told).toEqual([]);
    read(5);
    await clock.runUntil(20_000);
    expect(told).toEqual(['10500 read 5']);
  }
});

test('nothing is told while away (S9.5)', async () => {
  const { clock, receipts, read, told, state } = setUp(['watermarks'], { isLive: false });
  read(5);
  await clock.runUntil(60_000);
  expect(told).toEqual([]);
  state.isLive = true;
  receipts.resume(['dlg_1']);
  await clock.runUntil(61_000);
  expect(told).toEqual(['60500 read 5']);
});

test('an old server is never told what was delivered (S10.1)', async () => {
  const ours = setUp(['watermarks']);
  const old = setUp([]);
  for (const { clock, receipts, read } of [ours, old]) {
    receipts.noteDelivered('dlg_1', 5);
    read(1);
    await clock.runUntil(60_000);
  }
  expect(ours.told.map((entry) => entry.split(' ')[1])).toContain('delivered');
  expect(old.told).toEqual(['500 read msg_1']);
});
