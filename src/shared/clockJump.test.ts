import { expect, it } from 'vitest';
import { clockJumped } from './clockJump.ts';

const noon = 1_800_000_000_000;
const dayMs = 24 * 60 * 60 * 1_000;

it.each([
  [0, false],
  [15_000, false],
  [-15_000, false],
  [15_001, true],
  [-15_001, true],
  [dayMs, true],
  [-dayMs, true],
])('%i ms off what it should be: %s (S1.6)', (off, jumped) => {
  expect(clockJumped(noon + off, noon)).toBe(jumped);
});
