import { foldForSearch } from '../format/names.ts';

export interface Part {
  text: string;
  marked: boolean;
}

const word = /[\p{L}\p{N}\p{M}]+/gu;

export function wordsOf(query: string): string[] {
  return foldForSearch(query).match(word) ?? [];
}

/** Splits a text into parts, marking the beginnings of words that the query asks for; the parts joined are the text. */
export function highlight(text: string, query: string): Part[] {
  const wanted = wordsOf(query).sort((a, b) => b.length - a.length);
  const parts: Part[] = [];
  let position = 0;
  if (wanted.length > 0) {
    for (const { 0: found, index } of text.matchAll(word)) {
      const length = matchedLength(found, wanted);
      if (length === 0) continue;
      if (index > position) parts.push({ text: text.slice(position, index), marked: false });
      parts.push({ text: text.slice(index, index + length), marked: true });
      position = index + length;
    }
  }
  if (position < text.length) parts.push({ text: text.slice(position), marked: false });
  return parts;
}

/** How much of the word is what was asked for; folding may change lengths, so it is found by growing. */
function matchedLength(found: string, wanted: string[]): number {
  const match = wanted.find((candidate) => foldForSearch(found).startsWith(candidate));
  if (match === undefined) return 0;
  for (let length = 1; length < found.length; length += 1) {
    if (foldForSearch(found.slice(0, length)).length >= match.length) return length;
  }
  return found.length;
}

/** One line of the text around its first hit. */
export function snippetAround(text: string, query: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const parts = highlight(line, query);
  const before = parts[0]?.marked === false && parts.length > 1 ? parts[0].text.length : 0;
  if (line.length <= length || before <= length / 3) return line.slice(0, length * 2);
  const start = line.lastIndexOf(' ', before - Math.floor(length / 4)) + 1;
  return `…${line.slice(start, start + length * 2)}`.toWellFormed();
}
