import { describe, expect, it } from 'vitest';
import { mentionCandidates, mentionQueryAt } from './mentionQuery.ts';

const people = [
  'Андрей Волков',
  'Мария Соколова',
  'Артём Соловьёв',
  'Марк Андреев',
  'John Appleseed',
  'Анна-Мария Штайн',
].map((name, index) => ({ userId: `usr_${index}`, name, phone: `7912345670${index}` }));
const meant = (query: string, all = false) => mentionCandidates(query, people, all).map(({ name }) => name);

describe('what is being typed (S19.1)', () => {
  it.each([
    ['@', { start: 0, text: '' }],
    ['Привет, @Анд', { start: 8, text: 'Анд' }],
    ['(@анд', { start: 1, text: 'анд' }],
    ['«@анд', { start: 1, text: 'анд' }],
    ['раз\n@Андрей В', { start: 4, text: 'Андрей В' }],
    ['@Анна @Мар', { start: 6, text: 'Мар' }],
  ])('%j', (text, query) => {
    expect(mentionQueryAt(text, text.length)).toEqual(query);
  });

  it.each(['', 'ivan@', 'ivan@exa', 'цена @ 5', '@анд\nрей', `@${'x'.repeat(101)}`])(
    'nothing in %j',
    (text) => {
      expect(mentionQueryAt(text, text.length)).toBeNull();
    },
  );

  it('is what stands before the caret', () => {
    expect(mentionQueryAt('@Андрей, @Мария', 4)).toEqual({ start: 0, text: 'Анд' });
  });
});

describe('who may be meant (S19.1)', () => {
  it.each([
    ['волков анд', 'Андрей Волков'],
    ['андрею', 'Андрей Волков'],
    ['андреем', 'Андрей Волков'],
    ['волкову', 'Андрей Волков'],
    ['андрею волкову', 'Андрей Волков'],
    ['марии', 'Мария Соколова'],
    ['соколовой', 'Мария Соколова'],
    ['артем', 'Артём Соловьёв'],
    ['Артём соловьев', 'Артём Соловьёв'],
    ['fylhtq', 'Андрей Волков'],
    ['andrey', 'Андрей Волков'],
    ['ощрт', 'John Appleseed'],
    ['штайн', 'Анна-Мария Штайн'],
  ])('«%s» is first of all %s', (query, name) => {
    expect(meant(query)[0]).toBe(name);
  });

  it.each(['петров', 'марку петрову', 'мне', 'все'])('nobody by «%s»', (query) => {
    expect(meant(query)).toEqual([]);
  });

  it('a whole name that the text goes on behind is written already', () => {
    expect(meant('Андрей Волков')).toEqual(['Андрей Волков']);
    expect(meant('Андрей Волков ')).toEqual([]);
    expect(meant('андрей волков, и')).toEqual([]);
    expect(meant('все ', true)).toEqual([]);
  });

  it('everybody, where that may be said: last of all names, first by its words', () => {
    expect(meant('', true)).toEqual([...meant(''), 'все']);
    for (const query of ['в', 'все', 'all', 'dct', 'фдд']) expect(meant(query, true)[0]).toBe('все');
  });
});
