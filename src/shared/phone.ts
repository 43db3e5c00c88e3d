/** What counts as the phone number of a person, and how people write one: the same for page, engine and server (P3.1). */

/** As servers know it: `79` and nine digits. */
export function isPhone(digits: string): boolean {
  return /^79\d{9}$/.test(digits);
}

/**
 * The digits of a number, or of its beginning, with the code of its country. Without a «+» before them, an 8 is the one of
 * calls within Russia, and a 9 begins a number that lacks its code.
 */
export function internationalDigits(text: string): string {
  const digits = text.replace(/\D/g, '');
  if (/^\D*\+/.test(text)) return digits;
  return digits.replace(/^8/, '7').replace(/^9/, '79');
}

/** The number meant by `+7 (912) 345-67-89`, `8912…`, `79…` or `912…`, as servers know it; null where it is none of a person. */
export function parsePhone(text: string): string | null {
  const digits = internationalDigits(text);
  return isPhone(digits) ? digits : null;
}
