import { expect, it } from 'vitest';
import { doNotDisturbUntil } from './doNotDisturb.ts';

const late = new Date(2026, 10, 30, 23, 30).getTime();

it('counts minutes from now', () => {
  expect(doNotDisturbUntil('halfHour', late)).toBe(late + 1_800_000);
  expect(doNotDisturbUntil('hour', late)).toBe(late + 3_600_000);
  expect(doNotDisturbUntil('off', late)).toBeNull();
});

it('ends at nine on the next day, also over the end of a month', () => {
  const until = doNotDisturbUntil('tomorrow', late);
  expect(new Date(until ?? 0)).toEqual(new Date(2026, 11, 1, 9, 0));
});
