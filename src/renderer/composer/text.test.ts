import { expect, it } from 'vitest';
import { maximumMessageLength } from '../../shared/bridge.ts';
import { checkText, cleanText, maximumLength, restoreText } from './text.ts';

it('has the limit of the contract', () => {
  expect(maximumLength).toBe(maximumMessageLength);
});

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

it.each(['a', ' 👩‍🚀 ', 'שלום', '0', '.', 'a'.repeat(maximumLength), ` ${'a'.repeat(maximumLength)}\n`])(
  'sends %j',
  (text) => {
    expect(checkText(text)).toBeNull();
  },
);

it('refuses one character too many', () => {
  expect(checkText('a'.repeat(maximumLength + 1))).toBe('messageTooLong');
});

it('takes the white space around a text away and leaves that inside', () => {
  expect(cleanText('\n  a\r\n\r\n b  \n')).toBe('a\n\n b');
});

it('puts unsent text before what was written meanwhile', () => {
  expect(restoreText('unsent', '')).toBe('unsent');
  expect(restoreText('unsent', 'next')).toBe('unsent\nnext');
});
