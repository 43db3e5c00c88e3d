/** What people type, made fit to be stored, compared and sent. */

/** Zero-width and bidi characters show nothing: a message of them alone is empty. */
const invisible = /[\s\p{Default_Ignorable_Code_Point}]/gu;

/** Lone surrogates would come back as replacement characters and never compare equal. */
export function normalizeText(text: string): string {
  return text.toWellFormed().trim();
}

export function isBlank(text: string): boolean {
  return text.replace(invisible, '') === '';
}

/** Eleven digits `79…` from `+7 (912) 345-67-89`, `8912…` or `912…`; other input comes back as its digits. */
export function normalizePhone(input: string): string {
  const digits = input.replace(/\D/g, '');
  if (digits.length === 11 && digits.startsWith('8')) return `7${digits.slice(1)}`;
  if (digits.length === 10 && digits.startsWith('9')) return `7${digits}`;
  return digits;
}

export function isPhone(digits: string): boolean {
  return /^79\d{9}$/.test(digits);
}
