import { expect, it } from 'vitest';
import { formatDuration } from './duration.ts';

it('says how long in the largest unit', () => {
  const said = [400, 3_000, 59_000, 125_000, 7_200_000, 200_000_000].map((ms) => formatDuration('ru', ms));
  expect(said.map((text) => text.replace(/\s/g, ' '))).toEqual([
    '0 с',
    '3 с',
    '59 с',
    '2 мин',
    '2 ч',
    '2 дн.',
  ]);
  expect(formatDuration('en', 120_000)).toMatch(/^2\smins?$/);
});
