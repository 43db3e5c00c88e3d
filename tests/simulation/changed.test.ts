import { expect, test } from 'vitest';
import { flawless, runSeeds, timeLimitMs } from './expectation.ts';

/** Seeds of the new contract that once failed; they stay. */
const pinned = [1086];

test.each([
  ['new', undefined],
  ['old', 'inTurn'],
] as const)(
  '%s contract: what others change and remove ends the same everywhere, and never goes back (S4.11, S4.12, S6.14, S6.15)',
  async (contract, traits) => {
    const totals = await runSeeds(1, 100, { contract, changes: 8, ...(traits && { traits }) });
    expect(totals).toMatchObject(flawless);
    if (contract === 'new')
      for (const seed of pinned)
        expect(await runSeeds(seed, 1, { contract, changes: 8 })).toMatchObject(flawless);
  },
  timeLimitMs,
);
