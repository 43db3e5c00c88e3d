import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { migrations } from './migrations.ts';
import type { Db } from './schema.ts';
import { openTestDatabase } from './testing/testDatabase.ts';
import { insertUser, renameUser, searchUsers } from './users.ts';

const people: [name: string, phone: string][] = [
  ['Андрей'.normalize('NFD'), '79000000001'],
  ['Андрей Волков', '79777777777'],
  ['Мария Соколова', '79222222222'],
  ['Пост 1 (охрана)', '79333333333'],
  ['Юлия Щукина', '79444444444'],
  ["Шинейд О'Коннор", '79555555555'],
  ['Maria Lopez', '79666666666'],
  ['100% Иванов_', '79888888888'],
];
let db: Db;

beforeEach(async () => {
  ({ db } = await openTestDatabase());
  for (const [name, phone] of people) await insertUser(db, { userId: `usr_${phone}`, phone, name, now: 1 });
});

const found = async (search: string) =>
  (await searchUsers(db, { exceptUserId: 'usr_nobody', search, limit: 50 }))
    .map(({ name }) => name.normalize('NFC'))
    .sort();

test.each([
  ['волков андрей', ['Андрей Волков']],
  ['анд вол', ['Андрей Волков']],
  ['андрей', ['Андрей', 'Андрей Волков']],
  ['+7 977 777-77-77', ['Андрей Волков']],
  ['8 (977) 777 77 77', ['Андрей Волков']],
  ['7777', ['Андрей Волков']],
  ['волков 7777', ['Андрей Волков']],
  ['(охрана)', ['Пост 1 (охрана)']],
  // As clients escape for the other system's regular expressions.
  ['\\(охрана\\)', ['Пост 1 (охрана)']],
  ['mariya', ['Maria Lopez', 'Мария Соколова']],
  ['мария', ['Maria Lopez', 'Мария Соколова']],
  ['yuliya shchukina', ['Юлия Щукина']],
  ['Vfhbz', ['Мария Соколова']],
  ['Ьфкшф', ['Maria Lopez', 'Мария Соколова']],
  ['.kbz', ['Юлия Щукина']],
  ['оконнор', ["Шинейд О'Коннор"]],
  ['О’Коннор', ["Шинейд О'Коннор"]],
  ['иванов 100', ['100% Иванов_']],
  ['олков', []],
  ['777', []],
  ['7', []],
  ['9', []],
  ['(', []],
  ['%', []],
  ['_', []],
  ['\0', []],
  ['и%в', []],
])('«%s»', async (search, expected) => {
  expect(await found(search)).toEqual(expected);
});

test('an empty search means everybody', async () => {
  expect(await found('')).toHaveLength(people.length);
});

test('a changed name is found as it is now', async () => {
  const [user] = await searchUsers(db, { exceptUserId: '', search: 'соколова', limit: 1 });
  if (!user) throw new Error('nobody is there');
  await renameUser(db, user, 'Мария Орлова');
  expect(await found('соколова')).toEqual([]);
  expect(await found('орлова мар')).toEqual(['Мария Орлова']);
});

test('people of an earlier version are found', async () => {
  await sql`update users set search_key = 'мария соколова 79222222222' where phone = '79222222222'`.execute(
    db,
  );
  expect(await found('соколова мария')).toEqual([]);
  await (await migrations.getMigrations())['0002-search-keys']?.up(db);
  expect(await found('соколова мария')).toEqual(['Мария Соколова']);
});
