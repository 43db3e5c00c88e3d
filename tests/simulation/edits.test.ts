import { expect, test } from 'vitest';
import { flawless, runSeeds, timeLimitMs } from './expectation.ts';

test(
  'people edit and remove their own messages: all end the same everywhere, with the last word (S8.14, S8.15)',
  async () => {
    const totals = await runSeeds(1, 100, { contract: 'new', edits: 25 });
    expect(totals).toMatchObject(flawless);
  },
  timeLimitMs,
);
