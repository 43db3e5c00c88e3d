import { test } from 'vitest';
import { runSeeds, timeLimitMs } from './expectation.ts';

test('quick', async () => {
  await runSeeds(1, 300, { contract: 'old', traits: 'inTurn' });
}, timeLimitMs);
