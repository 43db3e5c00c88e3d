import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { rootDirectory } from '../../tests/support/root.ts';
import { SetupError } from '../setup/steps.mjs';
import type { Measured, Row } from './row.ts';
import { serverRows } from './server/rows.ts';

const rows: Row[] = [...serverRows];

/** Runs the rows, prints them, writes the report; resolves with the exit code. */
export async function bench({ only, quick }: { only: string[]; quick: boolean }): Promise<number> {
  const chosen = rows.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
  if (chosen.length === 0) {
    throw new SetupError(`--only takes a part of one of: ${rows.map(({ name }) => name).join(' · ')}`);
  }
  console.log(line(['row', 'value', 'floor', 'unit', 'ratio', 'goal', 'ok']));
  const measured: Measured[] = [];
  for (const { name, measure } of chosen) {
    try {
      for (const result of await measure({ quick })) {
        measured.push(result);
        print(result);
      }
    } catch (error) {
      // A row that could not be measured is absent, never a made-up number.
      console.log(`${name}: not measured, ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await mkdir(join(rootDirectory, 'reports'), { recursive: true });
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node.js ${process.versions.node}`;
  const report = { machine, electron: null, rows: measured };
  await writeFile(join(rootDirectory, 'reports', 'bench.json'), `${JSON.stringify(report, null, 2)}\n`);
  // Sockets of stopped servers may linger for their time-outs.
  setTimeout(() => process.exit(), 1_000).unref();
  return measured.length > 0 && measured.every(({ ok }) => ok) ? 0 : 1;
}

function print({ name, value, floor, unit, ratio, goal, better, ok, seen }: Measured): void {
  const sign = better === 'lower' ? '≤' : '≥';
  console.log(
    line([name, short(value), short(floor), unit, `${short(ratio)}×`, `${sign} ${goal}×`, ok ? 'ok' : 'NO']),
  );
  if (seen !== undefined) console.log(`    ${seen}`);
}

const short = (value: number) =>
  value >= 100 ? String(Math.round(value)) : value.toPrecision(value < 10 ? 2 : 3);

const widths = [34, 10, 10, 16, 8, 9, 3];

function line(cells: string[]): string {
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
    .join(' ');
}
