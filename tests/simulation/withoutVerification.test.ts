import { expect, test } from 'vitest';
import { runSeeds, timeLimitMs } from './expectation.ts';

test(
  'without verification before a retry the simulation sees second rows (S8.4, S4.3)',
  async () => {
    // A server that claims to deduplicate and does not turns every ambiguous send into a blind retry.
    const blind = await runSeeds(1, 60, { contract: 'old', lies: true });
    const verified = await runSeeds(1, 60, { contract: 'old' });
    expect(blind.storedTwice).toBeGreaterThan(3 * verified.storedTwice);
    // Even then each of them is one row on screen.
    expect(blind.shownTwice).toBe(0);
  },
  timeLimitMs,
);
