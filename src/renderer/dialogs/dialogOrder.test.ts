import { expect, it } from 'vitest';
import { makeSnapshot } from '../testing/sampleData.ts';
import { filterDialogs } from './dialogOrder.ts';

const { dialogs } = makeSnapshot(new Date(2026, 10, 23, 12).getTime());
const titles = (query: string) => filterDialogs(dialogs, query).map(({ title }) => title);

it('puts the newest activity first', () => {
  const times = filterDialogs(dialogs, '').map(({ lastActivityAt }) => lastActivityAt);
  expect(times).toEqual([...times].sort((left, right) => right - left));
});

it('finds every word anywhere in the title, whatever the case and ё', () => {
  expect(titles('елкина ол')).toEqual(['Ольга Ёлкина 🌲']);
  expect(titles('ВОЛКОВ')).toEqual(['Андрей Волков']);
  expect(titles('никто')).toEqual([]);
});
