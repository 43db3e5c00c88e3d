import { expect, test } from 'vitest';
import { flawless, runSeeds, seeds, timeLimitMs } from './expectation.ts';

/** Seeds that once failed; they stay. */
const pinned: number[] = [];

test(
  'new contract: seeds of 1,500 lose nothing, show nothing twice, keep one order (S4.2, S5.1, S6.9, S7.1)',
  async () => {
    const totals = await runSeeds(1, seeds(1_500), { contract: 'new' });
    expect(totals).toMatchObject(flawless);
    expect(totals.storedTwice).toBe(0);
    for (const seed of pinned) expect(await runSeeds(seed, 1, { contract: 'new' })).toMatchObject(flawless);
  },
  timeLimitMs,
);
