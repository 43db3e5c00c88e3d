import { beforeEach, expect, test, vi } from 'vitest';
import type { Bus } from '../relay/bus.ts';
import { openBudget } from './budgets.ts';
import { SlidingLimit } from './limits.ts';
import { shareSpending } from './spending.ts';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

/** Two nodes that hear each other, and all that is said between them. */
function twoNodes() {
  const said: unknown[] = [];
  const hearers: Parameters<Bus['listen']>[1][] = [];
  const busOf = (node: number): Bus => ({
    isUp: () => true,
    say: (_kind, body) => {
      said.push(body);
      for (const [other, hear] of hearers.entries()) if (other !== node) hear('', body);
    },
    listen: (_kind, hear) => void hearers.push(hear),
    end: () => undefined,
  });
  return { said, shared: [shareSpending(busOf(0)), shareSpending(busOf(1))] as const };
}

test('what one node has spent of a budget is owed at the other, and told once for many', () => {
  const { said, shared } = twoNodes();
  const [here, there] = shared.map((join) =>
    openBudget({ burst: 10, perSecond: 1 }, () => 0, join('writing')),
  );
  for (let one = 0; one < 4; one += 1) expect(here?.take('a', 2)).toBe(0);
  expect(here?.take('a', 5)).toBe(3);
  here?.charge('b', 15);
  vi.runAllTimers();
  expect(said).toEqual([
    [
      ['writing', 'a', 8],
      ['writing', 'b', 15],
    ],
  ]);
  expect([there?.take('a', 3), there?.take('a', 2), there?.take('b', 1), there?.take('c', 10)]).toEqual([
    1, 0, 6, 0,
  ]);
});

test('budgets of another name, and what has no limit, are nobody else’s', () => {
  const { said, shared } = twoNodes();
  const [here, there] = shared;
  const endless = { burst: Number.POSITIVE_INFINITY, perSecond: Number.POSITIVE_INFINITY };
  openBudget(endless, () => 0, here('reading')).take('a', 1);
  vi.runAllTimers();
  expect(said).toEqual([]);
  const other = openBudget({ burst: 1, perSecond: 1 }, () => 0, there('search'));
  openBudget({ burst: 1, perSecond: 1 }, () => 0, here('changes')).take('a', 1);
  vi.runAllTimers();
  expect(other.take('a', 1)).toBe(0);
});

test('what is counted in an hour counts at the other node, and what is taken back does not', () => {
  const { said, shared } = twoNodes();
  const [here, there] = shared.map((join) => new SlidingLimit(2, () => 0, 1_000, join('codes')));
  here?.count('a');
  here?.count('a');
  here?.count('b');
  here?.takeBack('b');
  vi.runAllTimers();
  expect(said).toEqual([[['codes', 'a', 2]]]);
  expect([there?.waitSeconds('a'), there?.size]).toEqual([1, 1]);
  here?.takeBack('a');
  vi.runAllTimers();
  expect(there?.waitSeconds('a')).toBe(0);
});

test('what another node says fills the memory no further than its own limit', () => {
  const { shared } = twoNodes();
  const [here, there] = shared;
  const limit = new SlidingLimit(2, () => 0, 1_000, there('codes'));
  here('codes')(() => undefined)('a', 1_000);
  vi.runAllTimers();
  limit.takeBack('a');
  expect(limit.waitSeconds('a')).toBe(0);
});
