import { stringify } from 'safe-stable-stringify';
import { cleanText as cleanMessageText, isBlank } from '../../../src/shared/messageText.ts';

/** The text of a message as the client cleans it, and empty when there is nothing to see in it. */
export function cleanContent(text: string): string {
  return isBlank(text) ? '' : cleanMessageText(text);
}

/** A name or another word: the same without any white space around it. NUL is refused by PostgreSQL as well. */
export function cleanText(text: string): string {
  return cleanContent(text).trim();
}

/** JSON with sorted keys, so that equal values give equal text. */
export function canonicalJson(value: object): string {
  return stringify(value);
}

/** Whether a parsed JSON value nests deeper than `limit` levels. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (limit === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(inner, limit - 1));
}
