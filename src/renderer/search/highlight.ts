import { findIn, type Range } from '../../shared/search/messageQuery.ts';

export interface Part {
  text: string;
  marked: boolean;
}

/** Splits a text into parts, marking the ranges, which come in order; the parts joined are the text. */
export function partsOf(text: string, ranges: readonly Range[]): Part[] {
  const parts: Part[] = [];
  let position = 0;
  const add = (end: number, marked: boolean) => {
    if (end > position) parts.push({ text: text.slice(position, end), marked });
    position = Math.max(position, end);
  };
  for (const { start, end } of ranges) {
    add(start, false);
    add(end, true);
  }
  add(text.length, false);
  return parts;
}

/** One line of the text around what is found first. */
export function snippetAround(text: string, query: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const before = findIn(line, query)[0]?.start ?? 0;
  if (line.length <= length || before <= length / 3) return line.slice(0, length * 2).toWellFormed();
  const start = line.lastIndexOf(' ', before - Math.floor(length / 4)) + 1;
  // A text without spaces is cut where need be.
  const from = before - start > length ? before - Math.floor(length / 4) : start;
  return `…${line.slice(from, from + length * 2)}`.toWellFormed();
}
