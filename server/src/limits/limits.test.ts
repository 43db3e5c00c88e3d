import { expect, test } from 'vitest';
import { Bucket, SlidingLimit } from './limits.ts';

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
