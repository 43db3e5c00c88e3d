import { expect, test, vi } from 'vitest';
import type * as Revision from '../../src/main/chat/timeline/revision.ts';
import { runSeeds, timeLimitMs } from './expectation.ts';

// The rule removed, and nothing else: no copy is older than another.
vi.mock('../../src/main/chat/timeline/revision.ts', async (original) => ({
  ...(await original<typeof Revision>()),
  isOlder: () => false,
}));

test.each(['new', 'old'] as const)(
  '%s contract: without revisions the simulation sees texts go back (S4.11)',
  async (contract) => {
    const totals = await runSeeds(1, 20, { contract, changes: 8 });
    expect(totals.misshown).toBeGreaterThan(0);
    expect(totals.lost).toBe(0);
  },
  timeLimitMs,
);
