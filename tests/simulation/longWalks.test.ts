import { expect, test } from 'vitest';
import { flawless, runSeeds, timeLimitMs } from './expectation.ts';

test(
  'a gap of more than fifty pages is whole again once it is read back (S6.8)',
  async () => {
    expect(await runSeeds(1, 6, { contract: 'new', flood: true })).toMatchObject(flawless);
  },
  timeLimitMs,
);

test(
  'old contract: messages taken back while pages are walked hide no others (S6.7)',
  async () => {
    expect(await runSeeds(1, 60, { contract: 'old', removals: 40 })).toMatchObject(flawless);
  },
  timeLimitMs,
);
