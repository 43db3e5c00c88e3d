/** Cyrillic and Latin spellings of one name, as people and passports write them. Words come folded. */

const latinOf: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sh',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
  і: 'i',
  є: 'e',
  ґ: 'g',
  ў: 'u',
};

/** Different romanisations of one letter, brought to the one of the table above. */
const sameSounds: [RegExp, string][] = [
  [/shch|shh|sch/g, 'sh'],
  [/tch/g, 'ch'],
  [/kh/g, 'h'],
  [/tz|cz/g, 'ts'],
  [/ph/g, 'f'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/q/g, 'k'],
  [/ck/g, 'k'],
  [/y/g, 'i'],
];

/** Letters that stand for one sound with some people and for another with others: each reading is tried. */
const ambiguous: [RegExp, string[]][] = [
  [/j/g, ['i', 'zh']],
  [/c(?!h)/g, ['k', 'ts']],
  // Fyodor and Fedor, Yekaterina and Ekaterina, Soloviev and Solovev.
  [/[iyj][eo]/g, ['e']],
  // Typed up to the middle of `shch`.
  [/shc$|sc$/g, ['sh']],
];

const mostReadings = 16;

const isCyrillic = (word: string) => /[а-яієґў]/.test(word);
const isLatin = (word: string) => /[a-z]/.test(word);

const joined = (word: string) => word.replace(/i{2,}/g, 'i');

/** Names are looked at for every letter typed: their spellings are kept. */
const knownSpellings = new Map<string, string[]>();
const mostKnown = 20_000;

/** The spellings in Latin letters that a word may have, brought to one romanisation; the first is the usual one. */
export function romanised(word: string): string[] {
  const known = knownSpellings.get(word);
  if (known) return known;
  if (knownSpellings.size >= mostKnown) knownSpellings.clear();
  const spellings = isCyrillic(word) ? [inLatin(word)] : readingsOf(word);
  knownSpellings.set(word, spellings);
  return spellings;
}

function inLatin(word: string): string {
  return joined(Array.from(word, (letter) => latinOf[letter] ?? letter).join(''));
}

function readingsOf(word: string): string[] {
  let readings = [word];
  for (const [sign, sounds] of ambiguous) {
    const heard = readings.flatMap((reading) => [
      reading,
      ...sounds.map((sound) => reading.replace(sign, sound)),
    ]);
    readings = [...new Set(heard)].slice(0, mostReadings);
  }
  return [...new Set(readings.map(sounding))];
}

function sounding(word: string): string {
  return joined(sameSounds.reduce((before, [spelling, sound]) => before.replace(spelling, sound), word));
}

/** Whether `beginning`, in the other alphabet, spells how `word` begins. */
export function beginsInOtherAlphabet(word: string, beginning: string): boolean {
  const crosses = (isCyrillic(word) && isLatin(beginning)) || (isLatin(word) && isCyrillic(beginning));
  if (!crosses) return false;
  const spellings = romanised(word);
  return romanised(beginning).some((asked) => spellings.some((spelling) => spelling.startsWith(asked)));
}
