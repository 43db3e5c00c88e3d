import { expect, test } from 'vitest';
import { readWithinBudget } from './answers.ts';

test('between two slices of a long answer others have a turn, and what has no room is measured too', async () => {
  let turns = 0;
  const seen: number[] = [];
  const numbers = (after: number, count: number) =>
    Array.from({ length: count }, (_, index) => after + index + 1);
  const answer = await readWithinBudget({
    limit: 100,
    read: async (after: number | undefined, count) => {
      seen.push(turns);
      setImmediate(() => {
        turns += 1;
      });
      return numbers(after ?? 0, count);
    },
    items: (rows) => rows.map((row) => String(row).padStart(8, '0')),
    budget: 595,
  });
  expect(seen).toEqual([0, 1, 2]);
  // Ten bytes each with its quotes: sixty do not fit.
  expect([answer.items.length, answer.isCut, answer.bytes]).toEqual([59, true, 600]);
});
