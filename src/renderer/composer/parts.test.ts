import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findSpans } from '../../shared/markup.ts';
import { cleanText, isBlank, maximumMessageLength } from '../../shared/messageText.ts';
import { splitText } from './parts.ts';

const texts = (text: string, limit?: number) => splitText(text, limit).map((part) => part.text);
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const characters = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);
/** What may change at a cut is white space, and nothing else. */
const visible = (text: string) => characters(text).filter((character) => !isBlank(character));
const line = (number: number) => `${number}: строка журнала, какие вставляют целиком`;

it('leaves what fits whole', () => {
  expect(texts('  a\nb ')).toEqual(['  a\nb']);
  expect(texts('a'.repeat(maximumMessageLength))).toHaveLength(1);
  expect(texts(' \n ')).toEqual([]);
});

it('sends three hundred lines in the order they have, each whole', () => {
  const lines = Array.from({ length: 300 }, (_, index) => line(index));
  const parts = texts(lines.join('\n'));
  expect(parts.length).toBe(Math.ceil(lines.join('\n').length / maximumMessageLength));
  expect(parts.join('\n').split('\n')).toEqual(lines);
});

it('keeps the indentation of the line after a cut', () => {
  const lines = Array.from({ length: 40 }, (_, index) => `    ${index}`);
  expect(texts(lines.join('\n'), 128).join('\n').split('\n')).toEqual(lines);
});

it('cuts a long line between words, and a word without end between characters', () => {
  const words = Array.from({ length: 50 }, (_, index) => `слово${index}-и-ещё`);
  expect(texts(words.join('  '), 128).join(' ').split(/\s+/)).toEqual(words);
  const family = '👩‍👩‍👧‍👦';
  expect(
    texts(family.repeat(40), 128).every((part) => part === family.repeat(part.length / family.length)),
  ).toBe(true);
});

it('closes a block of code at a cut and opens it again with its language', () => {
  const code = Array.from({ length: 20 }, (_, index) => `    line(${index});`).join('\n');
  const parts = texts(`Вот:\n\`\`\`ts\n${code}\n\`\`\`\nи всё`, 128);
  expect(parts.length).toBeGreaterThan(2);
  const inner = parts.flatMap((part) =>
    [...part.matchAll(/```ts\n([\s\S]*?)\n```/g)].map(([, lines]) => lines),
  );
  expect(inner.join('\n')).toBe(code);
  expect(parts[0]).toMatch(/^Вот:\n```ts\n/);
  expect(parts.at(-1)).toMatch(/и всё$/);
});

it('says at every part what is still to be sent', () => {
  const whole = `${'начало '.repeat(20)}\n\`\`\`\n${'код\n'.repeat(40)}\`\`\`\nконец`;
  const parts = splitText(whole, 128);
  for (const [index, { rest }] of parts.entries()) {
    expect(texts(rest, 128)).toEqual(parts.slice(index).map(({ text }) => text));
  }
});

it('takes a million characters, also of one word or one character, in a moment', () => {
  for (const unit of ['строка\n', 'a', '👩‍👩‍👧‍👦', '```\nx\n```\n']) {
    expect(splitText(unit.repeat(Math.floor(1_000_000 / unit.length))).length).toBeGreaterThan(99);
  }
  const parts = texts(`a${'\u0301'.repeat(30_000)}`);
  expect(parts.length).toBeGreaterThan(2);
  expect(parts.every((part) => part.length <= maximumMessageLength)).toBe(true);
});

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'слово',
      ' ',
      '\n',
      '\n\n',
      '    ',
      '👨🏽‍🚀',
      '🏳️‍🌈',
      'е\u0308',
      ' \u0301',
      '\r\n',
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom('```', '```js\n', '\n```\n', '`', '*') },
  { weight: 1, arbitrary: fc.nat(200).map((length) => 'x'.repeat(length)) },
);
const anyText = fc.array(piece, { maxLength: 120 }).map((pieces) => pieces.join(''));
const anyLimit = fc.integer({ min: 128, max: 400 });
const hasFence = (text: string) => text.includes('```');

it('loses no character, changes no order and tears none, whatever the text', () => {
  fc.assert(
    fc.property(anyText, anyLimit, (text, limit) => {
      fc.pre(!hasFence(cleanText(text)));
      const parts = texts(text, limit);
      expect(parts.flatMap(visible)).toEqual(visible(cleanText(text)));
    }),
    { numRuns: 500 },
  );
});

it('makes messages that can be sent, with every block of code whole', () => {
  const inBlocks = (text: string) =>
    findSpans(text, [])
      .filter(({ kind }) => kind === 'block')
      .map(({ innerStart, innerEnd }) => text.slice(innerStart, innerEnd).replace(/^[\w+#.-]{0,20}\n/, ''))
      .join('\n');
  const bare = (text: string) => visible(text.replaceAll(/\s/g, '\n')).join('');
  fc.assert(
    fc.property(anyText, anyLimit, (text, limit) => {
      // Code within a line that fits no message is cut, and its signs may then pair otherwise.
      const longest = Math.max(
        0,
        ...findSpans(cleanText(text), []).map(({ kind, start, end }) => (kind === 'code' ? end - start : 0)),
      );
      fc.pre(longest < limit / 2);
      const parts = texts(text, limit);
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(limit);
        expect(isBlank(part)).toBe(false);
        expect(cleanText(part)).toBe(part);
      }
      expect(bare(parts.map(inBlocks).join('\n'))).toBe(bare(inBlocks(cleanText(text))));
    }),
    { numRuns: 500 },
  );
});
