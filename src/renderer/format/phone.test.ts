import { describe, expect, it } from 'vitest';
import { formatPartialPhone, formatPhone } from './phone.ts';

describe('formatPhone', () => {
  it('groups the digits of a Russian number', () => {
    expect(formatPhone('79111111111')).toBe('+7 911 111-11-11');
  });

  it('leaves other numbers readable', () => {
    expect(formatPhone('380441234567')).toBe('+380441234567');
    expect(formatPhone('внутренний 12')).toBe('внутренний 12');
  });
});

describe('formatPartialPhone', () => {
  it.each([
    ['8', '+7'],
    ['9', '+7 9'],
    ['+7912', '+7 912'],
    ['89123', '+7 912 3'],
    ['+7 912 3456', '+7 912 345-6'],
    ['+7 912 345-678', '+7 912 345-67-8'],
    ['8(911)111 11 11', '+7 911 111-11-11'],
    ['+7 911 111-11-11', '+7 911 111-11-11'],
  ])('%s becomes %s', (typed, shown) => {
    expect(formatPartialPhone(typed)).toBe(shown);
  });

  it('leaves alone what it does not understand', () => {
    expect(formatPartialPhone('+380 44')).toBe('+380 44');
    expect(formatPartialPhone('7911111111122')).toBe('7911111111122');
  });
});
