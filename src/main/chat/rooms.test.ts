import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../tests/simulation/virtualClock.ts';
import type { Feature } from '../../shared/domain.ts';
import { createRooms } from './rooms.ts';

function setUp(features: Feature[]) {
  const clock = createVirtualClock(0);
  const joins: unknown[] = [];
  const rooms = createRooms({
    clock,
    log: { info: () => {}, warn: () => {} },
    has: (feature) => features.includes(feature),
    emit: (name, payload) => {
      if (name === 'dialog:join') joins.push(payload);
    },
    emitWithAck: async () => {},
    recentDialogIds: () => ['dlg_1', 'dlg_2', 'dlg_3'],
    onRejoined: () => {},
  });
  return { rooms, joins, pass: () => clock.runUntil(clock.now() + 30_000) };
}

test('a room that told nothing is joined again, however long ago it was joined', async () => {
  const { rooms, joins, pass } = setUp([]);
  await rooms.enter();
  await pass();
  joins.length = 0;
  rooms.joinAgain(['dlg_2', 'dlg_elsewhere']);
  await pass();
  expect(joins).toEqual(['dlg_2']);
});

test('where the server joins by itself nothing is joined again', async () => {
  const { rooms, joins, pass } = setUp(['userRoom']);
  rooms.joinAgain(['dlg_2']);
  await pass();
  expect(joins).toEqual([]);
});
