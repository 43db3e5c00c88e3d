import { expect, test, vi } from 'vitest';
import { runSeeds, timeLimitMs } from './expectation.ts';

// The rule of a view removed: what belongs to no part that is shown is shown all the same.
vi.mock('../../src/main/chat/views/windowBounds.ts', async (original) => ({
  ...(await original<typeof import('../../src/main/chat/views/windowBounds.ts')>()),
  sideOf: () => 'inside',
}));

test(
  'without the bounds of the window the simulation sees holes on the screen (S14.3, S14.8)',
  async () => {
    const totals = await runSeeds(1, 10, { contract: 'new' });
    expect(totals.misshown).toBeGreaterThan(0);
    expect(totals.lost).toBe(0);
  },
  timeLimitMs,
);
