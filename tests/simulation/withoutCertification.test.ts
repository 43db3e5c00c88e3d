import { expect, test, vi } from 'vitest';
import { runSeeds, timeLimitMs } from './expectation.ts';

// The rule removed: a walk then ends at any message it knows, though a gap may lie beneath it.
vi.mock('../../src/main/chat/timeline/timeline.ts', async (original) => ({
  ...(await original<typeof import('../../src/main/chat/timeline/timeline.ts')>()),
  isWithin: () => true,
}));

test(
  'without the certified interval the simulation sees losses (S6.1, S6.2)',
  async () => {
    const totals = await runSeeds(1, 60, { contract: 'old' }, ({ lost }) => lost > 0);
    expect(totals.lost).toBeGreaterThan(0);
  },
  timeLimitMs,
);
