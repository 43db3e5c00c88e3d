import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkup } from './markup.ts';
import { everyone } from './mentionLimits.ts';
import { findMentions, isMeant, mentionMeta, mentionsIn, namesOf } from './mentions.ts';

const people = [
  { userId: 'andrey', name: 'Андрей Волков' },
  { userId: 'anna', name: 'Анна' },
  { userId: 'annaMaria', name: 'Анна-Мария Штайн' },
  { userId: 'maria1', name: 'Мария Ли' },
  { userId: 'maria2', name: 'Мария Ли' },
  { userId: 'artem', name: 'Артём Соловьёв' },
];
const names = namesOf(people);
const found = (text: string, among = names) =>
  findMentions(text, among).map(({ start, end, userIds }) => [text.slice(start, end), ...userIds]);

describe('names in a text (S19.2)', () => {
  it.each([
    ['@Андрей Волков, посмотри', '@Андрей Волков', ['andrey']],
    ['Спасибо, @андрей волков!', '@андрей волков', ['andrey']],
    ['(@Артем Соловьев)', '@Артем Соловьев', ['artem']],
    ['«@Андрей» — тебе', '@Андрей', ['andrey']],
    ['*@Андрей Волков*', '@Андрей Волков', ['andrey']],
    ['к @Анна-Мария Штайн', '@Анна-Мария Штайн', ['annaMaria']],
    ['@Анна, привет', '@Анна', ['anna']],
    ['@Мария Ли где?', '@Мария Ли', ['maria1', 'maria2']],
    ['строка\n@Андрей Волков', '@Андрей Волков', ['andrey']],
    [`@${'Андрей'.normalize('NFD')} Волков`, `@${'Андрей'.normalize('NFD')} Волков`, ['andrey']],
  ])('%j', (text, written, ids) => {
    expect(found(text)).toEqual([[written, ...ids]]);
  });

  it.each([
    'почта@Андрей Волков',
    'ivan@example.ru',
    'Андрей Волков',
    '@ Андрей Волков',
    '@Андрейка',
    '@Анна-Лиза',
    '@Мария',
    '@Анна@example.ru',
    '@анна.рф',
    '`@Андрей Волков`',
    '```\n@Андрей Волков\n```',
    'https://x.ru/@Анна',
    '@все',
  ])('nobody in %j', (text) => {
    expect(found(text)).toEqual([]);
  });

  /** Of signs alone, nobody has an address. */
  const isPlain = (address: string) => /^[^@]*[a-z0-9][^@]*@/i.test(address);

  it('marks no address, whatever people are called', () => {
    fc.assert(
      fc.property(fc.emailAddress().filter(isPlain), (address) => {
        const [local = '', host = ''] = address.split('@');
        const called = namesOf(
          [local, host, host.split('.')[0] ?? ''].map((name) => ({ userId: name, name })),
        );
        expect(found(`Пишите на ${address}!`, called)).toEqual([]);
      }),
    );
  });

  it('finds every name that is written behind an @, and nothing beside it', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => /^\p{L}+$/u.test(text));
    fc.assert(
      fc.property(name, fc.lorem(), fc.lorem(), (called, before, after) => {
        const text = `${before} @${called} ${after}`;
        const only = namesOf([{ userId: 'x', name: called }]);
        expect(found(text, only)).toEqual([[`@${called}`, 'x']]);
      }),
    );
  });

  it('fits the text: in order, apart, and nothing of it is lost on the page', () => {
    const pieces = [
      '@Андрей Волков',
      '@Мария Ли',
      '@Анна',
      ' ',
      '*',
      '_',
      '`',
      '\n',
      'a',
      '@',
      'https://x.ru/@Анна',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const mentions = findMentions(text, names);
        let behind = 0;
        for (const { start, end } of mentions) {
          expect(start).toBeGreaterThanOrEqual(behind);
          expect(text[start]).toBe('@');
          behind = end;
        }
        const shown = JSON.stringify(parseMarkup(text, mentions)).match(/"mention"/g)?.length ?? 0;
        expect(shown).toBe(mentions.length);
      }),
    );
  });
});

describe('what a message carries (S19.3)', () => {
  const meta = (text: string, chosen: string[] = [], among = names) => mentionMeta(text, among, chosen);

  it('is ids, and names as they are written', () => {
    expect(meta('@андрей волков и @Анна')).toEqual({
      mentions: ['andrey', 'anna'],
      mentionNames: { andrey: 'андрей волков', anna: 'Анна' },
    });
    expect(meta('ничего')).toEqual({});
  });

  it('of namesakes those who were chosen, in their order; all where nobody was', () => {
    expect(meta('@Мария Ли', ['maria2']).mentions).toEqual(['maria2']);
    expect(meta('@Мария Ли и @Мария Ли', ['maria2', 'andrey', 'maria1']).mentions).toEqual([
      'maria2',
      'maria1',
    ]);
    expect(meta('@Мария Ли').mentions).toEqual(['maria1', 'maria2']);
  });

  it('everybody, by those who may', () => {
    const withAll = namesOf(people, true);
    expect([meta('@все, сбор', [], withAll), meta('@all', [], withAll)]).toEqual([
      { mentions: [everyone], mentionNames: {} },
      { mentions: [everyone], mentionNames: {} },
    ]);
    expect(meta('@все, сбор')).toEqual({});
  });

  it('stays far below what a meta may have', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({
      userId: `usr_${index}`,
      name: `${'Ы'.repeat(90)}${index}`,
    }));
    const text = many.map(({ name }) => `@${name}`).join(' ');
    const carried = mentionMeta(text.slice(0, 10_000), namesOf(many), []);
    expect(carried.mentions).toHaveLength(50);
    expect(new TextEncoder().encode(JSON.stringify(carried)).length).toBeLessThan(3_500);
  });
});

describe('whom a message names (S19.2)', () => {
  const message = { content: '', meta: {}, id: 'msg_1', seq: 1 as number | null };
  const read = (content: string, meta: Record<string, unknown>, seq: number | null = 1) =>
    mentionsIn(
      { ...message, content, meta, seq },
      () => names,
      (id) => people.find(({ userId }) => userId === id)?.name ?? null,
    ).map(({ start, end, userIds }) => [content.slice(start, end), ...userIds]);

  it('is told by our server: also somebody who has another name by now, and nobody else', () => {
    const renamed = { mentions: ['andrey'], mentionNames: { andrey: 'Андрюша Старов' } };
    expect(read('@Андрюша Старов и @Анна', renamed)).toEqual([['@Андрюша Старов', 'andrey']]);
    expect(read('@Анна', { mentions: [] })).toEqual([]);
    expect(read('@Артём Соловьёв', { mentions: ['artem'] })).toEqual([['@Артём Соловьёв', 'artem']]);
  });

  it('namesakes stand at the places of their turn', () => {
    const both = { mentions: ['maria2', 'maria1'] };
    expect(read('@Мария Ли, @Мария Ли', both)).toEqual([
      ['@Мария Ли', 'maria2'],
      ['@Мария Ли', 'maria1'],
    ]);
    expect(read('@Мария Ли', both)).toEqual([['@Мария Ли', 'maria2', 'maria1']]);
  });

  it('is read from the text where the server numbers nothing, whatever a meta claims', () => {
    expect(read('@Анна, @все', { mentions: [everyone, 'andrey'] }, null)).toEqual([['@Анна', 'anna']]);
    expect(read('@Анна', {}, 1)).toEqual([['@Анна', 'anna']]);
  });

  it('everybody means each', () => {
    const told = { ...message, content: '@все', meta: { mentions: [everyone] } };
    const mentions = mentionsIn(
      told,
      () => names,
      () => null,
    );
    expect([isMeant(mentions, 'anna'), isMeant([], 'anna')]).toEqual([true, false]);
  });

  it.each([
    [{ mentions: 'x' }],
    [{ mentions: [7, null, {}] }],
    [{ mentions: ['anna', '__proto__', 'constructor'], mentionNames: 7 }],
    [{ mentions: ['anna'], mentionNames: { anna: 7 } }],
  ])('survives %j', (meta) => {
    expect(() => read('@Анна и @constructor', meta)).not.toThrow();
  });
});
