import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { internationalDigits, isPhone, parsePhone } from './phone.ts';

describe('parsePhone', () => {
  it.each([
    ['+7 (912) 345-67-89', '79123456789'],
    ['8 912 345 67 89', '79123456789'],
    ['79123456789', '79123456789'],
    ['9123456789', '79123456789'],
    [' +7\u00a0912\u00a0345\u201167\u201189 ', '79123456789'],
    ['\u202a+7 912 345-67-89\u202c', '79123456789'],
    ['тел.: 8 (912) 345-67-89', '79123456789'],
  ])('understands %s', (text, digits) => {
    expect(parsePhone(text)).toBe(digits);
  });

  it.each([
    ...['', '+', '12345', '+8 912 345 67 89', '791234567890', 'телефон', '+380 44 123 45 67'],
    ...['8 (495) 123-45-67', '74951234567', '+9 123 456 789', '\u202a+8 912 345 67 89', '912 345-67-8'],
    '+7 912 345-67-89, доб. 12',
  ])('refuses «%s»', (text) => {
    expect(parsePhone(text)).toBeNull();
  });

  const sign = fc.constantFrom(...'0123456789+()-. /,a\u00a0\u2011\u200e'.split(''));
  const typed = fc.oneof(
    fc.string({ unit: sign, maxLength: 24 }),
    // Nearly a number, so that many are one.
    fc
      .tuple(fc.constantFrom('+7', '7', '8', '', '+', '+8'), fc.stringMatching(/^9\d{8,10}$/))
      .map((parts) => parts.join(' ')),
  );

  it('answers nothing that a server would refuse, and the same when its answer is read again (P3.1)', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const phone = parsePhone(text);
        if (phone === null) return;
        expect(isPhone(phone)).toBe(true);
        expect([parsePhone(phone), parsePhone(`+${phone}`)]).toEqual([phone, phone]);
      }),
    );
  });

  it('hears no digit that is not there: what is added is the code of the country, what is taken is the 8', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const digits = text.replace(/\D/g, '');
        expect([digits, `7${digits}`, `7${digits.slice(1)}`]).toContain(internationalDigits(text));
      }),
    );
  });
});
