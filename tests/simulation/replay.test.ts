import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { flawless, timeLimitMs } from './expectation.ts';
import { keptReports, readReport } from './replay/readReport.ts';
import { replay } from './replay/replay.ts';

/** `npm test -- --replay FILE` hands in one; else those that are kept. */
const given = process.env['CHAT3_REPLAY'];
const files = given === undefined ? readdirSync(keptReports).map((name) => join(keptReports, name)) : [given];
const { bad: _, ...good } = flawless;

test.each(files)(
  'the connection goes the way it went, and nothing is lost: %s (S23.4)',
  async (file) => {
    const { difference, result } = await replay(readReport(file));
    expect(difference).toBeNull();
    if (result !== null) expect(result).toMatchObject(good);
  },
  timeLimitMs,
);
