import { msg, plural } from '@lingui/core/macro';
import { expect, it } from 'vitest';
import { translate, translateAll } from './translate.ts';

const unread = (count: number) =>
  msg`${plural(count, {
    one: '# непрочитанное сообщение',
    few: '# непрочитанных сообщения',
    many: '# непрочитанных сообщений',
    other: '# непрочитанных сообщений',
  })}`;

it.each([
  [0, '0 непрочитанных сообщений', '0 unread messages'],
  [1, '1 непрочитанное сообщение', '1 unread message'],
  [22, '22 непрочитанных сообщения', '22 unread messages'],
  [111, '111 непрочитанных сообщений', '111 unread messages'],
  [10_001, '10001 непрочитанное сообщение', '10001 unread messages'],
  [1_234_567, '1234567 непрочитанных сообщений', '1234567 unread messages'],
])('%i is counted by the rules of each language, in figures alone', (count, russian, english) => {
  expect(translate('ru', unread(count))).toBe(russian);
  expect(translate('en', unread(count))).toBe(english);
});

it('answers in the language asked for, whichever was asked before', () => {
  const words = { quit: msg({ message: 'Выйти', context: 'программа' }), signOut: msg`Выйти` };
  const languages = ['ru', 'en', 'ru'] as const;
  expect(languages.map((language) => translateAll(language, words))).toEqual([
    { quit: 'Выйти', signOut: 'Выйти' },
    { quit: 'Quit', signOut: 'Sign out' },
    { quit: 'Выйти', signOut: 'Выйти' },
  ]);
});
