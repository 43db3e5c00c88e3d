import { expect, test, vi } from 'vitest';
import type * as Missing from '../../src/main/chat/sync/missing.ts';
import { runSeeds, timeLimitMs } from './expectation.ts';
import { withoutMeta } from './oldTraits.ts';

// The rule removed, and nothing else: whoever walks through a history does not look for what it lacks.
vi.mock('../../src/main/chat/sync/missing.ts', () => {
  const createMissing: typeof Missing.createMissing = () => ({
    begin: () => ({ add: () => {}, spoil: () => {}, end: () => {} }),
  });
  return { createMissing };
});

test(
  'without a look for what is missing the simulation sees removed messages stay, and so does the ledger (S6.14, S22.2)',
  async () => {
    const totals = await runSeeds(1, 20, { contract: 'old', changes: 8, traits: withoutMeta });
    expect(totals.outdated).toBeGreaterThan(0);
    expect(totals.differences).toBeGreaterThan(0);
    expect(totals).toMatchObject({ lost: 0, shownTwice: 0, misshown: 0 });
  },
  timeLimitMs,
);
