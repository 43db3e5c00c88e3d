import { expect, test } from 'vitest';
import { runSeeds, timeLimitMs } from './expectation.ts';
import { withoutMeta } from './oldTraits.ts';

test(
  'where histories keep no meta nothing is lost, and nobody sees an own message twice (S4.5, P8.1)',
  async () => {
    const totals = await runSeeds(1, 40, { contract: 'old', traits: withoutMeta });
    // Others cannot tell a second row of one send from the same words said twice.
    expect(totals).toMatchObject({ lost: 0, ownShownTwice: 0, unsettled: 0, staleMarks: 0 });
  },
  timeLimitMs,
);
