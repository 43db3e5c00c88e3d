/**
 * What to ask the old system's directory for, whose search is one raw regular expression over name and phone (P3.3).
 * It answers more than is meant; the caller narrows by the rule of names.
 */
/* oxlint-disable catalogue/words -- tables of letters, no words for people */
import type { NameQuery } from '../../../shared/search/nameMatch.ts';
import { phoneReadings } from '../../../shared/search/phones.ts';

/** Letters of the two alphabets that a name may begin with for the same sound. */
const firstLetters: Record<string, string> = {
  a: 'а',
  b: 'б',
  c: 'кцчсш',
  d: 'д',
  e: 'еэё',
  f: 'ф',
  g: 'г',
  h: 'х',
  i: 'иёйюяеы',
  j: 'йжюяеё',
  k: 'кх',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'пф',
  q: 'к',
  r: 'р',
  s: 'сшщц',
  t: 'тцч',
  u: 'ую',
  v: 'в',
  w: 'в',
  x: 'кх',
  y: 'йыюяеёи',
  z: 'зжц',
};

type Word = NameQuery['words'][number];

/** Two patterns: people named as the query is written, and those whose names may only sound like it. */
export function oldSearchPatterns({ words, digits }: NameQuery): {
  written: string;
  sounding: string | null;
} {
  if (digits !== null) return { written: phonePattern(digits), sounding: null };
  const [longest] = [...words].sort((a, b) => lengthOf(b) - lengthOf(a));
  if (longest === undefined) return { written: '', sounding: null };
  const typed = longestOf(longest.typed);
  const other = longestOf(longest.other);
  const ways = [
    ...(typed === '' ? [] : [namePattern(typed)]),
    ...(other === '' ? [] : [namePattern(other)]),
    ...(longest.digits === null ? [] : [phonePattern(longest.digits)]),
  ];
  return { written: ways.join('|'), sounding: soundingPattern(typed) };
}

function lengthOf({ typed, digits }: Word): number {
  return (digits ?? longestOf(typed)).length;
}

function longestOf(parts: string[]): string {
  return [...parts].sort((a, b) => b.length - a.length)[0] ?? '';
}

/** An unescaped `(` is a 500 there; «е» stands for «ё» too, which nothing folds on the other side. */
function namePattern(part: string): string {
  return part
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('е', '(?:е\u0308?|ё)')
    .replaceAll('й', '(?:й|и\u0306)');
}

function phonePattern(digits: string): string {
  const { inside, start } = phoneReadings(digits);
  return start === null ? inside : `${inside}|^${start}`;
}

function soundingPattern(word: string): string | null {
  const [first = ''] = word;
  const latin = Object.keys(firstLetters).filter((letter) => firstLetters[letter]?.includes(first));
  const letters = firstLetters[first] ?? latin.join('');
  return letters === '' || word.length < 2 ? null : `(?:^|[^a-zа-яё])[${letters}]`;
}
