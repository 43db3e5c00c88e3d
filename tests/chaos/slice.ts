/** The slice of the matrix that `npm test` runs: one seed in the short form, and every seed that ever failed. */
import { describe, expect, test } from 'vitest';
import { type OldVariantName, oldVariants } from '../fixtures/oldBackend/variants.ts';
import type { Fault, Mode } from './fault.ts';
import { faults } from './faults/index.ts';
import { pinnedSeeds } from './pinnedSeeds.ts';
import { runFault } from './run.ts';

const patienceMs = 180_000;
const variants = Object.keys(oldVariants) as OldVariantName[];
/** Each row on one variant of the old system, so that all have their turn. */
const turnOf = (row: number) => variants[row % variants.length] ?? 'model';

interface Run {
  fault: Fault;
  variant: OldVariantName;
  seed: number;
}

export function testSlice(mode: Mode): void {
  // Of a server of several nodes, what only that has: the rest was shown on one.
  const isShown = ({ modes }: Fault) => (mode === 'nodes' ? modes.every((name) => name === mode) : true);
  const chosen = faults.filter(
    (fault) => fault.modes.includes(mode) && fault.slow !== true && isShown(fault),
  );
  const pinned = pinnedSeeds.flatMap((pin) => {
    const fault = faults.find(({ name }) => name === pin.fault);
    return pin.mode === mode && fault !== undefined
      ? [{ fault, variant: pin.variant ?? 'model', seed: pin.seed }]
      : [];
  });
  const runs: Run[] = [...chosen.map((fault, row) => ({ fault, variant: turnOf(row), seed: 1 })), ...pinned];
  const add = (run: Run) => {
    const name = mode === 'legacy' ? `${mode} ${run.variant}` : mode;
    test(`${name}: ${run.fault.name}, seed ${run.seed}`, () => expectToPass(mode, run), patienceMs);
  };

  for (const run of runs) if (run.fault.timed === true) add(run);
  // The others mostly wait for clocks.
  describe.concurrent('side by side', () => {
    for (const run of runs) if (run.fault.timed !== true) add(run);
  });
}

async function expectToPass(mode: Mode, { fault, variant, seed }: Run): Promise<void> {
  const summary = await runFault(fault, { seeds: [seed], mode, variant, nodes: 2, quick: true });
  expect(summary.problems).toEqual([]);
  expect(summary.ok).toBe(true);
}
