import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseReport, type Report } from '../../src/shared/report.ts';
import { flawless, timeLimitMs } from './expectation.ts';
import { replay } from './replay/replay.ts';

const kept = join(import.meta.dirname, 'reports');
/** `npm test -- --replay FILE` hands in one; else those that are kept. */
const given = process.env['CHAT3_REPLAY'];
const files = given === undefined ? readdirSync(kept).map((name) => join(kept, name)) : [given];
const { bad: _, ...good } = flawless;

function read(file: string): Report {
  const report = parseReport(readFileSync(file, 'utf8'));
  if (report === null) throw new Error(`${file} is no report of this version`);
  return report;
}

test.each(files)(
  'the connection goes the way it went, and nothing is lost: %s (S23.4)',
  async (file) => {
    const { difference, result } = await replay(read(file));
    expect(difference).toBeNull();
    if (result !== null) expect(result).toMatchObject(good);
  },
  timeLimitMs,
);

const own = () => read(join(kept, 'cuts-and-silence.json'));

test.skipIf(given !== undefined)(
  'a history that was tampered with is found out, by its first change (S23.4)',
  async () => {
    const report = own();
    const { connectionHistory: history } = report.diagnostics;
    const tampered = history.map((change) =>
      change.cut === 'network' ? { ...change, cut: 'server' as const } : change,
    );
    const first = history.length - history.findLastIndex(({ cut }) => cut === 'network');
    Object.assign(report.diagnostics, { connectionHistory: tampered });
    const { difference } = await replay(report);
    expect(difference).toBe(
      `change ${first} of ${history.length}: the report has waiting, server, the replay waiting, network`,
    );
    Object.assign(report.diagnostics, { connectionHistory: history.slice(1) });
    expect((await replay(report)).difference).toMatch(/the report has nothing more, the replay waiting/);
  },
  timeLimitMs,
);

test.skipIf(given !== undefined)(
  'without what happened another history comes out: the report alone makes it (S23.3)',
  async () => {
    const report = own();
    const happenings = report.happenings.filter(({ kind }) => kind !== 'cut' && kind !== 'failed');
    expect((await replay({ ...report, happenings })).difference).not.toBeNull();
  },
  timeLimitMs,
);
