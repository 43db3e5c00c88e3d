import { expect, test } from 'vitest';
import type { BridgeEvent } from '../../src/shared/bridge.ts';
import { runSeeds, timeLimitMs } from './expectation.ts';

/** One in so many events of this type never reaches the screen; 1: none of them. */
function every(count: number, type: BridgeEvent['type']): (event: BridgeEvent) => boolean {
  let seen = 0;
  return (event) => event.type === type && ++seen % count === 0;
}

test.each([[every(25, 'messages')], [every(1, 'windowMoved')], [every(25, 'window')], [every(1, 'dialogs')]])(
  'an event that is dropped is seen on the screen (S14.8)',
  async (drops) => {
    const totals = await runSeeds(1, 10, { contract: 'new', drops });
    expect(totals.misshown).toBeGreaterThan(0);
    expect(totals.lost + totals.shownTwice + totals.outOfOrder).toBe(0);
  },
  timeLimitMs,
);
