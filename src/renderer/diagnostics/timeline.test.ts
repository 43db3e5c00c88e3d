import { expect, it } from 'vitest';
import type { ConnectionChange } from '../../shared/diagnostics.ts';
import { drawTimeline } from './timeline.ts';

const minute = 60_000;
const now = 1_000 * minute;

function change(minutesAgo: number, state: ConnectionChange['state'], cut: ConnectionChange['cut'] = null) {
  return { at: now - minutesAgo * minute, epoch: 1, state, cut, reason: null };
}

it('spans what is known, in stretches that join', () => {
  const { from, stretches, liveShare } = drawTimeline(
    [change(1, 'live'), change(3, 'waiting', 'network'), change(5, 'live')],
    now,
  );
  expect(from).toBe(now - 10 * minute);
  expect(stretches).toMatchObject([
    { state: 'live', from: 0.5, to: 0.7 },
    { state: 'waiting', from: 0.7, to: 0.9 },
    { state: 'live', from: 0.9, to: 1 },
  ]);
  expect(liveShare).toBeCloseTo(0.6);
});

it('cuts off at a day, and keeps what reaches into it', () => {
  const { from, stretches } = drawTimeline([change(30 * 60, 'live')], now);
  expect(from).toBe(now - 24 * 60 * minute);
  expect(stretches).toMatchObject([{ state: 'live', from: 0, to: 1 }]);
});

it('marks what was there and broke, and several in one place once', () => {
  const { breaks } = drawTimeline(
    [
      change(1, 'live'),
      change(2, 'waiting', 'unreachable'),
      change(4.99, 'waiting', 'silence'),
      change(5, 'waiting', 'network'),
      change(9, 'waiting', 'server'),
    ],
    now,
  );
  expect(breaks.map(({ changes }) => changes.map(({ cut }) => cut))).toEqual([
    ['server'],
    ['network', 'silence'],
  ]);
});

it('draws nothing of a future that a clock set back has made', () => {
  const { stretches, breaks } = drawTimeline([change(2, 'live'), change(-60, 'waiting', 'network')], now);
  expect(stretches).toMatchObject([{ state: 'live', from: 0.8, to: 1 }]);
  expect(breaks).toEqual([]);
  expect(drawTimeline([], now)).toMatchObject({ stretches: [], breaks: [], liveShare: null });
});
