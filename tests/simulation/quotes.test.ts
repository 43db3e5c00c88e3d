import { expect, test } from 'vitest';
import { flawless, runSeeds, timeLimitMs } from './expectation.ts';

test(
  'people answer messages that are changed and removed meanwhile: all are shown what was answered, as it is (S18.1)',
  async () => {
    const totals = await runSeeds(1, 40, { contract: 'new', edits: 15, quotes: 25 });
    expect(totals).toMatchObject(flawless);
  },
  timeLimitMs,
);

test(
  'in every state of the old system answers show what was answered, also where its histories forget meta (S18.7, P8.1)',
  async () => {
    const totals = await runSeeds(1, 40, { contract: 'old', traits: 'inTurn', quotes: 25 });
    expect(totals).toMatchObject(flawless);
  },
  timeLimitMs,
);
