import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findLinks } from './links.ts';
import { isWebLink } from './webLink.ts';

const written = (text: string) =>
  findLinks(text).flatMap(({ start, end, href }) => (href === null ? [] : [text.slice(start, end)]));

it.each([
  'https://example.ru/a?b=c#d',
  'HTTP://EXAMPLE.RU/',
  'http://localhost:3000/x',
  'http://192.168.1.5/',
  'https://пример.рф/путь',
  'https://ru.wikipedia.org/wiki/Python_(язык)',
  'https://web.archive.org/web/2020/https://example.ru',
  'www.example.com',
  'WWW.EXAMPLE.RU/X',
  'youtu.be/x',
  'example.org/x',
  'example.ru:8080/x',
  't.me/chat',
  'zoom.us/j/1',
  'пример.бел',
  'пример.рф/путь',
  'почта.россия.рф',
  'Google.com',
  'docs.rs/serde',
  'github.io',
  'bbc.co.uk/news',
  'medium.com/@user',
  'bit.ly/3xYz',
])('%s is a link', (text) => {
  expect(written(text)).toEqual([text]);
});

it.each([
  'ASP.NET',
  'ASP.NET/IIS',
  'java.io.File',
  'java.io',
  'com.example.app',
  'завтра.Su',
  'завтра.su',
  'конец.Начало',
  'сегодня.Потом',
  'Вася.com',
  'EXAMPLE.RU',
  'вот.сайт',
  'README.md',
  'index.ts',
  'node.js',
  'main.py/main.rs',
  'archive.zip',
  'setup.sh',
  'console.info("x")',
  'obj.app=1',
  'ivan@example.ru',
  'ivan.pro@example.ru',
  'ftp://example.ru',
  '/etc/nginx.org/x',
  'C:\\example.ru',
  'т.е./т.п.',
  '1.5/2',
  '10.0.0.1',
  'и/или',
  'https://',
  'https://user@example.ru/',
  'https://user:password@example.ru/',
  'https://bank.ru@evil.example/',
  'https://exam\u200Bple.com',
  'https://example.com/\u202Egnp.exe',
  'https://*.example.ru/',
  `https://example.ru/${'я'.repeat(1_000)}`,
])('%s is none', (text) => {
  expect(written(text)).toEqual([]);
});

it.each([
  ['«https://example.ru/a»', 'https://example.ru/a'],
  ['“https://example.ru/a”', 'https://example.ru/a'],
  ["'https://example.ru/a'", 'https://example.ru/a'],
  ['"https://example.ru/a",', 'https://example.ru/a'],
  ['„https://example.ru/a“', 'https://example.ru/a'],
  ['(https://example.ru/a)', 'https://example.ru/a'],
  ['(см. https://example.ru/a_(б)).', 'https://example.ru/a_(б)'],
  ['[имя](https://example.ru/a)', 'https://example.ru/a'],
  ['<https://example.ru/a>', 'https://example.ru/a'],
  ['https://example.ru/a?!…', 'https://example.ru/a'],
  ['https://example.ru/a\u200B', 'https://example.ru/a'],
  ['"https://example.ru/a\\n"', 'https://example.ru/a'],
  ['Сайт example.ru.', 'example.ru'],
  ['сайт:пример.рф', 'пример.рф'],
])('%s: only %s', (text, link) => {
  expect(written(text)).toEqual([link]);
});

it('finds several in a row', () => {
  expect(written('https://a.ru/x,https://b.ru/y;http://c.ru и t.me/d')).toEqual([
    'https://a.ru/x',
    'https://b.ru/y',
    'http://c.ru',
    't.me/d',
  ]);
});

it('makes no link that would not open, whatever is typed', () => {
  const parts = [
    'https://',
    'a.ru',
    'пример.рф',
    '/',
    '@',
    ':',
    '8080',
    '[::1]',
    '..',
    '_',
    '*',
    ' ',
    '\u200B',
    '%',
    '(',
    '»',
  ];
  const typed = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((chosen) => chosen.join(''));
  fc.assert(
    fc.property(typed, (text) => {
      let behind = 0;
      for (const { start, end, href } of findLinks(text)) {
        expect(start >= behind && end > start && end <= text.length).toBe(true);
        expect(href === null || isWebLink(href)).toBe(true);
        behind = end;
      }
    }),
    { numRuns: 500 },
  );
});
