/**
 * The one form in which text is searched: what people see as the same is the same, however it was typed. Letters lose
 * their case and their accents («ё» is «е», «é» is «e»; «й» is a letter of its own), what cannot be seen is left out,
 * quotes, apostrophes, dashes and spaces have one shape each.
 */

const shapes: [RegExp, string][] = [
  [/и\u0306/g, 'й'],
  // Accents, and what formats without being seen: joiners, soft hyphens, marks of direction, variation selectors.
  [/[\p{Mn}\p{Cf}\p{Cc}\p{Cs}]/gu, ''],
  [/ς/g, 'σ'],
  [/[’‘‛ʼʹ′`´]/g, "'"],
  [/[“”„‟«»″]/g, '"'],
  [/[‐‑‒–—―−﹣－]/g, '-'],
  [/…/g, '...'],
];

/** Whitespace is kept as single spaces, one for each. */
export function foldText(text: string): string {
  let folded = text.replace(/\s/gu, ' ').normalize('NFD').toLowerCase().normalize('NFD');
  for (const [shape, replacement] of shapes) folded = folded.replace(shape, replacement);
  return folded;
}

export interface FoldedText {
  folded: string;
  /** Where in the text as it was each UTF-16 unit of `folded` begins; one more at the end. */
  starts: number[];
}

/** A letter with the marks on it. */
const cluster = /\P{M}\p{M}*|\p{M}+/gsu;

/** `foldText` for who has to find the way back. */
export function foldWithPlaces(text: string): FoldedText {
  let folded = '';
  const starts: number[] = [];
  for (const { 0: found, index } of text.matchAll(cluster)) {
    const part = foldText(found);
    folded += part;
    for (let unit = 0; unit < part.length; unit += 1) starts.push(index);
  }
  starts.push(text.length);
  return { folded, starts };
}

export interface Range {
  start: number;
  end: number;
}

/** Ranges of the folded text as ranges of the text; marks and joiners behind a letter belong to it. */
export function placesInText({ starts }: FoldedText, ranges: readonly Range[]): Range[] {
  return ranges.map(({ start, end }) => {
    // A letter that folds to several must not be cut in two.
    let behind = end;
    while (behind < starts.length - 1 && starts[behind] === starts[end - 1]) behind += 1;
    return { start: starts[start] ?? 0, end: starts[behind] ?? 0 };
  });
}

/** In order, those that touch joined. */
export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}
