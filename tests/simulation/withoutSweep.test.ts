import { expect, test } from 'vitest';
import { runSeeds, timeLimitMs } from './expectation.ts';

test(
  'without the sweep the simulation sees losses',
  async () => {
    const totals = await runSeeds(1, 30, { contract: 'old', withoutSweep: true });
    expect(totals.lost).toBeGreaterThan(0);
  },
  timeLimitMs,
);
