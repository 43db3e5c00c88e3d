import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer } from '../../../server/src/server.ts';
import { startOldBackend } from '../../fixtures/oldBackend.ts';
import { createRandom } from '../../simulation/virtualClock.ts';
import { createPerson, type Person } from './person.ts';

const aleksandr = '79111111111';
const andrey = '79777777777';

let data: string;
let server: Awaited<ReturnType<typeof startServer>>;
const people: Person[] = [];

async function person(phone: string, options: { server?: string; directory?: string } = {}): Promise<Person> {
  const created = await createPerson({ server: server.url, phone, ...options });
  people.push(created);
  await created.live();
  return created;
}

/** Resolves when the server has all of them. */
async function send(from: Person, ...texts: string[]): Promise<void> {
  const { dialogId } = await from.dialog('Общий');
  from.engine.openDialog(dialogId);
  for (const text of texts) from.engine.sendMessage(dialogId, text);
  await from.until('sent', () => {
    const own = from
      .shown()
      .filter(({ state }) => state === 'sent')
      .map(({ content }) => content);
    return texts.every((text) => own.includes(text));
  });
}

const news = (of: Person, count: number) => of.until(`${count} are news`, () => of.news().length >= count);

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'chat3-server-'));
  server = await startServer({ demo: true, port: 0, dataDir: data });
});

afterEach(async () => {
  for (const created of people.splice(0)) created.stop();
  await server.close();
  rmSync(data, { recursive: true, force: true });
});

test('what was written before the first sign-in here is no news, also when it is paged back (S13.1)', async () => {
  const a = await person(aleksandr);
  await send(a, ...Array.from({ length: 60 }, (_, index) => `Старое ${index}`));
  const b = await person(andrey);
  const { dialogId } = await b.dialog('Общий');
  b.engine.openDialog(dialogId);
  await b.received('Старое 59');
  await b.engine.loadMessages(dialogId, 'older');
  expect(b.arrivals.length).toBeGreaterThan(0);
  expect(b.news()).toEqual([]);
  await send(a, 'Новое');
  await news(b, 1);
  expect(b.news()).toEqual(['Новое']);
});

test('what came while away is news once, in a chat that was never opened here too, and not after a restart (S13.1, S7.3)', async () => {
  const a = await person(aleksandr);
  await send(a, 'Старое');
  const b = await person(andrey);
  b.stop(true);
  await send(a, 'Раз', 'Два');
  const again = await person(andrey, { directory: b.directory });
  await news(again, 2);
  expect(again.news().toSorted()).toEqual(['Два', 'Раз']);
  again.stop(true);
  const third = await person(andrey, { directory: b.directory });
  await send(a, 'Три');
  await news(third, 1);
  expect(third.news()).toEqual(['Три']);
});

test('clearing what was downloaded makes no news of it (S13.4)', async () => {
  const [a, b] = [await person(aleksandr), await person(andrey)];
  await send(a, 'Раз', 'Два');
  await news(b, 2);
  const { dialogId } = await b.dialog('Общий');
  b.engine.account().clearStorage();
  b.engine.openDialog(dialogId);
  await b.received('Два');
  expect(b.news()).toEqual(['Раз', 'Два']);
});

test('a message is unread until it is read here or on another device (S9.3)', async () => {
  const [a, b] = [await person(aleksandr), await person(andrey)];
  const elsewhere = await person(andrey);
  await send(a, 'Раз');
  await Promise.all([news(b, 1), news(elsewhere, 1)]);
  const key = b.arrivals.at(-1)?.key ?? '';
  expect(b.engine.unreadAmong([key, 'unknown'])).toEqual([key]);
  const { dialogId } = await elsewhere.dialog('Общий');
  elsewhere.engine.markRead(dialogId, elsewhere.arrivals.at(-1)?.key ?? '');
  await b.until('read here too', () => b.engine.unreadAmong([key]).length === 0);
});

test('on a server that only has rooms, a chat that is not open makes news, each message once (S3.3, S13.1)', async () => {
  const old = await startOldBackend({ random: createRandom(3), scale: 20 });
  try {
    const [first, second] = [aleksandr, andrey].map((phone) => old.state.addUser(phone, phone).userId);
    old.state.addDialog('Общий', first ?? '', [second ?? '']);
    const [a, b] = [await person(aleksandr, { server: old.url }), await person(andrey, { server: old.url })];
    const texts = Array.from({ length: 10 }, (_, index) => `Сообщение ${index}`);
    await send(a, ...texts);
    await news(b, 10);
    expect(b.news().toSorted()).toEqual(texts);
  } finally {
    for (const created of people.splice(0)) created.stop();
    await old.stop();
  }
});
