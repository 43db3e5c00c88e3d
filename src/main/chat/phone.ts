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
