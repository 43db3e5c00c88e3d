import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanText, maximumMessageLength } from '../../shared/messageText.ts';
import { checkText, restoreText } from './text.ts';

it.each([
  '',
  '   ',
  '\n\t\n',
  '\u200b\u200d\u2060',
  '\ufeff\u00ad',
  '\u202e\u202c',
  '\u3164',
  '\u00a0\u2003',
])('finds nothing to send in %j', (text) => {
  expect(checkText(text)).toBe('messageEmpty');
});

it.each([
  'a',
  ' 👩‍🚀 ',
  'שלום',
  '0',
  '.',
  'a'.repeat(maximumMessageLength),
  `\n${'a'.repeat(maximumMessageLength)} \n`,
])('sends %j', (text) => {
  expect(checkText(text)).toBeNull();
});

it('refuses one character too many', () => {
  expect(checkText('a'.repeat(maximumMessageLength + 1))).toBe('messageTooLong');
});

it.each([
  ['\n  a\r\n\r\n b  \n', '  a\n\n b'],
  ['    return 1;\n', '    return 1;'],
  ['\tkey:\tvalue', '\tkey:\tvalue'],
  [' \t\n\u00a0\n  - item\n \n', '  - item'],
  ['\ufeffimport x', 'import x'],
  ['\n\ufeff  x', '  x'],
])('takes blank lines around %j and white space behind it away, and nothing else', (text, expected) => {
  expect(cleanText(text)).toBe(expected);
});

it('cleans what is clean no further', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...' \n\t\r\ufeff\0x') }),
      (a, b) => {
        const clean = cleanText(b + a + b);
        expect(cleanText(clean)).toBe(clean);
      },
    ),
  );
});

it('puts unsent text before what was written meanwhile', () => {
  expect(restoreText('unsent', '')).toBe('unsent');
  expect(restoreText('unsent', 'next')).toBe('unsent\nnext');
});
