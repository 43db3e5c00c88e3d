import { expect, it } from 'vitest';
import { makeSnapshot } from '../testing/sampleData.ts';
import { filterDialogs } from './dialogOrder.ts';

const { dialogs } = makeSnapshot(new Date(2026, 10, 23, 12).getTime());
const titles = (query: string) => filterDialogs(dialogs, query).map(({ title }) => title);

it('puts the newest activity first', () => {
  const times = filterDialogs(dialogs, '').map(({ lastActivityAt }) => lastActivityAt);
  expect(times).toEqual([...times].sort((left, right) => right - left));
});

it('finds every word as a beginning, in any order, whatever the case, ё, the alphabet and the layout', () => {
  expect(titles('елкина ол')).toEqual(['Ольга Ёлкина 🌲']);
  expect(titles('ВОЛКОВ')).toEqual(['Андрей Волков']);
  expect(titles('Djkrjd')).toEqual(['Андрей Волков']);
  expect(titles('volkov andrey')).toEqual(['Андрей Волков']);
  expect(titles('«север-7»')).toEqual(['Проект «Север-7»']);
  expect(titles('никто')).toEqual([]);
  expect(titles('«')).toEqual([]);
});
