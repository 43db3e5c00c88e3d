import { expect, test } from 'vitest';
import { flawless, runSeeds, timeLimitMs } from './expectation.ts';

// Apart from the first half, so that two cores share the work.
test(
  'old contract: another 750 seeded runs lose nothing, show nothing twice, keep one order',
  async () => {
    expect(await runSeeds(751, 750, { contract: 'old', traits: 'inTurn' })).toMatchObject(flawless);
  },
  timeLimitMs,
);
