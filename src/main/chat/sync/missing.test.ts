/** What a walk does not find any more is shown as removed, and nothing else ever is (S6.14). */
import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createRandom, createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import { createBus } from '../facts.ts';
import { createDirectory } from '../people/directory.ts';
import type { RestClient } from '../rest/rest.ts';
import { mergeIntoStore } from '../timeline/merge.ts';
import { createCatchUp } from './catchUp.ts';

const dialogId = 'dlg_1';
const nobody = { databaseId: null, name: 'Чат', kind: null, memberIds: null, peerId: null, ownMark: null };

type Row = RemoteMessage & { messageId: string };

/** Every tenth message was stored twice, by somebody's blind retry. */
function row(index: number): Row {
  const messageId = `msg_${String(index).padStart(5, '0')}`;
  return {
    messageId,
    aliases: [messageId],
    dialog: { dialogId, databaseId: null },
    senderId: 'other',
    content: messageId,
    type: 'text',
    createdAt: 1_000_000 + Math.floor(index / 3) * 10,
    meta: {},
    clientMessageId: `client_${index % 10 === 1 ? index - 1 : index}`,
    seq: null,
    rev: null,
    statuses: null,
    reactionCounts: null,
    ownReactions: null,
  };
}

function setUp(count: number, size: () => number) {
  const clock = createVirtualClock(0);
  const store = createMemoryHistory();
  const rows = Array.from({ length: count }, (_, index) => row(index));
  const directory = createDirectory({ store, ownUserId: 'me' });
  const listed = { dialogId, ...nobody, unreadCount: 0, lastActivityAt: 0, lastMessage: null };
  directory.takeListed({ ...listed, headSeq: null, headRev: null });
  const server = {
    /** Before each page is made. */
    onAsked: () => {},
    /** What the answer lacks of the rows it should hold, and whether it says so. */
    lacks: (_rows: Row[]): { given: Row[]; dropped: number } => ({ given: _rows, dropped: 0 }),
    isHidden: (_row: Row) => false,
  };
  const looks: number[] = [];
  const bus = createBus();
  bus.on('dialogBehind', () => void looks.push(clock.elapsed()));
  const catchUp = createCatchUp({
    rest: {
      messagePage: async (_dialogId: string, page: number, limit: number) => {
        server.onAsked();
        const shown = rows.filter((each) => !server.isHidden(each));
        const { given, dropped } = server.lacks(shown.toReversed().slice((page - 1) * limit, page * limit));
        const total = shown.length;
        return {
          messages: given,
          dropped,
          headSeq: null,
          pagination: { page, limit, total, pages: Math.ceil(total / limit) },
        };
      },
    } as unknown as RestClient,
    pace: {
      read: (ask, most) => ask(Math.min(size(), most ?? 100)),
      served: () => {},
      isStrained: () => false,
    },
    isOpen: () => true,
    store,
    clock,
    has: () => false,
    record: directory.record,
    take(id, messages, certify) {
      for (const copy of messages)
        mergeIntoStore(store, { ...copy, messageId: copy.messageId ?? '', dialogId: id });
      const merged = { heldBack: 0, lacksMeta: false, missed: 0 };
      directory.update(id, certify(merged));
      return merged;
    },
    takeMarks: () => {},
    takeDetails: () => {},
    takeMembers: () => {},
    compared: () => {},
    bus,
  });
  const wait = (ms: number) => clock.runUntil(clock.now() + ms);
  const removed = () =>
    store
      .messagesBefore(dialogId, null, 10_000)
      .filter((message) => message.removed !== undefined)
      .map(({ id }) => id);
  /** Of the rows on the server, those that a person is told were removed. */
  const wronglyRemoved = () =>
    rows.filter(({ messageId }) => store.messageByWireId(messageId)?.removed !== undefined);
  return {
    clock,
    store,
    rows,
    server,
    looks,
    wait,
    removed,
    wronglyRemoved,
    look: () => catchUp.run(dialogId),
    /** Two looks, far enough apart. */
    async settle(): Promise<void> {
      await catchUp.run(dialogId);
      await wait(31_000);
      await catchUp.run(dialogId);
    },
  };
}

const take = ({ rows }: { rows: Row[] }, index: number) => rows.splice(index, 1)[0]?.messageId;

test('what two looks half a minute apart miss is removed, and its text is gone', async () => {
  const world = setUp(30, () => 50);
  await world.look();
  const gone = take(world, 15) ?? '';
  await world.look();
  expect(world.removed()).toEqual([]);
  await world.wait(29_000);
  await world.look();
  expect(world.removed()).toEqual([]);
  await world.wait(2_000);
  // It asks for the second look by itself.
  expect(world.looks).toEqual([30_000]);
  await world.look();
  expect(world.removed()).toEqual([gone]);
  expect(world.store.messageByWireId(gone)).toMatchObject({ content: '', reactions: [], removed: 'missing' });
});

test('the newest of all is missed as well', async () => {
  const world = setUp(30, () => 50);
  await world.look();
  const gone = take(world, 29);
  await world.settle();
  expect(world.removed()).toEqual([gone]);
});

test('what a later look finds is shown again, as it is', async () => {
  const world = setUp(30, () => 50);
  await world.look();
  const [hidden] = world.rows.slice(15, 16);
  world.server.isHidden = (each) => each === hidden;
  await world.settle();
  expect(world.removed()).toEqual([hidden?.messageId]);
  world.server.isHidden = () => false;
  await world.look();
  expect(world.removed()).toEqual([]);
  expect(world.store.messageByWireId(hidden?.messageId ?? '')).toMatchObject({ content: hidden?.content });
});

test('of two rows of one message the other one is enough', async () => {
  const world = setUp(30, () => 50);
  await world.look();
  take(world, 10);
  await world.settle();
  expect(world.removed()).toEqual([]);
  take(world, 10);
  await world.settle();
  expect(world.removed()).toEqual(['msg_00010']);
});

test.each([
  ['lacks a row without a word', (rows: Row[]) => ({ given: rows.slice(1), dropped: 0 })],
  ['holds a row that cannot be read', (rows: Row[]) => ({ given: rows.slice(1), dropped: 1 })],
  ['is empty', () => ({ given: [], dropped: 0 })],
])('a page that %s removes nothing', async (_what, lacks) => {
  const world = setUp(30, () => 50);
  await world.look();
  world.server.lacks = lacks;
  await world.settle();
  expect(world.removed()).toEqual([]);
});

test('a history that is empty now removes nothing', async () => {
  const world = setUp(30, () => 50);
  await world.look();
  world.rows.length = 0;
  await world.settle();
  expect(world.removed()).toEqual([]);
});

test('of what the walk did not read nothing is said', async () => {
  const world = setUp(60, () => 20);
  for (let looks = 0; looks < 4; looks++) await world.look();
  take(world, 3);
  // The oldest millisecond of the page of twenty goes on below it.
  take(world, 38);
  await world.settle();
  expect(world.removed()).toEqual([]);
});

test('property: whatever is written, removed, hidden, cut or unreadable meanwhile, nothing that is there is shown as removed, and what is gone is once it is quiet', async () => {
  let noticed = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const random = createRandom(seed);
    const chance = (share: number) => random() < share;
    const sizes = [6, 12, 20, 50];
    const world = setUp(
      20 + Math.floor(random() * 60),
      () => sizes[Math.floor(random() * sizes.length)] ?? 50,
    );
    const hiddenUntil = new Map<Row, number>();
    let written = world.rows.length;
    for (let looks = 0; looks < 4; looks++) await world.look();
    world.server.isHidden = (each) => (hiddenUntil.get(each) ?? 0) > world.clock.elapsed();
    world.server.onAsked = () => {
      if (chance(0.15)) take(world, Math.max(0, world.rows.length - 1 - Math.floor(random() * 8)));
      if (chance(0.2)) {
        const late = row(written++);
        world.rows.push(late);
        // Heard of live before the history has it; a second row of what was missed would only bring it back.
        if (chance(0.5) && late.clientMessageId === `client_${written - 1}`) {
          mergeIntoStore(world.store, { ...late, dialogId });
          hiddenUntil.set(late, world.clock.elapsed() + random() * 25_000);
        }
      }
      if (chance(0.05)) throw new Error('timeout');
    };
    world.server.lacks = (rows) => {
      if (!chance(0.15)) return { given: rows, dropped: 0 };
      const at = Math.floor(random() * rows.length);
      return { given: rows.toSpliced(at, 1), dropped: chance(0.5) ? 1 : 0 };
    };
    for (let looks = 0; looks < 6; looks++) {
      await world.look().catch(() => {});
      expect(world.wronglyRemoved(), `seed ${seed}`).toEqual([]);
      await world.wait(random() * 40_000);
    }
    world.server.onAsked = () => {};
    world.server.lacks = (rows) => ({ given: rows, dropped: 0 });
    await world.wait(25_000);
    await world.settle();
    expect(world.wronglyRemoved(), `seed ${seed}`).toEqual([]);
    const oldestRead = world.rows.at(-6)?.createdAt ?? 0;
    const there = new Set(world.rows.map(({ messageId }) => world.store.messageByWireId(messageId)?.key));
    for (const message of world.store.messagesBefore(dialogId, null, 10_000)) {
      if (there.has(message.key) || message.createdAt <= oldestRead) continue;
      expect(message.removed, `seed ${seed} ${message.id}`).toBe('missing');
      noticed += 1;
    }
  }
  expect(noticed).toBeGreaterThan(50);
});
