import { describe, expect, test, vi } from 'vitest';
import type * as Merge from '../../src/main/chat/timeline/merge.ts';
import { runSeeds, timeLimitMs } from './expectation.ts';
import type * as MemoryHistory from './memoryHistory.ts';

/** What goes wrong in silence; how often, since the run began. */
const breaks = vi.hoisted(() => ({ what: 'nothing' as 'nothing' | 'store' | 'merge', count: 0 }));

const isTurn = (what: typeof breaks.what) => breaks.what === what && ++breaks.count % 40 === 0;

vi.mock('./memoryHistory.ts', async (original) => {
  const { createMemoryHistory } = await original<typeof MemoryHistory>();
  return {
    createMemoryHistory: () => {
      const store = createMemoryHistory();
      return {
        ...store,
        saveMessage(message: Parameters<typeof store.saveMessage>[0]): void {
          const isNew = store.message(message.key) === null && message.id !== null;
          if (isNew && isTurn('store')) return;
          store.saveMessage(message);
        },
      };
    },
  };
});

vi.mock('../../src/main/chat/timeline/merge.ts', async (original) => {
  const merge = await original<typeof Merge>();
  const mergeIntoStore: typeof Merge.mergeIntoStore = (store, copy) => {
    const known = merge.rowOf(store, copy);
    if (known === null && isTurn('merge')) {
      const nowhere = { ...store, saveMessage: () => {}, addAliases: () => {} };
      return merge.mergeIntoStore(nowhere, copy);
    }
    return merge.mergeIntoStore(store, copy);
  };
  return { ...merge, mergeIntoStore };
});

describe.each(['new', 'old'] as const)('%s contract', (contract) => {
  test.each(['store', 'merge'] as const)(
    'what the %s loses without a word, the ledger sees as the judge does (S22.1)',
    async (what) => {
      Object.assign(breaks, { what, count: 0 });
      const totals = await runSeeds(
        1,
        20,
        { contract },
        ({ lost, differences }) => lost > 0 && differences > 0,
      );
      expect(totals.differences).toBeGreaterThan(0);
      expect(totals.lost).toBeGreaterThan(0);
    },
    timeLimitMs,
  );
});
