import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mode } from '../../tests/chaos/fault.ts';
import { appRows, faults } from '../../tests/chaos/faults/index.ts';
import { type FaultSummary, noteEscapedErrors, runFault } from '../../tests/chaos/run.ts';
import { type OldVariantName, oldVariants } from '../../tests/fixtures/oldBackend/variants.ts';
import { rootDirectory } from '../../tests/support/root.ts';
import { SetupError } from '../setup/steps.mjs';

export interface ChaosOptions {
  mode: Mode;
  seeds: number[];
  /** Parts of the names of faults; empty: all. */
  only: string[];
  quick: boolean;
  /** Of the old system; empty: all. */
  variants: string[];
  nodes: number;
}

/** Runs the matrix, prints it, writes the report; resolves with the exit code. */
export async function chaos({ mode, seeds, only, quick, nodes, ...options }: ChaosOptions): Promise<number> {
  const chosen = faults.filter(
    ({ name, modes }) =>
      modes.includes(mode) && (only.length === 0 || only.some((part) => name.includes(part))),
  );
  if (chosen.length === 0) {
    throw new SetupError(`--only takes a part of one of: ${faults.map(({ name }) => name).join(' · ')}`);
  }
  const variants = chooseVariants(mode, options.variants);
  noteEscapedErrors();
  console.log(
    `${seeds.length} seed${seeds.length === 1 ? '' : 's'} from ${seeds[0]}, ${mode}${mode === 'nodes' ? ` (${nodes})` : ''}`,
  );
  console.log(
    row([
      'fault',
      mode === 'legacy' ? 'variant' : '',
      'runs',
      'lost',
      'twice',
      'stored',
      'order',
      'diverged',
      'p95 ms',
      'ok',
    ]),
  );
  const summaries: FaultSummary[] = [];
  const runs = chosen.flatMap((fault) =>
    variants.slice(0, fault.anyVariant ? 1 : undefined).map((variant) => ({ fault, variant })),
  );
  for (const { fault, variant } of runs) {
    const summary = await runFault(fault, { seeds, mode, variant, nodes, quick });
    summaries.push(summary);
    const { runs, lost, shownTwice, storedTwice, outOfOrder, diverged, recoveryP95Ms, ok } = summary;
    console.log(
      row([
        fault.name,
        summary.variant ?? '',
        runs,
        lost,
        shownTwice,
        storedTwice,
        outOfOrder,
        diverged,
        recoveryP95Ms ?? '–',
        ok ? 'ok' : 'NO',
      ]),
    );
    for (const problem of summary.problems.slice(0, 5)) console.log(`    ${problem}`);
  }
  if (only.length === 0) for (const { fault, why } of appRows) console.log(`${fault}: needs the app, ${why}`);
  const ok = summaries.every((summary) => summary.ok);
  type Figure = 'messages' | 'lost' | 'shownTwice' | 'storedTwice' | 'outOfOrder' | 'changes' | 'diverged';
  const sum = (name: Figure) => summaries.reduce((total, summary) => total + summary[name], 0);
  const report = {
    mode,
    nodes,
    variants: mode === 'legacy' ? variants : [],
    seeds: seeds.length,
    messages: sum('messages'),
    lost: sum('lost'),
    shownTwice: sum('shownTwice'),
    storedTwice: sum('storedTwice'),
    outOfOrder: sum('outOfOrder'),
    changes: sum('changes'),
    diverged: sum('diverged'),
    faults: summaries,
  };
  console.log(
    `${report.messages} messages, ${report.lost} lost, ${report.shownTwice} shown twice, ${report.storedTwice} stored twice, ${report.outOfOrder} out of order, ${report.diverged} diverged after ${report.changes} changes: ${ok ? 'ok' : 'NOT ok'}`,
  );
  await write('chaos.json', report);
  // The last run has the plain name; the old contract’s also keeps one of its own.
  if (mode !== 'standalone') await write(`chaos-${mode}.json`, report);
  // Half-open connections of stopped servers may linger for their time-outs.
  setTimeout(() => process.exit(), 1_000).unref();
  return ok ? 0 : 1;
}

function chooseVariants(mode: Mode, wanted: string[]): OldVariantName[] {
  const names = Object.keys(oldVariants) as OldVariantName[];
  if (mode !== 'legacy') return names.slice(0, 1);
  if (wanted.length === 0) return names;
  const unknown = wanted.find((name) => !(name in oldVariants));
  if (unknown !== undefined) throw new SetupError(`--variant takes one of ${names.join(', ')}.`);
  return names.filter((name) => wanted.includes(name));
}

async function write(name: string, report: object): Promise<void> {
  const directory = join(rootDirectory, 'reports');
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, name), `${JSON.stringify(report, null, 2)}\n`);
}

const widths = [44, 8, 6, 6, 6, 7, 6, 8, 8, 3];

function row(cells: (string | number)[]): string {
  return cells
    .map((cell, index) => {
      const text = String(cell);
      const width = widths[index] ?? 0;
      return index === 0 ? text.padEnd(width) : text.padStart(width);
    })
    .join(' ');
}
