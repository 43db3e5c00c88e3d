import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseReport, type Report } from '../../../src/shared/report.ts';

/** Reports whose replay is part of the gate. */
export const keptReports = join(import.meta.dirname, '..', 'reports');

export function readReport(file: string): Report {
  const report = parseReport(readFileSync(file, 'utf8'));
  if (report === null) throw new Error(`${file} is no report of this version`);
  return report;
}
