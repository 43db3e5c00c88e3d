/** What a walk down a history certifies, and when it is made again. */
import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import { createBus } from '../facts.ts';
import { createDirectory } from '../people/directory.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import { mergeIntoStore } from '../timeline/merge.ts';
import { createCatchUp, type MergedPage } from './catchUp.ts';

const dialogId = 'dlg_1';
const pageSize = 10;
const nothingOdd: MergedPage = { heldBack: 0, lacksMeta: false, missed: 0 };

function row(index: number): RemoteMessage & { messageId: string } {
  const messageId = `msg_${String(index).padStart(3, '0')}`;
  return {
    messageId,
    aliases: [messageId],
    dialog: { dialogId, databaseId: null },
    senderId: 'other',
    content: messageId,
    type: 'text',
    createdAt: 1_000 * index,
    meta: {},
    clientMessageId: null,
    seq: null,
    rev: null,
    statuses: null,
    reactionCounts: null,
    ownReactions: null,
  };
}

/** A history of so many messages, of which the last `unread` are; `merged`: what the taking in of a page says. */
function setUp(count: number, { unread = 0, merged = (_page: number) => nothingOdd } = {}) {
  const store = createMemoryHistory();
  const directory = createDirectory({ store, ownUserId: 'me' });
  directory.takeListed({
    ...{ dialogId, databaseId: null, name: 'Чат', kind: null, memberIds: null, peerId: null, ownMark: null },
    ...{ unreadCount: unread, lastActivityAt: 0, lastMessage: null, headSeq: null, headRev: null },
  });
  const rows = Array.from({ length: count }, (_, index) => row(index)).toReversed();
  const asked: number[] = [];
  const again: number[] = [];
  const server = { answers: (_page: number): Promise<void> => Promise.resolve() };
  const bus = createBus();
  bus.on('dialogBehind', (_dialogId, delayMs) => void again.push(delayMs ?? 0));
  let page = 0;
  const catchUp = createCatchUp({
    rest: {
      messagePage: async (_dialogId: string, number: number, limit: number) => {
        page = number;
        asked.push(number);
        await server.answers(number);
        return {
          messages: rows.slice((number - 1) * limit, number * limit),
          dropped: 0,
          headSeq: null,
          pagination: { page: number, limit, total: count, pages: Math.ceil(count / limit) },
        };
      },
    } as unknown as RestClient,
    pace: { read: (ask) => ask(pageSize), served: () => {}, isStrained: () => false },
    isOpen: () => true,
    store,
    clock: createVirtualClock(0),
    has: () => false,
    record: directory.record,
    take(id, messages, certify) {
      for (const copy of messages)
        mergeIntoStore(store, { ...copy, messageId: copy.messageId ?? '', dialogId: id });
      const taken = messages.length === 0 ? nothingOdd : merged(page);
      directory.update(id, certify(taken));
      return taken;
    },
    takeMarks: () => {},
    takeDetails: () => {},
    takeMembers: () => {},
    compared: () => {},
    bus,
  });
  const certified = () => {
    const interval = directory.record(dialogId)?.certified;
    return interval == null ? null : [interval.from.id, interval.to.id];
  };
  return { server, asked, again, certified, look: () => catchUp.run(dialogId) };
}

test('a walk that is broken off certifies none of its pages, the one made again all (S6.3)', async () => {
  const { server, asked, certified, look } = setUp(30, { unread: 25 });
  server.answers = (page) =>
    page === 3
      ? Promise.reject(new ApiError({ code: 'connectionLost', failure: 'reset' }))
      : Promise.resolve();
  await expect(look()).rejects.toThrow(ApiError);
  expect([asked, certified()]).toEqual([[1, 2, 3], null]);
  server.answers = () => Promise.resolve();
  await look();
  expect(certified()).toEqual(['msg_000', 'msg_029']);
});

test('a walk that held a copy back certifies nothing, and is made again (S6.3, S4.5)', async () => {
  let late = true;
  const { again, certified, look } = setUp(30, {
    unread: 25,
    merged: (page) => ({ ...nothingOdd, heldBack: late && page === 2 ? 1 : 0 }),
  });
  await look();
  expect([certified(), again]).toEqual([null, [1_000]]);
  late = false;
  await look();
  expect([certified(), again]).toEqual([['msg_000', 'msg_029'], [1_000]]);
});

test('a new row that may be a second row of one send calls for one more look, at the head only (S4.6)', async () => {
  const atHead = setUp(30, { unread: 25, merged: (page) => ({ ...nothingOdd, lacksMeta: page === 1 }) });
  await atHead.look();
  expect(atHead.again).toEqual([1_000]);
  const below = setUp(30, { unread: 25, merged: (page) => ({ ...nothingOdd, lacksMeta: page === 2 }) });
  await below.look();
  expect(below.again).toEqual([]);
});

test('who asks during a catch-up gets one more after it, together with the others (S6.13)', async () => {
  const { server, asked, look } = setUp(5);
  let answer = () => {};
  server.answers = () => new Promise((resolve) => (answer = resolve));
  const ended: string[] = [];
  const first = look().then(() => ended.push('first'));
  const others = [look(), look()].map((run) => run.then(() => ended.push('other')));
  expect(asked).toEqual([1]);
  answer();
  await expect.poll(() => asked).toEqual([1, 1]);
  expect(ended).toEqual([]);
  answer();
  await Promise.all([first, ...others]);
  expect([asked, ended.length]).toEqual([[1, 1], 3]);
});
