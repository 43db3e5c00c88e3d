import { expect, test } from 'vitest';
import { createPageClock } from './pageClock.ts';

/** The page's clock is `ahead` ms behind this process's; every call takes so many ms to come. */
function setUp(ahead: number) {
  let now = 1_000_000;
  const clock = createPageClock({ elapsed: () => now });
  return {
    clock,
    at: (time: number) => {
      now = time;
    },
    call(latencyMs: number): void {
      clock.note(now - ahead - latencyMs);
    },
  };
}

test.each([0, 250, -250])(
  'a time of the page is known within the quickest call (S21.2): %i ms apart',
  (ahead) => {
    const { clock, at, call } = setUp(ahead);
    for (const latencyMs of [9, 0.3, 40]) call(latencyMs);
    at(1_000_100);
    expect(clock.toMain(1_000_050 - ahead)).toBeCloseTo(1_000_050.3);
  },
);

test('nothing that the page tells lies ahead: no hop takes less than nothing (S21.2)', () => {
  const { clock, call } = setUp(0);
  call(5);
  expect(clock.toMain(999_999)).toBe(1_000_000);
});

test('a new page is measured anew; before its first call both clocks count as one', () => {
  const { clock, at, call } = setUp(100);
  call(0.5);
  clock.forget();
  at(1_000_500);
  expect(clock.toMain(1_000_400)).toBe(1_000_400);
});
