/** Pages whose size changes from one request to the next still join: nothing between them is left out. */
import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createRandom, createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import { createBus } from '../facts.ts';
import { createDirectory } from '../people/directory.ts';
import { createPageSize } from '../rest/pageSize.ts';
import type { RestClient } from '../rest/rest.ts';
import { mergeCopy } from '../timeline/timeline.ts';
import { createCatchUp } from './catchUp.ts';

const dialogId = 'dlg_1';
const nobody = { databaseId: null, name: 'Чат', kind: null, memberIds: null, peerId: null, ownMark: null };

function row(index: number): RemoteMessage {
  const messageId = `msg_${String(index).padStart(5, '0')}`;
  return {
    messageId,
    aliases: [messageId],
    dialog: { dialogId, databaseId: null },
    senderId: 'other',
    content: messageId,
    type: 'text',
    // Some share their millisecond.
    createdAt: 1_000_000 + Math.floor(index / 3),
    meta: {},
    clientMessageId: null,
    seq: null,
    rev: null,
    statuses: null,
    reactionCounts: null,
    ownReactions: null,
  };
}

function setUp({
  count,
  size,
  served = () => {},
  cap = 100,
  isOpen = true,
  strained = false,
}: {
  count: number;
  size: () => number;
  served?: (asked: number, given: number) => void;
  /** The server gives no more than this. */
  cap?: number;
  isOpen?: boolean;
  strained?: boolean;
}) {
  const store = createMemoryHistory();
  const rows = Array.from({ length: count }, (_, index) => row(index));
  const asked: number[] = [];
  const directory = createDirectory({ store, ownUserId: 'me' });
  const listed = { dialogId, ...nobody, unreadCount: 0, lastActivityAt: 0, lastMessage: null };
  directory.takeListed({ ...listed, headSeq: null, headRev: null });
  let onAsked = () => {};
  const catchUp = createCatchUp({
    bus: createBus(),
    rest: {
      messagePage: async (_dialogId: string, page: number, wanted: number) => {
        asked.push(wanted);
        onAsked();
        const limit = Math.min(cap, wanted);
        const messages = rows.toReversed().slice((page - 1) * limit, page * limit);
        const total = rows.length;
        return {
          messages,
          dropped: 0,
          headSeq: null,
          pagination: { page, limit, total, pages: Math.ceil(total / limit) },
        };
      },
    } as unknown as RestClient,
    pace: {
      read: (ask, most) => ask(Math.min(size(), most ?? 100)),
      served,
      isStrained: () => strained,
    },
    isOpen: () => isOpen,
    store,
    clock: createVirtualClock(0),
    has: () => false,
    record: directory.record,
    take(id, messages, certify) {
      for (const message of messages) {
        const messageId = message.messageId ?? '';
        store.saveMessage(
          mergeCopy(store.messageByWireId(messageId), { ...message, messageId, dialogId: id }),
        );
        store.addAliases(messageId, [messageId]);
      }
      const merged = { heldBack: 0, lacksMeta: false, missed: 0 };
      directory.update(id, certify(merged));
      return merged;
    },
    takeMarks: () => {},
    takeDetails: () => {},
    takeMembers: () => {},
    compared: () => {},
  });
  const certified = () => {
    const interval = directory.record(dialogId)?.certified;
    if (interval == null) return [];
    return store
      .messagesBefore(dialogId, null, 10_000)
      .filter(({ createdAt, id }) => createdAt > interval.from.createdAt || (id ?? '') >= interval.from.id)
      .map(({ id }) => id);
  };
  return {
    catchUp,
    directory,
    rows,
    asked,
    certified,
    onAsk: (task: () => void) => {
      onAsked = task;
    },
  };
}

test('a history is read to its beginning whatever the sizes, while more is written (S16.3, S6.11)', async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = createRandom(seed);
    const sizes = [6, 12, 25, 50, 24, 48];
    const size = () => sizes[Math.floor(random() * sizes.length)] ?? 50;
    const world = setUp({ count: 160 + Math.floor(random() * 80), size });
    world.onAsk(() => {
      if (random() < 0.2) world.rows.push(row(world.rows.length));
    });
    await world.catchUp.run(dialogId);
    for (let pages = 0; pages < 60; pages++) {
      // What is certified has no hole.
      const ids = world.certified();
      const from = world.rows.findIndex(({ messageId }) => messageId === ids[0]);
      const known = world.rows.slice(from, from + ids.length).map(({ messageId }) => messageId);
      expect(ids, `seed ${seed}`).toEqual(known);
      if (!(await world.catchUp.loadOlder(dialogId))) break;
    }
    expect(world.directory.record(dialogId)?.certified?.reachedStart, `seed ${seed}`).toBe(true);
    expect(world.certified()[0], `seed ${seed}`).toBe('msg_00000');
    expect(world.asked.length, `seed ${seed}`).toBeLessThan(50);
  }
});

test('a page of another size costs no other request than itself', async () => {
  const sizes = [50, 50, 24];
  const world = setUp({ count: 200, size: () => sizes.shift() ?? 24 });
  await world.catchUp.run(dialogId);
  while (await world.catchUp.loadOlder(dialogId));
  expect(world.certified()).toHaveLength(200);
  // Two of fifty; then those of twenty-four from the one that holds the hundredth.
  expect(world.asked).toEqual([50, 50, 24, 24, 24, 24, 24]);
});

test('a server that gives fewer than it is asked for leaves nothing out', async () => {
  const { current, served } = createPageSize();
  const world = setUp({ count: 130, size: current, served, cap: 20 });
  await world.catchUp.run(dialogId);
  while (await world.catchUp.loadOlder(dialogId));
  expect(world.certified()).toHaveLength(130);
});

test.each([
  [{ isOpen: false, strained: true }, [12]],
  [{ isOpen: true, strained: true }, [50]],
  [{ isOpen: false, strained: false }, [50]],
])('a look at a chat that was read before, %o, asks for %o', async (state, sizes) => {
  const world = setUp({ count: 130, size: () => 50, ...state });
  await world.catchUp.run(dialogId);
  world.rows.push(row(world.rows.length));
  world.asked.length = 0;
  await world.catchUp.run(dialogId);
  expect(world.asked).toEqual(sizes);
});
