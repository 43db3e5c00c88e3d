/** Saves the diagnostics where the person wants them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import { CommandError } from '../chat/commandError.ts';

/** Answers the path; null when the person thought better of it. Rejects with CommandError where it cannot be written. */
export async function saveReport(window: BrowserWindow, report: Diagnostics): Promise<string | null> {
  const { filePath, canceled } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('documents'), 'chat3-diagnostics.json'),
    filters: [{ name: 'JSON', extensions: ['json'] }],
  });
  if (canceled) return null;
  const text = JSON.stringify({ version: app.getVersion(), ...report }, null, 2);
  await writeFile(filePath, text, { mode: 0o600 }).catch((cause: unknown) => {
    throw new CommandError('saveFailed', cause);
  });
  return filePath;
}
