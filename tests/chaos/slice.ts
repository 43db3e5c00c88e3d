/** The slice of the matrix that `npm test` runs: one seed in the short form, and every seed that ever failed. */
import { describe, expect, test } from 'vitest';
import type { Fault, Mode } from './fault.ts';
import { faults } from './faults/index.ts';
import { pinnedSeeds } from './pinnedSeeds.ts';
import { runFault } from './run.ts';

const patienceMs = 180_000;

export function testSlice(mode: Mode): void {
  const chosen = faults.filter((fault) => fault.modes.includes(mode) && fault.slow !== true);
  const pinned = pinnedSeeds.flatMap((pin) => {
    const fault = faults.find(({ name }) => name === pin.fault);
    return pin.mode === mode && fault !== undefined ? [{ fault, seed: pin.seed }] : [];
  });
  const runs = [...chosen.map((fault) => ({ fault, seed: 1 })), ...pinned];
  const add = ({ fault, seed }: { fault: Fault; seed: number }) =>
    test(`${mode}: ${fault.name}, seed ${seed}`, () => expectToPass(mode, fault, seed), patienceMs);

  for (const run of runs) if (run.fault.timed === true) add(run);
  // The others mostly wait for clocks.
  describe.concurrent('side by side', () => {
    for (const run of runs) if (run.fault.timed !== true) add(run);
  });
}

async function expectToPass(mode: Mode, fault: Fault, seed: number): Promise<void> {
  const summary = await runFault(fault, { seeds: [seed], mode, quick: true });
  expect(summary.problems).toEqual([]);
  expect(summary.ok).toBe(true);
}
