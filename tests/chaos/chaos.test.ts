import { expect, test } from 'vitest';
import type { Mode } from './fault.ts';
import { faults } from './faults/index.ts';
import { pinnedSeeds } from './pinnedSeeds.ts';
import { runFault } from './run.ts';

const patienceMs = 180_000;

const rows = faults
  .filter((fault) => fault.slow !== true)
  .flatMap((fault) => fault.modes.map((mode): [Mode, string] => [mode, fault.name]));

async function expectToPass(mode: Mode, name: string, seed: number): Promise<void> {
  const fault = faults.find((each) => each.name === name);
  if (fault === undefined) throw new Error(`There is no fault “${name}”`);
  const summary = await runFault(fault, { seeds: [seed], mode, quick: true });
  expect(summary.problems).toEqual([]);
  expect(summary.ok).toBe(true);
}

test.each(rows)('%s: %s', (mode, name) => expectToPass(mode, name, 1), patienceMs);

if (pinnedSeeds.length > 0) {
  test.each(pinnedSeeds)(
    'pinned: $mode, $fault, seed $seed',
    ({ mode, fault, seed }) => expectToPass(mode, fault, seed),
    patienceMs,
  );
}
