import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Hub } from './hub.ts';
import { nowhereElse, Presence } from './presence.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Everybody watches everybody. `fails`: how often that cannot be asked. */
function setUp({ fails = 0 } = {}) {
  const told: string[] = [];
  const hub = {
    toUsers: (userIds: string[], event: string, payload: { userId?: string; userIds?: string[] }) => {
      if (userIds.length > 0)
        told.push(`${userIds.join()} ${event} ${payload.userId ?? payload.userIds?.join()}`);
    },
  } as unknown as Hub;
  let failures = fails;
  const presence = new Presence({
    backend: {
      watchers: async (userId) => {
        if (failures-- > 0) throw new Error('no database');
        return ['a', 'b', 'c'].filter((id) => id !== userId);
      },
    },
    hub,
    elsewhere: nowhereElse,
    failed: () => told.push('failed'),
  });
  const come = (userId: string) => presence.connected({ userId, userName: userId }, `socket of ${userId}`);
  const go = (userId: string) => presence.disconnected({ userId, userName: userId }, `socket of ${userId}`);
  return { presence, told, come, go };
}

test('a coming is told to whoever is here, then the own view (P7.8)', async () => {
  const { presence, told, come } = setUp();
  come('a');
  come('b');
  await presence.idle();
  expect(told).toEqual([
    'b user:online a',
    'a user:online b',
    'a presence:snapshot b',
    'b presence:snapshot a',
  ]);
});

test('whoever went and came back before it was told has not been away', async () => {
  const { presence, told, come, go } = setUp();
  come('a');
  come('b');
  await presence.idle();
  told.length = 0;
  // While this one is being told.
  come('c');
  go('b');
  come('b');
  await presence.idle();
  expect(told.filter((line) => line.includes('line b'))).toEqual([]);
  expect(told).toContain('b presence:snapshot a,c');
});

test('what could not be told is told a second later', async () => {
  const { presence, told, come, go } = setUp();
  come('a');
  come('b');
  await presence.idle();
  const broken = setUp({ fails: 1 });
  broken.come('a');
  await vi.advanceTimersByTimeAsync(0);
  expect(broken.told).toContain('failed');
  broken.come('b');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(broken.told).toContain('b user:online a');
  go('a');
  await presence.idle();
  expect(told.at(-1)).toBe('b user:offline a');
});
