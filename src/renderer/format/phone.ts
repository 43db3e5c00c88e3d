import { internationalDigits } from '../../shared/phone.ts';

const length = 11;

/** `79111111111` → `+7 911 111-11-11`; anything else comes back as digits with a plus, or as it was. */
export function formatPhone(phone: string): string {
  if (/^7\d{10}$/.test(phone)) return formatPartialPhone(phone);
  return /^\d+$/.test(phone) ? `+${phone}` : phone;
}

/** Formats a number while it is being typed: `8912345` → `+7 912 345`. */
export function formatPartialPhone(text: string): string {
  const digits = internationalDigits(text);
  if (digits === '') return text.trim().startsWith('+') ? '+' : '';
  if (!digits.startsWith('7') || digits.length > length) return text;

  const [, area = '', first = '', second = '', third = ''] =
    /^7(\d{0,3})(\d{0,3})(\d{0,2})(\d{0,2})$/.exec(digits) ?? [];
  const tail = [first, second, third].filter(Boolean).join('-');
  return ['+7', area, tail].filter(Boolean).join(' ');
}
