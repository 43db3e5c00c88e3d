import { expect, test } from 'vitest';
import { Bucket } from './bucket.ts';
import { addressKey, openBudget } from './budgets.ts';
import { SlidingLimit } from './limits.ts';
import { Turns } from './turns.ts';

test('an hourly limit counts by key in a sliding hour', () => {
  let now = 0;
  const limit = new SlidingLimit(2, () => now);
  limit.count('a');
  now = 600_000;
  limit.count('a');
  expect(limit.waitSeconds('a')).toBe(3_000);
  expect(limit.waitSeconds('b')).toBe(0);
  now = 3_600_000;
  expect(limit.waitSeconds('a')).toBe(0);
  limit.count('a');
  expect(limit.waitSeconds('a')).toBe(600);
});

test('an infinite limit never waits', () => {
  const limit = new SlidingLimit(Number.POSITIVE_INFINITY, () => 0);
  for (let index = 0; index < 100; index += 1) limit.count('a');
  expect(limit.waitSeconds('a')).toBe(0);
});

test('an hourly limit looks through its keys now and then, not for each new one, and forgets the oldest of too many', () => {
  let now = 0;
  let asked = 0;
  const limit = new SlidingLimit(1, () => {
    asked += 1;
    // A few times for each key, and once more for all when there are twice as many. Else this would take minutes.
    if (asked > 1_000_000) throw new Error('the keys are looked through too often');
    return now;
  });
  for (let index = 0; index < 30_000; index += 1) limit.count(`key ${index}`);
  now = 60_000;
  for (let index = 30_000; index < 150_000; index += 1) limit.count(`key ${index}`);
  expect(limit.size).toBe(100_000);
  expect(limit.waitSeconds('key 49999')).toBe(0);
  expect(limit.waitSeconds('key 50000')).toBe(3_600);
  now += 3_600_000;
  limit.count('another');
  expect(limit.size).toBe(1);
});

test('what is taken back was not counted', () => {
  const limit = new SlidingLimit(1, () => 0);
  limit.count('a');
  limit.takeBack('a');
  expect([limit.waitSeconds('a'), limit.size]).toEqual([0, 0]);
});

test('a bucket gives its burst at once, then its rate, and survives a clock set back', () => {
  let now = 10_000;
  const bucket = new Bucket(10, 3, () => now);
  const takes = () => [1, 2, 3, 4].map(() => bucket.take());
  expect(takes()).toEqual([true, true, true, false]);
  now += 200;
  expect(takes()).toEqual([true, true, false, false]);
  now -= 3_600_000;
  expect(bucket.take()).toBe(false);
  now += 100;
  expect(bucket.take()).toBe(true);
  now += 3_600_000;
  expect(takes()).toEqual([true, true, true, false]);
});

test('a budget takes all of a price or nothing, and says how long it takes', () => {
  let now = 0;
  const budget = openBudget({ burst: 10, perSecond: 2 }, () => now);
  expect(budget.take('a', 7)).toBe(0);
  expect(budget.take('a', 7)).toBe(2);
  expect(budget.take('a', 3)).toBe(0);
  expect(budget.take('b', 10)).toBe(0);
  budget.charge('a', 1_000);
  // Nobody owes more than a burst.
  expect(budget.take('a', 1)).toBe(5.5);
  now -= 24 * 3_600_000;
  expect(budget.take('a', 1)).toBe(5.5);
  now += 5_500;
  expect(budget.take('a', 1)).toBe(0);
});

test.each([
  ['198.51.100.7', '198.51.100.7'],
  ['::ffff:198.51.100.7', '198.51.100.7'],
  ['2001:db8:0:1::7', '2001:db8:0:1::/64'],
  ['2001:db8:0:1:ffff:ffff:ffff:ffff', '2001:db8:0:1::/64'],
  ['2001:db8::1:0:0:0:7', '2001:db8:0:1::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s is counted as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});

test('turns are given in order, to so many at a time, and end once', async () => {
  const turns = new Turns({ atOnce: 1, waiting: 2, patienceMs: 60_000 });
  const order: string[] = [];
  const first = await turns.enter('a');
  const second = turns.enter('a').then((leave) => {
    order.push('second');
    return leave;
  });
  const third = turns.enter('a').then((leave) => {
    order.push('third');
    return leave;
  });
  expect(await turns.enter('a')).toBeUndefined();
  expect(await turns.enter('b')).toBeTypeOf('function');
  first?.();
  first?.();
  const leave = await second;
  expect(order).toEqual(['second']);
  leave?.();
  await third;
  expect(order).toEqual(['second', 'third']);
});

test('who has waited too long is not called any more', async () => {
  const turns = new Turns({ atOnce: 1, waiting: 2, patienceMs: 1 });
  const first = await turns.enter('a');
  expect(await turns.enter('a')).toBeUndefined();
  first?.();
  expect(await turns.enter('a')).toBeTypeOf('function');
});
