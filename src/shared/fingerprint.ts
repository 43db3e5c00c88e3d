/** Whether two people have the same history, and where it first differs, without either telling the other what is in it (S22.4, S22.5). */
import type { Timestamp } from './domain.ts';

/** Of a dialog's messages, by the server's time; both ends belong to it. */
export interface FingerprintRange {
  from?: Timestamp | undefined;
  to?: Timestamp | undefined;
  /** Only so many of the newest. */
  last?: number | undefined;
  /** Only so many of the oldest, of what the others leave. */
  first?: number | undefined;
}

/** As many messages as are compared where nobody says otherwise. */
export const usualFingerprintLength = 100;

export interface FingerprintedMessage {
  id: string;
  createdAt: Timestamp;
  /** When it was edited last, or that it was removed; null: neither, or the server does not tell everybody. */
  revision: Timestamp | 'removed' | null;
}

export interface Fingerprint {
  /** 64 hexadecimal digits. */
  hash: string;
  count: number;
  /** The first and the last of them. */
  from: FingerprintedMessage | null;
  to: FingerprintedMessage | null;
  /** Nothing of the range is missing here. */
  isWhole: boolean;
}

export type AskFingerprint = (range: FingerprintRange) => Promise<Fingerprint>;

export interface FirstDifference {
  /** Counted from the oldest message of the range. */
  index: number;
  /** What stands there; null: nothing any more. */
  a: FingerprintedMessage | null;
  b: FingerprintedMessage | null;
}

/**
 * The oldest message in which two histories differ; null: in none. Takes at most ⌈log₂ n⌉ + 2 questions a side, n being the
 * messages of the longer one in the range.
 */
export async function findFirstDifference(
  askA: AskFingerprint,
  askB: AskFingerprint,
  range: Pick<FingerprintRange, 'from' | 'to'>,
): Promise<FirstDifference | null> {
  const both = (first?: number) => Promise.all([askA({ ...range, first }), askB({ ...range, first })]);
  const [wholeA, wholeB] = await both();
  if (wholeA.hash === wholeB.hash) return null;
  // So many of the oldest are the same, and so many are not: one that goes on where the other ends differs there.
  let same = 0;
  let different = wholeA.count === wholeB.count ? wholeA.count : Math.min(wholeA.count, wholeB.count) + 1;
  while (different - same > 1) {
    const middle = (same + different) >> 1;
    const [a, b] = await both(middle);
    if (a.hash === b.hash) same = middle;
    else different = middle;
  }
  const [a, b] = await both(different);
  const at = ({ count, to }: Fingerprint) => (count < different ? null : to);
  return { index: same, a: at(a), b: at(b) };
}
