import type { Server } from 'socket.io';
import { expect, test } from 'vitest';
import { Hub } from './hub.ts';

test('a check of membership that an eviction overtook says nothing, for half a minute and of that person alone', () => {
  let now = 100;
  const io = { in: () => ({ socketsLeave: () => undefined }), socketsLeave: () => undefined };
  const hub = new Hub(io as unknown as Server, () => now);
  hub.evict('dlg_1', 'usr_a');
  expect(hub.wasEvicted('dlg_1', 'usr_a', 90)).toBe(true);
  expect(hub.wasEvicted('dlg_1', 'usr_a', 101)).toBe(false);
  expect(hub.wasEvicted('dlg_1', 'usr_b', 90)).toBe(false);
  hub.closeDialog('dlg_2');
  expect(hub.wasEvicted('dlg_2', 'usr_b', 90)).toBe(true);
  now += 31_000;
  hub.evict('dlg_3', 'usr_a');
  expect(hub.wasEvicted('dlg_1', 'usr_a', 90)).toBe(false);
});
