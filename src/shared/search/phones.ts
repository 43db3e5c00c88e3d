/** Phone numbers in folded text, in any notation people use: `+7 (912) 345-67-89`, `8 912…`, `345-67-89`. */
import { internationalDigits } from '../phone.ts';
import type { Range } from './foldText.ts';

const between = '[ ().-]{0,3}';
const phone = new RegExp(
  [
    `(?<!\\d)(?:\\+?[78](?:${between}\\d){10}`,
    `9(?:${between}\\d){9}`,
    `\\+\\d(?:${between}\\d){7,13}`,
    `\\d{2,3}-\\d{2}-\\d{2})(?!\\d)`,
  ].join('|'),
  'g',
);

/** Fewer digits are no phone: they are what they are. */
export const fewestPhoneDigits = 4;

export interface Phone extends Range {
  /** As servers know them: `79…`. */
  digits: string;
}

export function findPhones(folded: string): Phone[] {
  if (!/\d{2}/.test(folded)) return [];
  return [...folded.matchAll(phone)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    digits: wholeNumber(found),
  }));
}

/** Shorter ones have no code of a country to speak of. */
function wholeNumber(found: string): string {
  const whole = internationalDigits(found);
  return whole.length === 11 ? whole : found.replace(/\D/g, '');
}

/** The digits of a text that may be a phone number or a part of one; null where it is something else. */
export function phoneDigits(folded: string): string | null {
  if (!/^\+?[\d ().-]+$/.test(folded)) return null;
  const digits = folded.replace(/\D/g, '');
  return digits.length >= fewestPhoneDigits && digits.length <= 15 ? digits : null;
}

/** What to look for among numbers as servers know them: a number may be typed with the 8 of calls within the country. */
export function phoneReadings(digits: string): { inside: string; start: string | null } {
  return { inside: digits, start: digits.startsWith('8') ? `7${digits.slice(1)}` : null };
}

export function holdsPhone(phone: string, digits: string): boolean {
  const { inside, start } = phoneReadings(digits);
  return phone.includes(inside) || (start !== null && phone.startsWith(start));
}
