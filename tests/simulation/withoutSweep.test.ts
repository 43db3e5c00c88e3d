import { expect, test, vi } from 'vitest';
import type { Clock } from '../../src/main/chat/ports.ts';
import { runSeeds, timeLimitMs } from './expectation.ts';

const sweepIntervalMs = 60_000;

// The rule removed, and nothing else: nobody looks at the dialog list once a minute.
vi.mock('../../src/main/chat/sync/sync.ts', async (original) => {
  const sync = await original<typeof import('../../src/main/chat/sync/sync.ts')>();
  const deaf = (clock: Clock): Clock => ({
    ...clock,
    schedule: (delayMs, task) => (delayMs === sweepIntervalMs ? () => {} : clock.schedule(delayMs, task)),
  });
  const createSync: typeof sync.createSync = (options) =>
    sync.createSync({ ...options, clock: deaf(options.clock) });
  return { ...sync, createSync };
});

test(
  'without the sweep the simulation sees losses (S7.2)',
  async () => {
    const totals = await runSeeds(
      1,
      100,
      { contract: 'old', traits: 'inTurn', still: true },
      ({ lost }) => lost > 0,
    );
    expect(totals.lost).toBeGreaterThan(0);
  },
  timeLimitMs,
);
