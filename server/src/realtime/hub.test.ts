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

test('a check of a token that the end of its session or account overtook says nothing', () => {
  let now = 100;
  const io = {
    in: () => ({ disconnectSockets: () => undefined }),
    to: () => ({ emit: () => undefined }),
  };
  const hub = new Hub(io as unknown as Server, () => now);
  const caller = { userId: 'usr_a', sessionId: 'ses_1' };
  hub.endSession('ses_1');
  expect(hub.wasEnded(caller, 90)).toBe(true);
  expect(hub.wasEnded(caller, 101)).toBe(false);
  expect(hub.wasEnded({ userId: 'usr_a', sessionId: 'ses_2' }, 90)).toBe(false);
  now = 200;
  hub.endUser('usr_a', 'account_disabled');
  expect(hub.wasEnded({ userId: 'usr_a', sessionId: 'ses_2' }, 190)).toBe(true);
  expect(hub.wasEnded({ userId: 'usr_b', sessionId: 'ses_3' }, 190)).toBe(false);
});
