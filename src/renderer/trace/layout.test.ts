import { expect, test } from 'vitest';
import type { MessageTrace } from '../../shared/trace.ts';
import { placeMarks } from './layout.ts';

const trace: Pick<MessageTrace, 'hops' | 'copies'> = {
  hops: [
    { hop: 'received', atMs: 0 },
    { hop: 'merged', atMs: 0.4 },
    { hop: 'painted', atMs: 90_000 },
  ],
  copies: [
    { way: 'room', fate: 'new', atMs: 0.01 },
    { way: 'broker', fate: 'known', atMs: 8 },
    { way: 'broker', fate: 'known', atMs: 9 },
  ],
};

test('what happens at once is one mark, and a way that repeats itself has one', () => {
  const { marks } = placeMarks(trace);
  expect(marks.map(({ hops, copies }) => [...hops, ...copies])).toEqual([
    ['received', 'room'],
    ['merged'],
    ['broker'],
    ['painted'],
  ]);
});

test('words always fit between two marks, a longer time is never a shorter way, and none is out of all proportion', () => {
  const { marks, width } = placeMarks(trace);
  const gaps = marks.slice(1);
  expect(Math.min(...gaps.map(({ gap }) => gap))).toBeGreaterThanOrEqual(58);
  expect(Math.max(...gaps.map(({ gap }) => gap))).toBeLessThanOrEqual(110);
  const byTime = gaps.toSorted((a, b) => a.tookMs - b.tookMs).map(({ gap }) => gap);
  expect(byTime).toEqual(byTime.toSorted((a, b) => a - b));
  expect(width).toBeCloseTo(gaps.reduce((sum, { gap }) => sum + gap, 0));
});
