import { expect, test, vi } from 'vitest';
import type * as Fold from '../../src/shared/windowFold.ts';
import { runSeeds, timeLimitMs } from './expectation.ts';

// A rule of the fold removed: rows that are gone stay.
vi.mock('../../src/shared/windowFold.ts', async (original) => {
  const fold = await original<typeof Fold>();
  const foldWindow: typeof fold.foldWindow = (window, event) =>
    fold.foldWindow(
      window,
      'removed' in event && event.type !== 'dialogs' ? { ...event, removed: [] } : event,
    );
  return { ...fold, foldWindow };
});

test(
  'without the removal of rows the simulation sees what is no part of the window (S14.3, S14.8)',
  async () => {
    const totals = await runSeeds(1, 10, { contract: 'new' });
    expect(totals.misshown).toBeGreaterThan(0);
    expect(totals.lost).toBe(0);
  },
  timeLimitMs,
);
