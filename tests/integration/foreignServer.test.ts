import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../server/src/server.ts';
import { call, createObserver, signIn } from '../chaos/observer.ts';
import { ForeignServer } from '../support/foreign/foreignServer.ts';
import { oldTruth, ownTruth } from '../support/foreign/truth.ts';
import { aleksandr, andrey } from '../support/people.ts';
import { startOld } from './engine/oldStage.ts';
import { createPerson, type Person } from './engine/person.ts';

async function openForeign(address: string): Promise<ForeignServer> {
  const foreign = await ForeignServer.open({
    address,
    phones: [aleksandr.phone, andrey.phone],
    askCode: async () => '1234',
    now: new Date(),
  });
  onTestFinished(() => foreign.close());
  return foreign;
}

/** Somebody's app, by way of the guard. */
async function appOf(foreign: ForeignServer, phone: string): Promise<Person> {
  const person = await createPerson({ server: foreign.url, phone });
  onTestFinished(() => person.stop());
  await person.live();
  return person;
}

/** The two talk in the chat that was made for them, and B reads. */
async function talk(foreign: ForeignServer) {
  const [a, b] = await Promise.all([appOf(foreign, aleksandr.phone), appOf(foreign, andrey.phone)]);
  const dialogId = await foreign.makeChat();
  await Promise.all([a, b].map((app) => app.until('the chat', () => app.engine.dialog(dialogId) !== null)));
  a.engine.openDialog(dialogId);
  b.engine.openDialog(dialogId);
  a.engine.sendMessage(dialogId, 'Проверка');
  const { key } = await b.received('Проверка');
  b.engine.markRead(dialogId, key);
  return { a, b, dialogId };
}

/** A chat of others with the two, with news that neither app has had. */
async function haveNews(url: string) {
  const observer = await createObserver(() => url);
  const { data } = await observer.ask('GET', '/users?search=&limit=50');
  const ids = [aleksandr, andrey].map(
    ({ name }) => data.find((user: { name: string }) => user.name === name).userId,
  );
  const dialogId = await observer.createDialog('Бухгалтерия', ids);
  const write = (words: string) => observer.post(dialogId, words);
  for (const words of ['раз', 'два', 'три']) await write(words);
  return { write };
}

async function ours() {
  const dataDir = mkdtempSync(join(tmpdir(), 'chat3-foreign-'));
  const server = await startServer({ demo: true, port: 0, dataDir });
  onTestFinished(async () => {
    await server.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const { write } = await haveNews(server.url);
  return { url: server.url, write, truth: () => ownTruth(join(dataDir, 'chat3.sqlite')) };
}

test('our server: the two talk and read in their chat, which goes; of all others nothing has changed (S24.6)', async () => {
  const { url, write, truth } = await ours();
  const foreign = await openForeign(url);
  const { a } = await talk(foreign);
  await a.until('B has read it', () => a.window()?.marks.some(({ readSeq }) => readSeq > 1));
  // Each app says by itself that it has it.
  await write('четыре');
  const before = await truth();
  await expect.poll(() => foreign.withheld()).toContain('POST /api/dialogs/…/delivered');
  await foreign.close();
  expect(await truth()).toEqual(before);
  expect(foreign.remains()).toMatchObject([
    { seen: 'ничего: чат удалён', ok: true },
    { seen: expect.stringContaining('POST /api/dialogs/…/delivered'), ok: true },
  ]);
  const { token } = await signIn(url, aleksandr.phone, aleksandr.name);
  const { data } = await call(url, token, 'GET', '/dialogs?page=1&limit=50');
  expect(data.map(({ dialogName }: { dialogName: string }) => dialogName)).not.toContain(foreign.cast.chat);
  const { data: sessions } = await call(url, token, 'GET', '/auth/sessions');
  expect(sessions).toHaveLength(1);
});

test.each(['a', 'c', 'newest'] as const)('the old system, state %s: the same (S24.6)', async (variant) => {
  const { old } = await startOld({ variant });
  await haveNews(old.url);
  const before = oldTruth(old.state);
  const foreign = await openForeign(old.url);
  const { dialogId } = await talk(foreign);
  const readers = () =>
    [...(old.state.dialogs.get(dialogId)?.rows ?? [])].flatMap(({ statuses }) => [...statuses.values()]);
  if (variant !== 'newest')
    await expect.poll(() => readers().some(({ status }) => status === 'read')).toBe(true);
  await foreign.close();
  expect(old.state.dialogs.has(dialogId)).toBe(false);
  expect(oldTruth(old.state)).toEqual(before);
});

test('what an app may not write elsewhere is refused, and marks are kept from the server (S24.6)', async () => {
  const { url, truth } = await ours();
  const foreign = await openForeign(url);
  const { token } = await signIn(foreign.url, aleksandr.phone, aleksandr.name);
  const before = await truth();
  const { data } = await call(url, token, 'GET', '/dialogs?page=1&limit=50');
  const other = data.find(({ dialogName }: { dialogName: string }) => dialogName === 'Бухгалтерия').dialogId;
  const [message] = (await call(url, token, 'GET', `/messages/dialog/${other}?page=1&limit=1`)).data;
  const ask = (method: string, path: string) => call(foreign.url, token, method, path, {});
  await ask('POST', `/dialogs/${other}/read`);
  await ask('POST', `/messages/${message.messageId}/status/read`);
  for (const [method, path] of [
    ['POST', `/messages/dialog/${other}`],
    ['POST', `/dialog/${other}/messages`],
    ['DELETE', `/messages/${message.messageId}`],
    ['POST', `/messages/${message.messageId}/reactions`],
    ['DELETE', `/dialogs/${other}`],
    ['POST', '/dialogs'],
    ['PATCH', '/users/me'],
    ['DELETE', '/auth/sessions/ses_1'],
    ['POST', '/files'],
  ] as const)
    await expect(ask(method, path)).rejects.toThrow(/403/);
  expect(await truth()).toEqual(before);
});

test('a scenario that ended before it began leaves nothing to remove; ended twice, it ends once (S24.6)', async () => {
  const { url } = await ours();
  const foreign = await openForeign(url);
  expect(foreign.close()).toBe(foreign.close());
  await foreign.close();
  expect(foreign.remains()[0]).toMatchObject({ seen: 'ничего: чат не создавался', ok: true });
});

/** In front of a server that removes no chats. */
async function startStubborn(behind: string): Promise<string> {
  async function answerTo({ method, url, headers }: IncomingMessage, body: string): Promise<Response> {
    if (method === 'DELETE' && /^\/api\/dialogs\/[^/]+$/.test(url ?? ''))
      return Response.json({ success: false, error: 'Forbidden' }, { status: 403 });
    return fetch(`${behind}${url}`, {
      method: String(method),
      headers: { 'content-type': 'application/json', authorization: headers.authorization ?? '' },
      ...(method === 'POST' ? { body } : {}),
    });
  }

  const server = createServer((request, response) => {
    void text(request)
      .then((body) => answerTo(request, body))
      .then(async (answer) => {
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a server that removes no chats: both leave, and the sheet says what is left (S24.6)', async () => {
  const { old } = await startOld({ variant: 'c' });
  const foreign = await openForeign(await startStubborn(old.url));
  for (const { phone, name } of [aleksandr, andrey]) await signIn(foreign.url, phone, name);
  await foreign.makeChat();
  await foreign.close();
  const left = [...old.state.dialogs.values()].find(({ name }) => name === foreign.cast.chat);
  expect(left?.members.size).toBe(0);
  expect(foreign.remains()[0]).toMatchObject({
    seen: expect.stringContaining('сервер не даёт его удалить; А и Б вышли из него'),
    ok: true,
  });
});

test('neither phones nor names are in what is reported (S24.6)', async () => {
  const { url } = await ours();
  const foreign = await openForeign(url);
  await appOf(foreign, aleksandr.phone);
  const told = `${aleksandr.name} ${aleksandr.phone} ${aleksandr.shownPhone} ${andrey.phone}`;
  expect(foreign.conceal(told)).toBe('«А» «А» «А» «Б»');
});
