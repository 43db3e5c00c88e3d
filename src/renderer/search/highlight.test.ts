import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findIn } from '../../shared/search/messageQuery.ts';
import { partsOf, snippetAround } from './highlight.ts';

const highlight = (text: string, query: string) => partsOf(text, findIn(text, query));
const marked = (text: string, query: string) =>
  highlight(text, query).flatMap((part) => (part.marked ? [part.text] : []));

it.each([
  ['Ещё раз про Счёт', 'счет', ['Счёт']],
  ['Ещё раз про Счёт', 'еще сч', ['Ещё', 'Сч']],
  ['пересчёт и счёт', 'счет', ['счёт']],
  ['пересчёт', 'счет', ['счёт']],
  ['café рядом', 'cafe', ['café']],
  ['ёлку у дома', 'елка на крыше', ['ёлку']],
  ['v2.14.0', '2.14', ['2.14']],
  ['Договор № 17', '17', ['17']],
  ['anything', '', []],
  ['anything', '«*»', []],
])('in «%s» finds «%s»', (text, query, expected) => {
  expect(marked(text, query)).toEqual(expected);
});

it('never changes the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
      (text, query) => {
        expect(
          highlight(text, query)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      },
    ),
  );
});

it('cuts a long text around the hit', () => {
  const text = `${'начало '.repeat(40)}счёт ${'конец '.repeat(40)}`;
  const snippet = snippetAround(text, 'счет', 80);
  expect(snippet.startsWith('…')).toBe(true);
  expect(snippet.indexOf('счёт')).toBeLessThan(60);
});

it('shows what was found in a text without spaces', () => {
  const snippet = snippetAround(`${'ж'.repeat(500)}договор${'ж'.repeat(500)}`, 'договор', 80);
  expect(snippet).toContain('договор');
});
