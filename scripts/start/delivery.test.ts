import { expect, test } from 'vitest';
import { percentile } from './delivery.ts';

test('a percentile is the nearest rank, whatever the order', () => {
  const values = [5, 1, 4, 2, 3];
  expect(percentile(values, 0.5)).toBe(3);
  expect(percentile(values, 0.95)).toBe(5);
  expect(percentile(values, 0)).toBe(1);
  expect(values).toEqual([5, 1, 4, 2, 3]);
});

test('nothing has no percentile', () => {
  expect(percentile([], 0.5)).toBeNaN();
});
