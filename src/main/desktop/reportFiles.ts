/** Support reports as files: saved where the person wants them, and opened again. */
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { longestReportBytes, parseReport, type Report, writeReport } from '../../shared/report.ts';
import { CommandError } from '../chat/commandError.ts';
import { reportFileName } from '../report/buildReport.ts';

const filters = [{ name: 'JSON', extensions: ['json'] }];

/** Both answer null when the person thought better of it, and reject with CommandError. */
export function createReportFiles(window: BrowserWindow) {
  return {
    /** Answers the path. */
    async save(report: Report): Promise<string | null> {
      const { filePath, canceled } = await dialog.showSaveDialog(window, {
        defaultPath: join(app.getPath('documents'), reportFileName(report)),
        filters,
      });
      if (canceled) return null;
      await writeFile(filePath, writeReport(report), { mode: 0o600 }).catch((cause: unknown) => {
        throw new CommandError('saveFailed', cause);
      });
      return filePath;
    },
    async open(): Promise<Report | null> {
      const { filePaths, canceled } = await dialog.showOpenDialog(window, {
        defaultPath: app.getPath('documents'),
        properties: ['openFile'],
        filters,
      });
      const [path] = filePaths;
      if (canceled || path === undefined) return null;
      const text = await readShort(path).catch((cause: unknown) => {
        throw new CommandError('notReport', cause);
      });
      const report = parseReport(text);
      if (report === null) throw new CommandError('notReport');
      return report;
    },
  };
}

/** Whoever wrote the file decides how long it is, and a device has no end: no more is read than a report takes. */
async function readShort(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(longestReportBytes + 1), 0);
    if (bytesRead > longestReportBytes) throw new Error('Too long for a report');
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
