import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../tests/simulation/virtualClock.ts';
import { createRooms } from './rooms.ts';

function setUp(features: string[] = []) {
  const clock = createVirtualClock(0);
  const happened: string[] = [];
  const note = (what: string) => happened.push(`${clock.now()} ${what}`);
  const rooms = createRooms({
    clock,
    log: { info: () => {}, warn: () => {} },
    has: (feature) => features.includes(feature),
    emit: (name, dialogId) => note(`${name} ${dialogId}`),
    emitWithAck: async (name, dialogId) => note(`${name} ${dialogId}`),
    recentDialogIds: () => ['dlg_open'],
    onOpenRejoined: (dialogId) => note(`look ${dialogId}`),
    onRejoined: () => note('look everywhere'),
  });
  return { clock, rooms, happened };
}

test('a server that may have lost the first join gets more, and a look after them at what they missed', async () => {
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

test('nothing of it outlives the connection, nor is needed where the server confirms', async () => {
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
