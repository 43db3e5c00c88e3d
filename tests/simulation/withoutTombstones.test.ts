import { expect, test, vi } from 'vitest';
import type * as Merge from '../../src/main/chat/timeline/merge.ts';
import { runSeeds, timeLimitMs } from './expectation.ts';

// The rule removed, and nothing else: what was removed leaves no row behind.
vi.mock('../../src/main/chat/timeline/merge.ts', async (original) => {
  const merge = await original<typeof Merge>();
  const mergeIntoStore: typeof merge.mergeIntoStore = (store, copy) => {
    const result = merge.mergeIntoStore(store, copy);
    if (result.message.removed !== undefined) store.removeMessage(result.message.key);
    return result;
  };
  return { ...merge, mergeIntoStore };
});

test(
  'where a removed message leaves no row the simulation sees it come back, and holes (S4.12)',
  async () => {
    const totals = await runSeeds(1, 20, { contract: 'new', changes: 8 });
    expect(totals.misshown).toBeGreaterThan(0);
    expect(totals.lost).toBeGreaterThan(0);
  },
  timeLimitMs,
);
