const length = 11;

/**
 * Digits as the server knows them (`79…`), or null where the text is no phone number.
 * Understands what people paste: `+7 (912) 345-67-89`, `8912…`, `79…`, `912…`.
 */
export function parsePhone(text: string): string | null {
  const digits = text.replace(/\D/g, '');
  if (/^9\d{9}$/.test(digits)) return `7${digits}`;
  if (/^8\d{10}$/.test(digits) && !text.trim().startsWith('+')) return `7${digits.slice(1)}`;
  return /^7\d{10}$/.test(digits) ? digits : null;
}

/** `79111111111` → `+7 911 111-11-11`; anything else comes back as digits with a plus, or as it was. */
export function formatPhone(phone: string): string {
  if (/^7\d{10}$/.test(phone)) return formatPartialPhone(phone);
  return /^\d+$/.test(phone) ? `+${phone}` : phone;
}

/** Formats a number while it is being typed: `8912345` → `+7 912 345`. */
export function formatPartialPhone(text: string): string {
  let digits = text.replace(/\D/g, '');
  if (digits === '') return text.trim().startsWith('+') ? '+' : '';
  const international = text.trim().startsWith('+');
  if (digits.startsWith('8') && !international) digits = `7${digits.slice(1)}`;
  else if (digits.startsWith('9') && !international) digits = `7${digits}`;
  if (!digits.startsWith('7') || digits.length > length) return text;

  const [, area = '', first = '', second = '', third = ''] =
    /^7(\d{0,3})(\d{0,3})(\d{0,2})(\d{0,2})$/.exec(digits) ?? [];
  const tail = [first, second, third].filter(Boolean).join('-');
  return ['+7', area, tail].filter(Boolean).join(' ');
}
