/**
 * Where a sign of emphasis may open and close. Stricter than CommonMark's flanking rules
 * (https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run): what stands around it must be what people put around
 * a word, so that paths, patterns, names of code and faces made of signs keep theirs.
 */

const word = /[\p{L}\p{N}_]/u;
const emoji = /[\p{Emoji_Presentation}\p{Extended_Pictographic}]|\uFE0F/u;
const beforeOpening = /[\s\p{Ps}\p{Pi}"',;:!?…]/u;
const afterOpening = /[\p{L}\p{N}\p{Ps}\p{Pi}\p{Sc}\p{Pd}"'#@№+~…\x60]/u;
const beforeClosing = /[^\s\p{Ps}\p{Pi}\\/]/u;
const afterClosing = /[\s\p{Pe}\p{Pi}\p{Pf}"',;:!?…]/u;

export type Sign = '*' | '**' | '_';

export function isSign(run: string): run is Sign {
  return run === '*' || run === '**' || run === '_';
}

/** `start` and `end`: of the run of signs. `follows`: an opening one stands right before it. */
export function opens(text: string, start: number, end: number, follows: boolean): boolean {
  const before = characterBefore(text, start);
  const isFree =
    follows ||
    before === '' ||
    beforeOpening.test(before) ||
    emoji.test(before) ||
    (/\p{Pd}/u.test(before) && !(before === '-' && word.test(characterBefore(text, start - 1))));
  if (!isFree) return false;
  // «*_x_*»: the next one opens too.
  const inner = /^(\*{1,2}|_)/.exec(text.slice(end, end + 2))?.[0].length ?? 0;
  const after = characterAt(text, end + inner);
  return afterOpening.test(after) || emoji.test(after);
}

/** Whether what stands before a sign may be the last of what it closes. */
export function endsWord(text: string, start: number): boolean {
  return beforeClosing.test(characterBefore(text, start));
}

/** `closesNext`: whether the run of signs that follows, if one does, has an opening one that waits for it. */
export function closesBefore(text: string, end: number, closesNext: (run: string) => boolean): boolean {
  const after = characterAt(text, end);
  if (after === '' || afterClosing.test(after) || emoji.test(after)) return true;
  const beyond = characterAt(text, end + after.length);
  // «*.test*.ts» and «*a*-b» are names.
  if (after === '.' || after === '-') return !word.test(beyond);
  if (/\p{Pd}/u.test(after)) return true;
  const run = /^(\*+|_+)/.exec(text.slice(end, end + 3))?.[0];
  return run !== undefined && closesNext(run);
}

/** Emphasis is put on something: a letter, a digit or an emoji. */
export function isEmphasizable(text: string): boolean {
  return /[\p{L}\p{N}\p{Emoji_Presentation}\p{Extended_Pictographic}]/u.test(text);
}

/** A backtick within a word is an apostrophe. */
export function opensCode(text: string, start: number): boolean {
  return !word.test(characterBefore(text, start));
}

function characterBefore(text: string, index: number): string {
  const last = text.charAt(index - 1);
  return /[\uDC00-\uDFFF]/.test(last) ? text.slice(Math.max(0, index - 2), index) : last;
}

function characterAt(text: string, index: number): string {
  const point = text.codePointAt(index);
  return point === undefined ? '' : String.fromCodePoint(point);
}
