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
  ` ${'a'.repeat(maximumMessageLength)}\n`,
])('sends %j', (text) => {
  expect(checkText(text)).toBeNull();
});

it('refuses one character too many', () => {
  expect(checkText('a'.repeat(maximumMessageLength + 1))).toBe('messageTooLong');
});

it('takes the white space around a text away and leaves that inside', () => {
  expect(cleanText('\n  a\r\n\r\n b  \n')).toBe('a\n\n b');
});

it('puts unsent text before what was written meanwhile', () => {
  expect(restoreText('unsent', '')).toBe('unsent');
  expect(restoreText('unsent', 'next')).toBe('unsent\nnext');
});
