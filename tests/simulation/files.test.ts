import { expect, test } from 'vitest';
import { flawless, runSeeds, timeLimitMs } from './expectation.ts';

test(
  'people send files and take some back: each message arrives once, with its files, and nothing is left over (S20.1, S20.2, S20.4, S20.6)',
  async () => {
    const totals = await runSeeds(1, 100, { contract: 'new', files: 20, still: true });
    expect(totals).toMatchObject(flawless);
  },
  timeLimitMs,
);
