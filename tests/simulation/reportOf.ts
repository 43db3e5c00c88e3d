import type { Engine } from '../../src/main/chat/engine.ts';
import { buildReport } from '../../src/main/report/buildReport.ts';
import { parseReport, type Report, writeReport } from '../../src/shared/report.ts';

/** The report that a person with this engine would save at this time, as support would read it. */
export function reportOf(engine: Engine, at: number, machine = 'test'): Report {
  const diagnostics = {
    ...engine.diagnostics(),
    storage: null,
    app: { version: '0.0.0', electron: '0', chromium: '0' },
    system: { platform: 'linux', release: '0', desktop: null, locale: 'ru' },
  };
  const report = buildReport({ at, machine, diagnostics, happenings: engine.happenings() });
  const parsed = parseReport(writeReport(report));
  if (parsed === null) throw new Error('A report that nobody can read');
  return parsed;
}
