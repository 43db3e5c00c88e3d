import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import { createBus } from '../facts.ts';
import { createRooms } from './rooms.ts';

function setUp(features: string[] = [], recent = ['dlg_open'], acked: Promise<unknown> = Promise.resolve()) {
  const clock = createVirtualClock(0);
  const happened: string[] = [];
  const note = (what: string) => happened.push(`${clock.now()} ${what}`);
  const bus = createBus();
  bus.on('dialogBehind', (dialogId) => note(`look ${dialogId}`));
  bus.on('listBehind', () => note('look everywhere'));
  const rooms = createRooms({
    bus,
    clock,
    log: { info: () => {}, warn: () => {} },
    has: (feature) => features.includes(feature),
    isUp: () => true,
    link: {
      emit: (name, dialogId) => note(`${name} ${dialogId}`),
      emitWithAck: async (name, dialogId) => {
        note(`${name} ${dialogId}`);
        return acked;
      },
    },
    directory: { recent: () => recent.map((dialogId) => ({ dialogId })) },
  });
  /** Whose join went out from one time to another. */
  const joined = (from: number, to: number) =>
    happened.flatMap((entry) => {
      const [at, name, dialogId = ''] = entry.split(' ');
      return name === 'dialog:join' && Number(at) >= from && Number(at) < to ? [dialogId] : [];
    });
  return { clock, rooms, happened, joined };
}

test('a server that may have lost the first join gets more, and a look after them at what they missed (S3.3, P5.6)', async () => {
  const { clock, rooms, happened } = setUp();
  await rooms.open('dlg_open');
  happened.length = 0;
  await rooms.enter();
  await clock.runUntil(10_000);
  expect(happened).toEqual([
    '0 dialog:join dlg_open',
    '0 dialog:join dlg_open',
    '300 dialog:join dlg_open',
    '1000 dialog:join dlg_open',
    '1000 look dlg_open',
    '3000 dialog:join dlg_open',
    '4000 look everywhere',
  ]);
});

test('nothing of it outlives the connection, nor is needed where the server confirms (S3.5)', async () => {
  const old = setUp();
  await old.rooms.open('dlg_open');
  await old.rooms.enter();
  old.rooms.leaveAll();
  old.happened.length = 0;
  await old.clock.runUntil(10_000);
  expect(old.happened).toEqual([]);

  const ours = setUp(['userRoom', 'joinAck']);
  await ours.rooms.open('dlg_open');
  ours.happened.length = 0;
  await ours.rooms.enter();
  await ours.clock.runUntil(10_000);
  expect(ours.happened).toEqual(['0 dialog:join dlg_open']);
});

/** The most recent first. */
const sixty = Array.from({ length: 60 }, (_, index) => `dlg_${index}`);

test('of many dialogs the fifty most recent are joined, paced, and each time again (S3.3)', async () => {
  const { clock, rooms, happened, joined } = setUp([], sixty);
  await rooms.enter();
  await clock.runUntil(250);
  expect(happened.slice(0, 3)).toEqual([
    '0 dialog:join dlg_0',
    '20 dialog:join dlg_1',
    '40 dialog:join dlg_2',
  ]);
  await clock.runUntil(30_000);
  const times = joined(0, 30_000).length / 50;
  expect(Number.isInteger(times) && times > 1).toBe(true);
  expect(joined(0, 30_000).toSorted()).toEqual(
    sixty
      .slice(0, 50)
      .flatMap((id) => Array<string>(times).fill(id))
      .toSorted(),
  );
  expect(joined(5_000, 30_000)).toEqual([]);
});

test('the open dialog is joined first, though it is not recent, and again every minute (S3.3)', async () => {
  const { clock, rooms, happened, joined } = setUp([], sixty);
  await rooms.open('dlg_59');
  rooms.leaveAll();
  happened.length = 0;
  await rooms.enter();
  await clock.runUntil(125_000);
  expect(joined(0, 1)).toEqual(['dlg_59', 'dlg_59']);
  expect(happened.slice(-2)).toEqual(['60000 dialog:join dlg_59', '120000 dialog:join dlg_59']);
});

test('what becomes known is joined, where it is recent enough and not joined yet (S3.4)', async () => {
  const recent = [...sixty];
  const { clock, rooms, joined } = setUp([], recent);
  await rooms.enter();
  await clock.runUntil(10_000);
  recent.unshift('dlg_new');
  rooms.joinListed(['dlg_new', 'dlg_0', 'dlg_59']);
  await clock.runUntil(20_000);
  expect(joined(10_000, 20_000)).toEqual(['dlg_new']);
});

test('where every socket is in its user’s room only the open dialog is joined, and left for another (S3.5)', async () => {
  const { clock, rooms, happened } = setUp(['userRoom'], sixty);
  await rooms.open('dlg_1');
  rooms.leaveAll();
  await rooms.enter();
  rooms.joinListed(['dlg_0']);
  await clock.runUntil(10_000);
  await rooms.open('dlg_2');
  rooms.close();
  expect(happened).toEqual([
    '0 dialog:join dlg_1',
    '0 dialog:join dlg_1',
    '10000 dialog:leave dlg_1',
    '10000 dialog:join dlg_2',
    '10000 dialog:leave dlg_2',
  ]);
  expect(rooms.joined()).toEqual([]);
});

test('the join of the open dialog is confirmed before anything is fetched of it (S3.2)', async () => {
  let confirm = () => {};
  const acked = new Promise<void>((resolve) => {
    confirm = resolve;
  });
  const { clock, rooms } = setUp(['userRoom', 'joinAck'], [], acked);
  let opened = false;
  const opening = rooms.open('dlg_1').then(() => {
    opened = true;
  });
  await clock.runUntil(100);
  expect(opened).toBe(false);
  confirm();
  await opening;
  expect(opened).toBe(true);
});

test('a room that told nothing is joined again, however long ago it was joined (S3.7)', async () => {
  const { clock, rooms, happened } = setUp();
  await rooms.enter();
  await clock.runUntil(30_000);
  happened.length = 0;
  rooms.joinAgain(['dlg_open', 'dlg_elsewhere']);
  await clock.runUntil(60_000 - 1);
  expect(happened).toEqual(['30000 dialog:join dlg_open']);
});

test('where the server joins by itself nothing is joined again', async () => {
  const { clock, rooms, happened } = setUp(['userRoom']);
  rooms.joinAgain(['dlg_open']);
  await clock.runUntil(30_000);
  expect(happened).toEqual([]);
});

test('a check enters a room that it is in already, and stays there (S24.3)', async () => {
  const { rooms, happened } = setUp(['joinAck', 'userRoom'], ['dlg_other'], Promise.resolve({ ok: true }));
  await rooms.open('dlg_open');
  happened.length = 0;
  expect(await rooms.visit()).toEqual({ confirmed: true });
  expect(happened).toEqual(['0 dialog:join dlg_open']);
});

test('a check that has to enter one leaves it again, unless it was opened meanwhile (S24.3)', async () => {
  const { rooms, happened } = setUp(['joinAck', 'userRoom'], ['dlg_latest'], Promise.resolve({ ok: true }));
  await rooms.visit();
  expect(happened).toEqual(['0 dialog:join dlg_latest', '0 dialog:leave dlg_latest']);
  happened.length = 0;
  const visiting = rooms.visit();
  await rooms.open('dlg_latest');
  await visiting;
  expect(happened).toEqual(['0 dialog:join dlg_latest', '0 dialog:join dlg_latest']);
});

test('a room that is refused, or none, is told as such (S24.3)', async () => {
  const refused = setUp(['joinAck'], ['dlg_1'], Promise.resolve({ ok: false, error: 'Not a member' }));
  await expect(refused.rooms.visit()).rejects.toMatchObject({ code: 'notMember' });
  expect(await setUp([], []).rooms.visit()).toBeNull();
  expect(await setUp([], ['dlg_1']).rooms.visit()).toEqual({ confirmed: false });
});
