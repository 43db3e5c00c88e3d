import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanText, isBlank, maximumMessageLength } from './messageText.ts';
import { readHeader, withForwarded, withoutMark, withReply } from './textHeader.ts';

const id = fc.stringMatching(/^(msg|usr)_[a-z0-9]{1,30}$/);
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('> Андрей: привет\nда', '> \n', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '> 🏴󠁧󠁢󠁥󠁮󠁧󠁿\nflag', '🏴󠁧󠁢'),
);
const text = anyText.map(cleanText).filter((value) => !isBlank(value));
const reply = fc.record({ id, author: anyText, excerpt: anyText });
const forwarded = fc.record(
  { senderName: fc.stringMatching(/^[А-Яа-я: ]{1,40}$/), senderId: id, at: fc.nat() },
  { requiredKeys: ['senderName'] },
);

it('gives back what it was given, whatever the text begins with (S18.7)', () => {
  fc.assert(
    fc.property(text, reply, (given, original) => {
      const told = { replyTo: original.id };
      expect(readHeader(withReply(given, original))).toEqual({ text: given, told });
    }),
  );
  fc.assert(
    fc.property(text, forwarded, (given, from) => {
      expect(readHeader(withForwarded(given, from))).toEqual({ text: given, told: { forwarded: from } });
    }),
  );
});

it('of two lines reads the upper one alone', () => {
  const inner = withForwarded('текст', { senderName: 'Андрей' });
  const outer = withReply(inner, { id: 'msg_1', author: 'Мария', excerpt: 'да' });
  expect(readHeader(outer)).toEqual({ text: inner, told: { replyTo: 'msg_1' } });
});

it('never takes a line that a person wrote for its own (S18.7)', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        fc.tuple(text, text).map(([a, b]) => `> ${a}\n${b}`),
      ),
      (own) => {
        expect(readHeader(withoutMark(own))).toBeNull();
      },
    ),
  );
  expect(readHeader('> Андрей: привет\nда')).toBeNull();
  expect(withoutMark('> Андрей: привет\nда')).toBe('> Андрей: привет\nда');
});

it('takes the mark out of what was pasted, however many there are, and leaves the words', () => {
  fc.assert(
    fc.property(text, reply, (given, original) => {
      const pasted = withReply(given, original);
      expect(readHeader(withoutMark(pasted))).toBeNull();
      expect(withoutMark(pasted).endsWith(`\n${given}`)).toBe(true);
    }),
  );
  const mark = withReply('x', { id: 'msg_1', author: '', excerpt: '' }).slice(2, -2);
  expect(withoutMark(`> a${mark}${mark}\nb`)).toBe('> a\nb');
});

it('shows others plain words', () => {
  const seen = (whole: string) => whole.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '');
  const original = { id: 'msg_1', author: 'Андрей Волков', excerpt: 'Когда встреча?' };
  expect(seen(withReply('В три', original))).toBe('> Андрей Волков: Когда встреча?\nВ три');
  expect(seen(withForwarded('Отчёт', { senderName: 'Мария' }))).toBe('> Мария:\nОтчёт');
});

it('leaves a text alone that has no room for it, and an id that no mark can hold', () => {
  const full = 'x'.repeat(maximumMessageLength);
  const original = { id: 'msg_1', author: 'Андрей', excerpt: 'да' };
  expect(withReply(full, original)).toBe(full);
  expect(withReply('да', { ...original, id: 'два слова' })).toBe('да');
});

it.each([
  ['no text below', (mark: string) => `> Андрей:${mark}\n \n`],
  ['a mark in the second line', (mark: string) => `Привет\n> Андрей:${mark}\nда`],
  ['words behind the mark', (mark: string) => `> Андрей:${mark} и\nда`],
])('does not read a line with %s', (_what, make) => {
  const mark = withReply('x', { id: 'msg_1', author: '', excerpt: '' }).slice(2, -2);
  expect(readHeader(`>  ${mark}\nx`)).not.toBeNull();
  expect(readHeader(make(mark))).toBeNull();
});
