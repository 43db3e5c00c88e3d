/** What support asks of a computer: the program, what it is made of, and the system. */
import { release } from 'node:os';
import { app } from 'electron';
import type { DiagnosticsView } from '../../shared/diagnostics.ts';

export function readSystem(): Pick<DiagnosticsView, 'app' | 'system'> {
  const { electron, chrome } = process.versions;
  return {
    app: { version: app.getVersion(), electron, chromium: chrome },
    system: {
      platform: process.platform,
      release: release(),
      desktop: process.env['XDG_CURRENT_DESKTOP'] ?? null,
      locale: app.getLocale(),
    },
  };
}
