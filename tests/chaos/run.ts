/** Runs faults over seeds and adds up. */
import type { OldVariantName } from '../fixtures/oldBackend/variants.ts';
import { isFlawless, percentile95, type Verdict } from './checker.ts';
import type { Fault, Mode, Outcome } from './fault.ts';

export interface FaultSummary {
  fault: string;
  /** null: the server is ours. */
  variant: OldVariantName | null;
  /** Injections over all seeds. */
  runs: number;
  messages: number;
  lost: number;
  shownTwice: number;
  storedTwice: number;
  outOfOrder: number;
  unsettled: number;
  /** What people asked for besides messages: edits, removals, reactions. */
  changes: number;
  diverged: number;
  recoveryP95Ms: number | null;
  ok: boolean;
  failingSeeds: number[];
  /** What went wrong, in words. */
  problems: string[];
  /** What was measured. */
  seen: string[];
}

/** Errors that nobody caught while a fault ran: the app would have crashed. */
const escaped: string[] = [];
export function noteEscapedErrors(): void {
  const note = (error: unknown) => void escaped.push(String((error as Error)?.stack ?? error));
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
}

export async function runFault(
  fault: Fault,
  options: {
    seeds: number[];
    mode: Mode;
    variant: OldVariantName;
    nodes?: number;
    quick: boolean;
    onRun?(seed: number, ok: boolean): void;
  },
): Promise<FaultSummary> {
  const { mode, variant, nodes = 1, quick } = options;
  const summary: FaultSummary = {
    fault: fault.name,
    variant: mode === 'legacy' ? variant : null,
    runs: 0,
    messages: 0,
    lost: 0,
    shownTwice: 0,
    storedTwice: 0,
    outOfOrder: 0,
    unsettled: 0,
    changes: 0,
    diverged: 0,
    recoveryP95Ms: null,
    ok: true,
    failingSeeds: [],
    problems: [],
    seen: [],
  };
  const recoveries: number[] = [];
  for (const seed of fault.perSeed ? options.seeds : options.seeds.slice(0, 1)) {
    const problems: string[] = [];
    try {
      const outcome = await fault.run({ seed, mode, variant, nodes, quick });
      add(summary, outcome);
      recoveries.push(...outcome.recoveriesMs);
      problems.push(...problemsOf(outcome, mode));
    } catch (error) {
      problems.push(String((error as Error).stack ?? error));
    }
    problems.push(...escaped.splice(0).map((error) => `an error escaped: ${error}`));
    if (problems.length > 0) {
      summary.ok = false;
      summary.failingSeeds.push(seed);
      summary.problems.push(...problems.map((problem) => `seed ${seed}: ${problem}`));
    }
    options.onRun?.(seed, problems.length === 0);
  }
  const p95 = percentile95(recoveries);
  summary.recoveryP95Ms = p95 === null ? null : Math.round(p95);
  return summary;
}

function add(summary: FaultSummary, { runs, verdict, checks }: Outcome): void {
  summary.runs += runs;
  for (const { what, seen } of checks) summary.seen.push(`${what}: ${seen}`);
  if (verdict === null) return;
  summary.messages += verdict.messages;
  summary.lost += verdict.lost;
  summary.shownTwice += verdict.shownTwice;
  summary.storedTwice += verdict.storedTwice;
  summary.outOfOrder += verdict.outOfOrder;
  summary.changes += verdict.changes;
  summary.diverged += verdict.diverged;
  summary.unsettled += verdict.unsettled + verdict.failed;
}

function problemsOf({ verdict, checks }: Outcome, mode: Mode): string[] {
  const problems = checks.filter(({ ok }) => !ok).map(({ what, seen }) => `not true: ${what} (${seen})`);
  if (verdict !== null && !isFlawless(verdict, mode === 'standalone' || mode === 'nodes')) {
    problems.push(`${countsOf(verdict)}: ${verdict.problems.join('; ')}`);
  }
  return problems;
}

function countsOf({ problems: _, messages: __, changes: ___, ...counts }: Verdict): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
