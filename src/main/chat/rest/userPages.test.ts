import { expect, test } from 'vitest';
import type { User } from '../../../shared/domain.ts';
import { readUserPages } from './userPages.ts';

const people: User[] = Array.from({ length: 45 }, (_, index) => ({
  userId: `usr_${index}`,
  name: `Сотрудник ${index}`,
  phone: null,
}));

function server({ pages, knowsPages = true }: { pages: number | null; knowsPages?: boolean }) {
  const asked: string[] = [];
  const read = (limit: number) =>
    readUserPages(limit, async (page) => {
      asked.push(page);
      const number = knowsPages ? Number(/\d+/.exec(page)?.[0] ?? 1) : 1;
      const pagination = pages === null ? null : { page: number, limit: 20, total: 45, pages };
      return { users: people.slice((number - 1) * 20, number * 20), pagination };
    });
  return { asked, read };
}

test('all pages are read, each once', async () => {
  const { asked, read } = server({ pages: 3 });
  expect(await read(1_000)).toEqual(people);
  expect(asked).toEqual(['', '&page=2', '&page=3']);
});

test('no more than was asked for', async () => {
  const { asked, read } = server({ pages: 3 });
  expect(await read(30)).toEqual(people.slice(0, 30));
  expect(asked).toEqual(['', '&page=2']);
});

test('a server that tells of no pages, or gives the same one again, is left alone', async () => {
  const plain = server({ pages: null });
  await plain.read(1_000);
  expect(plain.asked).toEqual(['']);
  const deaf = server({ pages: 50, knowsPages: false });
  expect(await deaf.read(1_000)).toHaveLength(20);
  expect(deaf.asked).toHaveLength(2);
});
