/** What may be the name of a person or of a group, the same at every place that takes one. */
import { isBlank } from './messageText.ts';

/** UTF-16 units, after cleaning. */
export const maximumPersonName = 100;
export const maximumDialogName = 200;

/** Line breaks and controls, and the signs that turn the direction of everything after them around. */
const unfit = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** One form for one name, without white space around it; empty where there is nothing to see. */
export function cleanName(text: string): string {
  return isBlank(text) ? '' : text.toWellFormed().normalize('NFC').trim();
}

/** What is wrong with a clean name; null: nothing. */
export function nameFault(name: string, maximum: number): 'empty' | 'unfit' | 'tooLong' | null {
  if (name === '') return 'empty';
  if (unfit.test(name)) return 'unfit';
  return name.length > maximum ? 'tooLong' : null;
}
