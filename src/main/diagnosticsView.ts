/** What the diagnostics screen shows, and what a report of it says. */
import { hostname } from 'node:os';
import type { DiagnosticsView } from '../shared/diagnostics.ts';
import type { Report } from '../shared/report.ts';
import type { Engine } from './chat/engine.ts';
import type { Clock } from './chat/ports.ts';
import { buildReport } from './report/buildReport.ts';

export function createDiagnostics(options: {
  engine: Engine;
  /** Of the files of whoever is signed in, in bytes. */
  fileBytes(): number;
  system(): Pick<DiagnosticsView, 'app' | 'system'>;
  clock: Pick<Clock, 'now'>;
}) {
  const { engine } = options;

  function storage(): DiagnosticsView['storage'] {
    if (engine.session().state !== 'signedIn') return null;
    const { bytes, messageCount } = engine.account().storage();
    return { messages: messageCount, bytes: bytes + options.fileBytes() };
  }

  const diagnostics = (): DiagnosticsView => ({
    ...engine.diagnostics(),
    storage: storage(),
    ...options.system(),
  });

  return {
    diagnostics,
    makeReport: (): Report =>
      buildReport({
        at: options.clock.now(),
        machine: hostname(),
        diagnostics: diagnostics(),
        happenings: engine.happenings(),
      }),
  };
}
