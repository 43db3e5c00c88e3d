/** Where the marks of a message's way stand. Pure. */
import type { CopyWay, Hop, MessageTrace } from '../../shared/trace.ts';

/** Milliseconds. What lies closer together is one mark. */
const apart = 0.05;
/** In units of the picture: what the words between two marks need, and what is left to tell short from long. */
const shortestGap = 58;
const longestGap = 110;

export interface Mark {
  atMs: number;
  hops: Hop[];
  copies: CopyWay[];
  /** From the left end of the line, in units of the picture. */
  x: number;
  /** Since the mark before, and how far from it; 0 of the first. */
  tookMs: number;
  gap: number;
}

/** The marks in the order of their times, and how long the line is. A gap grows with the logarithm of its time. */
export function placeMarks({ hops, copies }: Pick<MessageTrace, 'hops' | 'copies'>): {
  marks: Mark[];
  width: number;
} {
  const marks: Mark[] = [];
  const stations = [
    ...hops.map(({ hop, atMs }) => ({ atMs, hops: [hop], copies: [] })),
    // Of copies that come as ever only the first of a way has a mark: the table has all.
    ...copies
      .filter((copy, index) => copies.findIndex(({ way }) => way === copy.way) === index)
      .map(({ way, atMs }) => ({ atMs, hops: [], copies: [way] })),
  ].sort((a, b) => a.atMs - b.atMs);
  for (const station of stations) {
    const last = marks.at(-1);
    if (last !== undefined && station.atMs - last.atMs < apart) {
      last.hops.push(...station.hops);
      last.copies.push(...station.copies);
      continue;
    }
    const tookMs = last === undefined ? 0 : station.atMs - last.atMs;
    const gap = last === undefined ? 0 : gapOf(tookMs);
    marks.push({ ...station, tookMs, gap, x: (last?.x ?? 0) + gap });
  }
  return { marks, width: marks.at(-1)?.x ?? 0 };
}

function gapOf(ms: number): number {
  return Math.min(longestGap, shortestGap + 13 * Math.log10(1 + ms));
}
