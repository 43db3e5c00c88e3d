import { expect, it } from 'vitest';
import type { ConnectionState } from '../../shared/domain.ts';
import { bannerOf, followOutage, nextChange, type Outage, restoredFor, showAfter } from './bannerState.ts';

/** Plays states at times and answers what the banner shows at the end of each step. */
function play(steps: [time: number, state: ConnectionState][]) {
  let outage: Outage = { since: null, restoredAt: null };
  return steps.map(([time, state]) => {
    outage = followOutage(outage, state, time);
    return bannerOf(outage, state, time);
  });
}

it('keeps short interruptions to itself', () => {
  expect(
    play([
      [0, 'live'],
      [10, 'waiting'],
      [10 + showAfter - 1, 'connecting'],
      [10 + showAfter - 1, 'live'],
    ]),
  ).toEqual(['hidden', 'hidden', 'hidden', 'hidden']);
});

it('goes from offline over connecting to restored, and away', () => {
  expect(
    play([
      [0, 'live'],
      [0, 'offline'],
      [showAfter, 'waiting'],
      [showAfter + 1, 'connecting'],
      [showAfter + 2, 'authenticating'],
      [showAfter + 3, 'catchingUp'],
      [9_000, 'live'],
      [9_000 + restoredFor - 1, 'live'],
      [9_000 + restoredFor, 'live'],
    ]),
  ).toEqual([
    'hidden',
    'hidden',
    'offline',
    'connecting',
    'connecting',
    'connecting',
    'restored',
    'restored',
    'hidden',
  ]);
});

it('knows when to look again', () => {
  expect(nextChange({ since: 100, restoredAt: null }, 600)).toBe(showAfter - 500);
  expect(nextChange({ since: 100, restoredAt: null }, 100 + showAfter)).toBeNull();
  expect(nextChange({ since: null, restoredAt: 1_000 }, 1_000)).toBe(restoredFor);
  expect(nextChange({ since: null, restoredAt: null }, 1_000_000)).toBeNull();
});
