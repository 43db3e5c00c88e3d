/** Runs many seeds and adds up. */
import type { RunResult } from './judge.ts';
import { type RunOptions, run } from './run.ts';

/** A run that hangs is noticed; one that gets little of the machine, as beside the windows of other tests, is not. */
export const timeLimitMs = 20 * 60_000;

/**
 * How many of so many seeds are run: in the gate the first third, which is what its time allows beside the windows of the e2e
 * tests; all of them by `CHAT3_SIMULATION=all`, before a release and after a change of the engine.
 */
export const seeds = (count: number): number =>
  process.env['CHAT3_SIMULATION'] === 'all' ? count : Math.ceil(count / 3);

export interface Totals extends RunResult {
  runs: number;
  /** Seeds whose messages were lost, shown twice, out of order or left unsettled. */
  bad: number[];
}

/** `count` seeds, or fewer: up to the one after which `isEnough`, where what is looked for has been seen. */
export async function runSeeds(
  from: number,
  count: number,
  options: Omit<RunOptions, 'seed'>,
  isEnough: (totals: Totals) => boolean = () => false,
): Promise<Totals> {
  const totals: Totals = {
    runs: 0,
    bad: [],
    messages: 0,
    lost: 0,
    shownTwice: 0,
    ownShownTwice: 0,
    indistinct: 0,
    wrongUnread: 0,
    storedTwice: 0,
    outOfOrder: 0,
    unsettled: 0,
    staleMarks: 0,
    outdated: 0,
    misshown: 0,
    misreacted: 0,
    misquoted: 0,
    misfiled: 0,
    differences: 0,
    unlike: 0,
    requests: 0,
  };
  for (let seed = from; seed < from + count; seed++) {
    const result = await run({ ...options, seed });
    totals.runs += 1;
    for (const name of Object.keys(result) as (keyof RunResult)[]) totals[name] += result[name];
    const { lost, shownTwice, outOfOrder, unsettled, staleMarks, wrongUnread, ...more } = result;
    const { outdated, misshown, misreacted, misquoted, misfiled, differences, unlike } = more;
    const onScreen = outdated + misshown + misreacted + misquoted + misfiled + differences + unlike;
    if (lost + shownTwice + outOfOrder + unsettled + staleMarks + wrongUnread + onScreen > 0)
      totals.bad.push(seed);
    if (isEnough(totals)) break;
  }
  console.log(JSON.stringify({ ...options, ...totals }));
  return totals;
}

/** Nothing went wrong anywhere. */
export const flawless = {
  lost: 0,
  shownTwice: 0,
  outOfOrder: 0,
  unsettled: 0,
  staleMarks: 0,
  wrongUnread: 0,
  outdated: 0,
  misshown: 0,
  misreacted: 0,
  misquoted: 0,
  misfiled: 0,
  differences: 0,
  unlike: 0,
  bad: [],
};
