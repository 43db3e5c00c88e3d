import { expect, it } from 'vitest';
import { fromClockTime, toClockTime } from './clockTime.ts';

it('shows and reads minutes of the day', () => {
  for (const minutes of [0, 9, 60, 1_439]) expect(fromClockTime(toClockTime(minutes))).toBe(minutes);
  expect(toClockTime(65)).toBe('01:05');
  expect([fromClockTime(''), fromClockTime('24:00'), fromClockTime('7:00')]).toEqual([null, null, null]);
});
