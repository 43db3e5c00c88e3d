/** One line of the table: what was measured, against what, in one run. */
export interface Measured {
  name: string;
  value: number;
  floor: number;
  /** The median over the rounds of value by floor. */
  ratio: number;
  goal: number;
  better: 'lower' | 'higher';
  unit: string;
  rounds: number;
  ok: boolean;
  /** What else was seen, for people. */
  seen?: string;
}

export interface Row {
  /** Begins with `server` for what the server is measured by. */
  name: string;
  measure: (options: { quick: boolean }) => Promise<Measured[]>;
}

const roundsOf = (quick: boolean) => (quick ? 3 : 6);

/**
 * Takes both in turn, in the order of a coin that was thrown beforehand, at least five times after a first that does not count.
 * `quick`: twice.
 */
export async function inPairs(
  { quick }: { quick: boolean },
  value: () => Promise<number>,
  floor: () => Promise<number>,
): Promise<{ value: number; floor: number; ratio: number; rounds: number }> {
  const pairs: { value: number; floor: number }[] = [];
  for (let round = 0; round < roundsOf(quick); round += 1) {
    // Whoever comes second may find a warmer machine: they take turns.
    const first = round % 2 === 0 ? await value() : await floor();
    const second = round % 2 === 0 ? await floor() : await value();
    pairs.push(round % 2 === 0 ? { value: first, floor: second } : { value: second, floor: first });
  }
  const counted = pairs.slice(1);
  return {
    value: median(counted.map((pair) => pair.value)),
    floor: median(counted.map((pair) => pair.floor)),
    ratio: median(counted.map((pair) => pair.value / pair.floor)),
    rounds: counted.length,
  };
}

export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function judged(
  name: string,
  { value, floor, ratio, rounds }: { value: number; floor: number; ratio: number; rounds: number },
  goal: { goal: number; better: 'lower' | 'higher'; unit: string; seen?: string },
): Measured {
  const ok = goal.better === 'lower' ? ratio <= goal.goal : ratio >= goal.goal;
  return { name, value, floor, ratio, rounds, ok, ...goal };
}
