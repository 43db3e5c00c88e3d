import { expect, test } from 'vitest';
import { flawless, runSeeds, seeds, timeLimitMs } from './expectation.ts';

// Apart from the first half, so that two cores share the work.
test(
  'old contract: seeds of another 750 lose nothing, show nothing twice, keep one order',
  async () => {
    expect(await runSeeds(751, seeds(750), { contract: 'old', traits: 'inTurn' })).toMatchObject(flawless);
  },
  timeLimitMs,
);
