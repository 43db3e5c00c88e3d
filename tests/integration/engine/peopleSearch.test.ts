/** People are found alike on the own server and on the old one, whose search is a raw regular expression. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../../server/src/server.ts';
import { type OldBackend, startOldBackend } from '../../fixtures/oldBackend.ts';
import { createRandom } from '../../simulation/virtualClock.ts';
import { createPerson, type Person } from './person.ts';

const colleagues: [phone: string, name: string][] = [
  ['79770000001', 'Андрей Зимин'],
  ['79770000002', 'Мария Ветрова'],
  ['79770000003', 'Пост 1 (охрана)'],
  ['79770000004', 'Артём Щукин'],
  ['79770000005', 'Сергей'.normalize('NFD')],
  ['79770000006', 'Зимин Пётр'],
  ['79770000007', 'Maria Lopez'],
  ['79770000008', 'Отдел C++'],
];

async function register(url: string, phone: string, name: string): Promise<void> {
  const post = (path: string, body: object) =>
    fetch(`${url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await post('request-code', { phone, name });
  const answer = await post('verify-code', { phone, name, code: '1234' });
  if (!answer.ok) throw new Error(`${name} could not be registered: ${answer.status}`);
}

const found = async (person: Person, query: string) =>
  (await person.engine.searchPeople(query)).map(({ name }) => name.normalize('NFC')).sort();

const questions: [query: string, names: string[]][] = [
  ['зимин андрей', ['Андрей Зимин']],
  ['анд зим', ['Андрей Зимин']],
  ['зим', ['Андрей Зимин', 'Зимин Пётр']],
  ['+7 977 000-00-01', ['Андрей Зимин']],
  ['8 (977) 000 00 01', ['Андрей Зимин']],
  ['0001', ['Андрей Зимин']],
  ['(охрана)', ['Пост 1 (охрана)']],
  ['артем', ['Артём Щукин']],
  ['сергей', ['Сергей']],
  ['Vfhbz', ['Мария Ветрова']],
  ['ljkrjd', []],
  ['pbvby', ['Андрей Зимин', 'Зимин Пётр']],
  ['vetrova', ['Мария Ветрова']],
  ['artyom shchukin', ['Артём Щукин']],
  ['лопез', ['Maria Lopez']],
  ['мария л', ['Maria Lopez']],
  ['c++', ['Отдел C++']],
  ['комната 7', []],
  ['77', []],
  ['(', []],
  ['.*', []],
  ['[а-я]', []],
];

describe('the old system', () => {
  let server: OldBackend;
  let person: Person;
  beforeAll(async () => {
    server = await startOldBackend({ random: createRandom(1), brokerChance: 1 });
    for (const [phone, name] of colleagues) await register(server.url, phone, name);
    person = await createPerson({ server: server.url, phone: '79000000000', name: 'Я' });
    await person.live();
  });
  afterAll(async () => {
    person.stop();
    await server.close();
  });
  test.each(questions)('«%s»', async (query, names) => {
    expect(await found(person, query)).toEqual(names);
  });
});

describe('the own server', () => {
  let server: RunningServer;
  let person: Person;
  beforeAll(async () => {
    server = await startServer({ demo: true, port: 0 });
    for (const [phone, name] of colleagues) await register(server.url, phone, name);
    person = await createPerson({ server: server.url, phone: '79111111111' });
    await person.live();
  });
  afterAll(async () => {
    person.stop();
    await server.close();
  });
  // The people of the demo are there as well.
  const ofDemo = new Set(['Андрей Волков', 'Мария Соколова', 'Дмитрий Орлов', 'Елена Кузнецова']);
  test.each(questions)('«%s»', async (query, names) => {
    const others = (list: string[]) => [...new Set(list)].filter((name) => !ofDemo.has(name));
    expect(others(await found(person, query))).toEqual(others(names));
  });
});
