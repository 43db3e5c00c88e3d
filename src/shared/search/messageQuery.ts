/** What a query for messages means, and where a text answers it: one rule for the index, its check and every mark. */
import { foldText, foldWithPlaces, mergeRanges, placesInText, type Range } from './foldText.ts';
import { fewestPhoneDigits, findPhones, holdsPhone, phoneDigits } from './phones.ts';
import { beginningsOf, formKey } from './russianForms.ts';

export type { Range } from './foldText.ts';

export interface Term {
  text: string;
  /** Nothing but letters and digits. */
  isWord: boolean;
  /** Its last word may stand in other forms, behind `head`. */
  forms: { head: string; key: string; beginnings: string[] } | null;
  /** It may be (a part of) a phone number. */
  digits: string | null;
}

export interface MessageQuery {
  /** Every one has to be found. */
  terms: Term[];
  /** The whole may be one phone number; then that is enough. */
  digits: string | null;
  /** From so many letters on a word is also found inside of words: «кабель» in «Электрокабель». */
  insideFrom: number;
}

/** What one looks for first, and what is enough where that finds nothing. */
export const insideWords = { usual: 5, generous: 3 } as const;

/** null where nothing is asked for. */
export function parseMessageQuery(
  query: string,
  insideFrom: number = insideWords.usual,
): MessageQuery | null {
  const folded = foldText(query.toWellFormed()).trim();
  const terms: Term[] = [];
  let position = 0;
  for (const { start, end, digits } of findPhones(folded)) {
    terms.push(...termsOf(folded.slice(position, start)));
    terms.push({ text: folded.slice(start, end), isWord: false, forms: null, digits });
    position = end;
  }
  terms.push(...termsOf(folded.slice(position)));
  if (terms.length === 0) return null;
  return { terms, digits: terms.length > 1 ? phoneDigits(folded) : null, insideFrom };
}

function termsOf(folded: string): Term[] {
  return folded
    .split(/\s+/)
    .map(withoutPunctuation)
    .filter(Boolean)
    .map((text) => ({
      text,
      isWord: /^[\p{L}\p{N}]+$/u.test(text),
      forms: formsOf(text),
      digits: phoneDigits(text),
    }));
}

/** A word comes with the quotes, brackets and stops around it when it was copied out of a sentence. */
function withoutPunctuation(term: string): string {
  const bare = term
    .replace(/^["']+|["',;:!?.]+$/g, '')
    .replace(/^\((.*)\)$|^\[(.*)\]$/, (_all, round?: string, square?: string) => round ?? square ?? '')
    .replace(/^["']+|["',;:!?.]+$/g, '');
  return /[\p{L}\p{N}]/u.test(bare) ? bare : term;
}

function formsOf(text: string): Term['forms'] {
  const word = /[\p{L}\p{N}]+$/u.exec(text)?.[0] ?? '';
  const key = formKey(word);
  return key === null
    ? null
    : { head: text.slice(0, text.length - word.length), key, beginnings: beginningsOf(key) };
}

/** Where a folded text answers, in order; null where it does not. */
export function findInFolded(folded: string, query: MessageQuery): Range[] | null {
  const found = query.terms.map((term) => placesOf(folded, term, query.insideFrom));
  if (found.every((ranges) => ranges.length > 0)) return mergeRanges(found.flat());
  const ofPhone = query.digits === null ? [] : phonesWith(folded, query.digits);
  return ofPhone.length > 0 ? ofPhone : null;
}

/**
 * Where a text answers, in order, for showing it; of one that does not answer the whole query, as a piece of a text may
 * not, what answers a part of it. Shorter words count inside of others where nothing else is found.
 */
export function findIn(text: string, query: string): Range[] {
  const folded = foldWithPlaces(text);
  for (const insideFrom of Object.values(insideWords)) {
    const parsed = parseMessageQuery(query, insideFrom);
    if (parsed === null) return [];
    const ranges =
      findInFolded(folded.folded, parsed) ??
      mergeRanges(parsed.terms.flatMap((term) => placesOf(folded.folded, term, insideFrom)));
    if (ranges.length > 0) return placesInText(folded, ranges);
  }
  return [];
}

/** Where a text answers the whole query; empty where it does not. */
export function findWhole(text: string, query: MessageQuery): Range[] {
  const folded = foldWithPlaces(text);
  return placesInText(folded, findInFolded(folded.folded, query) ?? []);
}

function placesOf(folded: string, term: Term, insideFrom: number): Range[] {
  const places = positionsOf(folded, term.text)
    .filter((start) => !term.isWord || isInside(term.text, insideFrom) || startsWord(folded, start))
    .map((start) => ({ start, end: start + term.text.length }));
  if (term.digits !== null) places.push(...phonesWith(folded, term.digits));
  for (const beginning of term.forms?.beginnings ?? []) {
    places.push(...formsAt(folded, term.forms as NonNullable<Term['forms']>, beginning, insideFrom));
  }
  return places;
}

function formsAt(
  folded: string,
  { head, key }: NonNullable<Term['forms']>,
  beginning: string,
  insideFrom: number,
): Range[] {
  return positionsOf(folded, head + beginning).flatMap((start) => {
    if (head === '' && !isInside(beginning, insideFrom) && !startsWord(folded, start)) return [];
    const [word = ''] =
      /^[\p{L}\p{N}]+/u.exec(folded.slice(start + head.length, start + head.length + 42)) ?? [];
    return formKey(word) === key ? [{ start, end: start + head.length + word.length }] : [];
  });
}

/** Whether a word is long enough to be meant inside of others. */
export function isInside(word: string, insideFrom: number): boolean {
  return word.length >= insideFrom;
}

function phonesWith(folded: string, digits: string): Range[] {
  if (digits.length < fewestPhoneDigits) return [];
  return findPhones(folded)
    .filter((phone) => holdsPhone(phone.digits, digits))
    .map(({ start, end }) => ({ start, end }));
}

function positionsOf(folded: string, part: string): number[] {
  const positions: number[] = [];
  for (let at = folded.indexOf(part); at >= 0; at = folded.indexOf(part, at + 1)) positions.push(at);
  return positions;
}

const wordEnd = /[\p{L}\p{N}]$/u;

function startsWord(folded: string, position: number): boolean {
  return !wordEnd.test(folded.slice(Math.max(0, position - 2), position));
}
