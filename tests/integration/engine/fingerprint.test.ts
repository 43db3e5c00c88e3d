import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareHistories } from '../../../scripts/qa/compareHistories.ts';
import { startServer } from '../../../server/src/server.ts';
import type { HistoryStore } from '../../../src/main/chat/store.ts';
import { openHistory } from '../../../src/main/storage/history.ts';
import type { Message } from '../../../src/shared/domain.ts';
import { createPerson, type Person } from './person.ts';

let data: string;
let server: Awaited<ReturnType<typeof startServer>>;
const people: Person[] = [];

async function person(phone: string, directory?: string): Promise<Person> {
  const created = await createPerson({ server: server.url, phone, ...(directory && { directory }) });
  people.push(created);
  await created.live();
  return created;
}

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'chat3-server-'));
  server = await startServer({ demo: true, port: 0, dataDir: data });
});

afterEach(async () => {
  for (const created of people.splice(0)) created.stop();
  await server.close();
  rmSync(data, { recursive: true, force: true });
});

const asked = ({ engine }: Person) => ({ fingerprint: engine.account().fingerprint });

/** Two people in one chat, of whom the first has written so many. */
async function afterWriting(count: number) {
  const [a, b] = [await person('79111111111'), await person('79777777777')];
  const { dialogId } = await a.dialog('Общий');
  await b.dialog('Общий');
  a.engine.openDialog(dialogId);
  b.engine.openDialog(dialogId);
  for (let index = 1; index <= count; index++) a.engine.sendMessage(dialogId, `Строка ${index}`);
  await b.received(`Строка ${count}`);
  await a.until('all sent', () => a.shown().every(({ state }) => state === 'sent'));
  return { a, b, dialogId };
}

/** Changes what is stored while the program is closed, and starts it again. */
async function startedAgain(
  { engine, directory, stop }: Person,
  change: (store: HistoryStore) => void,
): Promise<Person> {
  expect(engine.session().state).toBe('signedIn');
  people.splice(
    people.findIndex((each) => each.engine === engine),
    1,
  );
  stop(true);
  const file = readdirSync(directory).find((name) => /^usr.*\.db$/.test(name)) ?? '';
  const store = openHistory({ file: join(directory, file), key: null });
  change(store);
  store.close();
  return person('79777777777', directory);
}

const hash = async (of: Person, dialogId: string) => (await of.engine.account().fingerprint(dialogId)).hash;

test('both see the same fingerprint, also after an edit, a removal and a reaction, and of more than was downloaded (S22.4)', async () => {
  const { a, b, dialogId } = await afterWriting(130);
  const [first, second, third] = ['Строка 128', 'Строка 129', 'Строка 130'].map((text) =>
    a.shown().find(({ content }) => content === text),
  );
  const before = await hash(a, dialogId);
  expect(await hash(b, dialogId)).toBe(before);
  await b.engine.account().reactions.set(String(third?.id), '👍');
  a.engine.account().edit(String(first?.key), 'Иначе');
  a.engine.removeMessage(String(second?.key));
  await b.received('Иначе');
  await b.until('removed', () => b.shown().some(({ id, removed }) => id === second?.id && removed));
  await a.until('nothing to send', () => a.engine.diagnostics().outbox.length === 0);
  expect(await compareHistories(asked(a), asked(b), dialogId)).toEqual({ equal: true, count: 100 });
  expect(await hash(a, dialogId)).not.toBe(before);

  // Somebody who has downloaded next to nothing of it.
  const other = await person('79111111111');
  await other.dialog('Общий');
  expect(await hash(other, dialogId)).toBe(await hash(a, dialogId));
});

test.each([
  ['lacks', (store: HistoryStore, { key }: Message) => store.removeMessage(key), null],
  [
    'has another revision of',
    (store: HistoryStore, message: Message) => store.saveMessage({ ...message, edited: { at: 7 } }),
    7,
  ],
  [
    'has at another place',
    (store: HistoryStore, message: Message) =>
      store.saveMessage({ ...message, createdAt: message.createdAt + 60_000 }),
    null,
  ],
] as const)('the first message that a store %s is found (S22.5)', async (_, change, revision) => {
  const { a, b, dialogId } = await afterWriting(30);
  const wanted = a.shown().find(({ content }) => content === 'Строка 11');
  const next = a.shown().find(({ content }) => content === 'Строка 12');
  // What was heard live is asked for once more after a connect, and not again.
  const again = await startedAgain(b, () => {});
  const changed = await startedAgain(again, (store) => {
    const message = store
      .messagesBefore(dialogId, null, 1_000)
      .find(({ content }) => content === 'Строка 11');
    if (message === undefined) throw new Error('not stored');
    change(store, message);
  });
  expect(await hash(changed, dialogId)).not.toBe(await hash(a, dialogId));
  expect(await compareHistories(asked(a), asked(changed), dialogId)).toMatchObject({
    equal: false,
    a: { id: wanted?.id, revision: null },
    b: { id: revision === null ? next?.id : wanted?.id, revision },
  });
});
