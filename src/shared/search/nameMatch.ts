/** Finding people and chats by name or phone: one rule for the page, the engine and the server. */
import { foldText, foldWithPlaces, mergeRanges, placesInText, type Range } from './foldText.ts';
import { otherLayout } from './keyboardLayout.ts';
import { findPhones, holdsPhone, phoneDigits } from './phones.ts';
import { beginsInOtherAlphabet } from './romanised.ts';

/** Words, and signs that are no punctuation; apostrophes do not part a word. */
const namePart = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*|[^\s\p{L}\p{N}\p{P}]+/gu;

export interface NameQuery {
  /** Each has to be the beginning of a word. In `other` the words as the other keyboard layout would have written them. */
  words: { typed: string[]; other: string[]; digits: string | null }[];
  /** (A part of) a phone number. */
  digits: string | null;
  /** Nothing was typed: everybody is meant. */
  isEmpty: boolean;
}

/** How a name was found, the better the smaller: as typed, in the other alphabet, with the other keyboard layout. */
export type NameRank = 0 | 1 | 2;

/** Fewer letters in the wrong layout could be anything. */
const fewestOfOtherLayout = 2;

/** The words of a name, folded: «О'Коннор» is found as «оконнор» and as «коннор». */
export function nameParts(name: string): string[] {
  const parts = foldText(name).match(namePart) ?? [];
  return parts.flatMap((part) =>
    part.includes("'") ? [part.replaceAll("'", ''), ...part.split("'")] : [part],
  );
}

function queryParts(query: string): string[] {
  return (foldText(query).match(namePart) ?? []).map((part) => part.replaceAll("'", ''));
}

export function parseNameQuery(query: string): NameQuery {
  const text = query.toWellFormed();
  const folded = foldWithPlaces(text);
  const words: NameQuery['words'] = [];
  let position = 0;
  for (const phone of findPhones(folded.folded)) {
    const [place] = placesInText(folded, [phone]);
    words.push(...wordsOf(text.slice(position, place?.start)));
    words.push({ typed: [], other: [], digits: phone.digits });
    position = place?.end ?? position;
  }
  words.push(...wordsOf(text.slice(position)));
  return { words, digits: phoneDigits(folded.folded.trim()), isEmpty: text.trim() === '' };
}

/** Punctuation alone tells nobody from anybody. */
function wordsOf(text: string): NameQuery['words'] {
  return text
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => {
      const other = otherLayout(word);
      return {
        typed: queryParts(word),
        other: other === null || word.length < fewestOfOtherLayout ? [] : queryParts(other),
        digits: phoneDigits(foldText(word)),
      };
    })
    .filter(({ typed, other }) => typed.length > 0 || other.length > 0);
}

/** null: not meant. */
export function rankName(name: string, phone: string | null, query: NameQuery): NameRank | null {
  if (query.isEmpty) return 0;
  if (query.digits !== null && phone !== null && holdsPhone(phone, query.digits)) return 0;
  const parts = partsOf(name);
  const ranks = query.words.map((word) => rankWord(parts, phone, word));
  if (ranks.length === 0 || ranks.includes(null)) return null;
  return Math.max(...(ranks as NameRank[])) as NameRank;
}

function rankWord(
  parts: string[],
  phone: string | null,
  { typed, other, digits }: NameQuery['words'][number],
): NameRank | null {
  const every = (words: string[], test: (part: string, word: string) => boolean) =>
    words.length > 0 && words.every((word) => parts.some((part) => test(part, word)));
  if (every(typed, (part, word) => part.startsWith(word))) return 0;
  if (digits !== null && phone !== null && holdsPhone(phone, digits)) return 0;
  if (every(typed, beginsInOtherAlphabet)) return 1;
  return every(other, (part, word) => part.startsWith(word)) ? 2 : null;
}

/** Names are looked at for every letter typed: their parts are kept. */
const knownParts = new Map<string, string[]>();
const mostKnown = 20_000;

function partsOf(name: string): string[] {
  const known = knownParts.get(name);
  if (known) return known;
  if (knownParts.size >= mostKnown) knownParts.clear();
  const parts = nameParts(name);
  knownParts.set(name, parts);
  return parts;
}

/** Where a name answers a query, in order. */
export function placesInName(name: string, query: NameQuery): Range[] {
  const text = foldWithPlaces(name);
  const places: Range[] = [];
  for (const { 0: found, index } of text.folded.matchAll(namePart)) {
    const part = found.replaceAll("'", '');
    const lengths = query.words.flatMap(({ typed, other }) => [
      ...typed.filter((word) => part.startsWith(word)).map((word) => word.length),
      ...typed.filter((word) => beginsInOtherAlphabet(part, word)).map(() => found.length),
      ...other.filter((word) => part.startsWith(word)).map((word) => word.length),
    ]);
    const length = Math.max(0, ...lengths);
    if (length > 0) places.push({ start: index, end: index + Math.min(found.length, length) });
  }
  return placesInText(text, mergeRanges(places));
}
