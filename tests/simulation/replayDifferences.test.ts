import { join } from 'node:path';
import { expect, test } from 'vitest';
import { timeLimitMs } from './expectation.ts';
import { keptReports, readReport } from './replay/readReport.ts';
import { replay } from './replay/replay.ts';

const kept = () => readReport(join(keptReports, 'cuts-and-silence.json'));

test(
  'a history that was tampered with is found out, by its first change (S23.4)',
  async () => {
    const report = kept();
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

test(
  'without what happened another history comes out: the report alone makes it (S23.3)',
  async () => {
    const report = kept();
    const happenings = report.happenings.filter(({ kind }) => kind !== 'cut' && kind !== 'failed');
    expect((await replay({ ...report, happenings })).difference).not.toBeNull();
  },
  timeLimitMs,
);
