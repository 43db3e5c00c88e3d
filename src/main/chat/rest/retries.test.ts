import { expect, test } from 'vitest';
import { createRandom, createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import { createRetries } from './retries.ts';

function setUp({ fails, open = '' }: { fails: (dialogId: string) => boolean; open?: string }) {
  const clock = createVirtualClock(0);
  const asked: string[] = [];
  let isUp = true;
  const retries = createRetries({
    clock,
    random: createRandom(5),
    run: async (dialogId) => {
      asked.push(dialogId);
      if (fails(dialogId)) throw new Error('slow');
    },
    isUp: () => isUp,
    isOpen: (dialogId) => dialogId === open,
    onFailed: () => {},
  });
  return {
    clock,
    asked,
    retries,
    goDown: () => {
      isUp = false;
    },
  };
}

const hour = 60 * 60_000;

test('one schedule for all, ever less often, and one that comes is asked for no more (S16.5)', async () => {
  const { clock, asked, retries } = setUp({ fails: (dialogId) => dialogId !== 'good' });
  for (const dialogId of ['bad', 'good', 'worse']) retries.add(dialogId);
  await clock.runUntil(1_000);
  expect(asked).toEqual(['bad', 'good', 'worse']);
  await clock.runUntil(hour);
  expect(asked.filter((dialogId) => dialogId === 'good')).toHaveLength(1);
  expect(asked.filter((dialogId) => dialogId === 'bad').length).toBeGreaterThan(10);
  expect(asked.filter((dialogId) => dialogId === 'bad').length).toBeLessThanOrEqual(30);
});

test('the one that is looked at comes first, and at least twice a minute (S16.5)', async () => {
  const { clock, asked, retries } = setUp({ fails: () => true, open: 'open' });
  for (const dialogId of ['bad', 'open']) retries.add(dialogId);
  await clock.runUntil(1_000);
  expect(asked).toEqual(['open', 'bad']);
  await clock.runUntil(hour);
  asked.length = 0;
  await clock.runUntil(hour + 60_000);
  expect(asked.filter((dialogId) => dialogId === 'open').length).toBeGreaterThanOrEqual(2);
});

test('nothing is asked for without a connection, nor what was given up', async () => {
  const down = setUp({ fails: () => true });
  down.retries.add('bad');
  down.goDown();
  await down.clock.runUntil(hour);
  expect(down.asked).toEqual([]);
  const cleared = setUp({ fails: () => true });
  cleared.retries.add('bad');
  cleared.retries.clear();
  await cleared.clock.runUntil(hour);
  expect(cleared.asked).toEqual([]);
});
