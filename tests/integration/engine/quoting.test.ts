import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../../server/src/server.ts';
import { TransportError } from '../../../src/main/chat/ports.ts';
import { isServiceLine } from '../../../src/shared/serviceLine.ts';
import { readHeader } from '../../../src/shared/textHeader.ts';
import { oldVariants } from '../../fixtures/oldBackend/variants.ts';
import { startOldBackend } from '../../fixtures/oldBackend.ts';
import { createRandom } from '../../simulation/virtualClock.ts';
import { createPerson, type Person } from './person.ts';

const servers = ['ours', 'a', 'c', 'newest'] as const;
const old = ['a', 'c', 'newest'] as const;
type ServerName = (typeof servers)[number];

const aleksandr = '79111111111';
const andrey = '79777777777';

interface Stage {
  url: string;
  /** Chats of the two, by their names. */
  dialogId: string;
  otherId: string;
  /** What is stored there, in the order it came; of an old server. */
  stored(): string[];
  /** A message of a chat that the second one is not in; of an old server. */
  secret: string;
}

async function stage(name: ServerName): Promise<Stage> {
  if (name === 'ours') {
    const dataDir = mkdtempSync(join(tmpdir(), 'chat3-quoting-'));
    const server = await startServer({ demo: true, port: 0, dataDir });
    onTestFinished(async () => {
      await server.close();
      rmSync(dataDir, { recursive: true });
    });
    const maker = await person(server.url, aleksandr);
    const userIds = (await maker.engine.searchPeople('')).map(({ userId }) => userId);
    const make = (title: string) => maker.engine.createDialog(title, userIds);
    const [dialogId, otherId] = [await make('Встречи'), await make('Отчёты')];
    maker.stop();
    return { url: server.url, dialogId, otherId, stored: () => [], secret: '' };
  }
  const backend = await startOldBackend({
    scale: 20,
    variant: name,
    random: createRandom(3),
  });
  onTestFinished(() => backend.close());
  const a = backend.state.addUser(aleksandr, 'Александр Петров').userId;
  const b = backend.state.addUser(andrey, 'Андрей Волков').userId;
  const dialog = backend.state.addDialog('Встречи', a, [b]);
  const other = backend.state.addDialog('Отчёты', a, [b]);
  const { dialogId } = dialog;
  const stored = () => dialog.rows.map(({ content }) => content);
  const maria = backend.state.addUser('79000000003', 'Мария Орлова').userId;
  const elsewhere = backend.state.addDialog('Чужое', a, [maria]);
  const secret = backend.insert(elsewhere, maria, 'Тайна', Date.now()).messageId;
  return { url: backend.url, dialogId, otherId: other.dialogId, stored, secret };
}

async function person(
  server: string,
  phone: string,
  options: Partial<Parameters<typeof createPerson>[0]> = {},
): Promise<Person> {
  const made = await createPerson({ server, phone, ...options });
  onTestFinished(() => made.stop());
  await made.live();
  return made;
}

async function two(name: ServerName) {
  const there = await stage(name);
  const [a, b] = [await person(there.url, aleksandr), await person(there.url, andrey)];
  for (const one of [a, b]) {
    await one.until('both chats', () => one.engine.dialogs().length >= 2);
    one.opened(there.dialogId);
  }
  return { ...there, a, b };
}

/** Writes, and waits until the server has it. */
async function say(by: Person, dialogId: string, text: string, replyTo?: string) {
  const key = by.engine.sendMessage(dialogId, text, { replyTo });
  await by.until('sent', () => by.shown().find((one) => one.key === key)?.state === 'sent');
  return key;
}

const seen = (by: Person, content: string) => by.shown().find((one) => one.content === content);

test.each(servers)(
  '%s: what is answered stands above the answer, which is nothing but its own words everywhere (S18.1, S18.7)',
  async (name) => {
    const { a, b, dialogId, url } = await two(name);
    await say(b, dialogId, 'Когда *встреча*?\nИ где?');
    const original = await a.received('Когда *встреча*?\nИ где?');
    await say(a, dialogId, 'В три', original.key);
    const quote = { kind: 'text', text: 'Когда встреча?', senderId: original.senderId };
    const answer = await b.until('the answer', () => seen(b, 'В три'));
    expect(answer.quote).toMatchObject(quote);
    expect(seen(a, 'В три')?.quote).toEqual({ ...quote, key: original.key });
    await b.until('the list', () => b.engine.dialog(dialogId)?.lastMessage?.content === 'В три');
    const [hit] = b.engine.account().searchMessages('встреча', dialogId).hits;
    expect(hit?.content).toBe('Когда *встреча*?\nИ где?');
    expect(b.engine.account().searchMessages('встреча', dialogId).hits).toHaveLength(1);
    expect(b.news()).toEqual(['В три']);
    // Whoever comes later has it from the history alone.
    const later = await person(url, andrey);
    later.opened(dialogId);
    await later.until('read', () => seen(later, 'В три')?.quote?.kind === 'text');
    expect(seen(later, 'В три')?.quote).toMatchObject(quote);
  },
);

test.each(old)(
  '%s: others are shown plain words, and their own are never taken for ours (S18.7)',
  async (name) => {
    const { a, b, dialogId, stored } = await two(name);
    const key = await say(b, dialogId, 'Когда встреча?');
    await a.received('Когда встреча?');
    const own = '> Андрей Волков: Когда встреча?\nпишет человек';
    await say(a, dialogId, 'В три', seen(a, 'Когда встреча?')?.key);
    await say(a, dialogId, own);
    const plain = (text: string) => text.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '');
    expect(stored().map(plain)).toEqual(['Когда встреча?', '> Андрей Волков: Когда встреча?\nВ три', own]);
    expect(stored().map((text) => readHeader(text) !== null)).toEqual([false, true, false]);
    const received = await b.received(own);
    expect(received.quote).toBeUndefined();
    expect((await b.received('В три')).quote?.key).toBe(key);
  },
);

test('follows what becomes of the original, and says that it was removed (S18.1)', async () => {
  const { a, b, dialogId } = await two('ours');
  const key = await say(b, dialogId, 'Когда встреча?');
  const original = await a.received('Когда встреча?');
  await say(a, dialogId, 'В три', original.key);
  await b.received('В три');
  b.engine.account().edit(key, 'Когда планёрка?');
  const shows = (by: Person, quote: object) =>
    by.until('the quote', () => {
      const shown = seen(by, 'В три')?.quote;
      return shown !== undefined && JSON.stringify({ ...shown, ...quote }) === JSON.stringify(shown);
    });
  await shows(a, { text: 'Когда планёрка?' });
  await shows(b, { text: 'Когда планёрка?' });
  b.engine.removeMessage(key);
  await shows(a, { kind: 'removed', text: '' });
  await shows(b, { kind: 'removed', text: '' });
});

async function offlineAuthor(name: ServerName) {
  const there = await stage(name);
  const reader = await person(there.url, andrey);
  let offline = false;
  const a = await person(there.url, aleksandr, {
    wrap: (http) => (request) => (offline ? Promise.reject(new TransportError('refused')) : http(request)),
  });
  a.opened(there.dialogId);
  reader.opened(there.dialogId);
  const setOffline = (value: boolean) => {
    offline = value;
    if (!value) a.engine.hint();
  };
  return { ...there, a, reader, setOffline };
}

test.each(servers)('%s: an answer to what was not sent yet waits for its name (S18.4)', async (name) => {
  const { a, reader, dialogId, setOffline } = await offlineAuthor(name);
  setOffline(true);
  const first = a.engine.sendMessage(dialogId, 'Собрание в три');
  a.engine.sendMessage(dialogId, 'то есть в четыре', { replyTo: first });
  expect(seen(a, 'то есть в четыре')?.quote).toMatchObject({ key: first, text: 'Собрание в три' });
  setOffline(false);
  // On the old system an answer may overtake what it answers.
  const quote = await reader.until('the quote', () => {
    const shown = seen(reader, 'то есть в четыре')?.quote;
    return shown?.kind === 'text' && shown;
  });
  expect(quote.text).toBe('Собрание в три');
  expect(reader.window()?.byKey.get(quote.key ?? '')?.content).toBe('Собрание в три');
});

test('is sent without a quote where what it answers is taken back before it left (S18.4)', async () => {
  const { a, reader, dialogId, setOffline } = await offlineAuthor('ours');
  setOffline(true);
  const first = a.engine.sendMessage(dialogId, 'Собрание в три');
  a.engine.sendMessage(dialogId, 'то есть в четыре', { replyTo: first });
  // Its request has failed by then, so that nobody has it.
  await new Promise(setImmediate);
  a.engine.removeMessage(first);
  setOffline(false);
  expect((await reader.received('то есть в четыре')).quote).toBeUndefined();
  await a.until('sent', () => seen(a, 'то есть в четыре')?.state === 'sent');
  expect(seen(a, 'то есть в четыре')?.quote).toBeUndefined();
});

test('asks for what is not here once an answer to it is in sight, and jumps there (S18.3)', async () => {
  const { a, b, dialogId, url } = await two('ours');
  const key = await say(b, dialogId, 'Давным-давно');
  await a.received('Давным-давно');
  for (let index = 0; index < 120; index++) a.engine.sendMessage(dialogId, `между ${index}`);
  await say(a, dialogId, 'помнишь?', seen(a, 'Давным-давно')?.key);
  // Whoever wrote last has read everything: of the history a page is enough.
  const later = await person(url, aleksandr);
  await later.until('the chat', () => later.engine.dialog(dialogId) !== null);
  later.opened(dialogId, { end: true });
  await later.until('loaded', () => later.window()?.loading === false);
  const answer = await later.received('помнишь?');
  expect(answer.quote).toEqual({ key: null, senderId: null, kind: 'unknown', text: '' });
  later.engine.setInView(dialogId, [answer.key]);
  const quote = await later.until('the original', () => {
    const shown = seen(later, 'помнишь?')?.quote;
    return shown?.kind === 'text' && shown;
  });
  expect(quote.text).toBe('Давным-давно');
  expect(seen(later, 'Давным-давно')).toBeUndefined();
  later.opened(dialogId, { at: quote.key ?? '' });
  expect(seen(later, 'Давным-давно')?.id).toBe(b.window()?.byKey.get(key)?.id);
});

/** Straight to an old server, which checks nothing. */
async function forge(url: string, token: string, dialogId: string, replyTo: unknown): Promise<void> {
  await fetch(`${url}/api/messages/dialog/${dialogId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ content: 'подделка', type: 'text', meta: { replyTo } }),
  });
}

test('of another chat nothing is ever shown, whether its message is stored here or not (S18.2)', async () => {
  const { a, b, dialogId, otherId, url, secret } = await two('c');
  a.opened(otherId);
  await say(a, otherId, 'Тайна');
  const id = seen(a, 'Тайна')?.id;
  a.opened(dialogId);
  await b.until('the other chat', () => b.engine.dialog(otherId)?.lastMessage?.content === 'Тайна');
  await forge(url, a.token(), dialogId, id);
  await forge(url, a.token(), dialogId, secret);
  const forged = () => b.shown().filter(({ content }) => content === 'подделка');
  await b.until('both', () => forged().filter(({ meta }) => 'replyTo' in meta).length === 2);
  b.engine.setInView(
    dialogId,
    forged().map(({ key }) => key),
  );
  await say(b, dialogId, 'конец');
  expect(forged().map(({ quote }) => [quote?.key ?? null, quote?.text ?? ''])).toEqual([
    [null, ''],
    [null, ''],
  ]);
  expect(JSON.stringify(b.events.filter(({ type }) => type === 'messages'))).not.toContain('Тайна');
});

test.each([
  [7, undefined],
  ['msg_nobody0000000000000', 'removed'],
])('replyTo = %j is answered by nothing: %s (S18.2)', async (replyTo, kind) => {
  const { a, b, dialogId, url } = await two('c');
  await forge(url, a.token(), dialogId, replyTo);
  const forged = await b.until('with meta', () => {
    const shown = seen(b, 'подделка');
    return shown && 'replyTo' in shown.meta && shown;
  });
  b.engine.setInView(dialogId, [forged.key]);
  await b.until('an answer', () => seen(b, 'подделка')?.quote?.kind !== 'unknown');
  expect(seen(b, 'подделка')?.quote?.kind).toBe(kind);
});

test('keeps what a draft answers through a restart, and lets go of it with the text (S18.6)', async () => {
  const { a, b, dialogId, url } = await two('ours');
  await say(b, dialogId, 'Когда встреча?');
  const { key } = await a.received('Когда встреча?');
  a.engine.account().answer(dialogId, key);
  a.stop(true);
  const again = await person(url, aleksandr, { directory: a.directory });
  expect(again.engine.dialog(dialogId)?.replyTo).toMatchObject({ key, text: 'Когда встреча?' });
  again.engine.saveDraft(dialogId, 'В три');
  again.engine.sendMessage(dialogId, 'ответ из уведомления');
  expect(again.engine.dialog(dialogId)).toMatchObject({ draft: 'В три', replyTo: { key } });
  again.engine.sendMessage(dialogId, 'В три', { replyTo: key });
  expect(again.engine.dialog(dialogId)).toMatchObject({ draft: '' });
  expect(again.engine.dialog(dialogId)?.replyTo).toBeUndefined();
  expect(() => again.engine.account().answer(dialogId, 'nobody')).toThrow();
});

test.each(servers)(
  '%s: forwards into several chats, each with the comment and the first author (S18.5)',
  async (name) => {
    const { a, b, dialogId, otherId } = await two(name);
    await say(b, dialogId, '*Отчёт*\nготов');
    const original = await a.received('*Отчёт*\nготов');
    a.engine.account().forward(original.key, [otherId, otherId], 'Смотри ');
    b.opened(otherId);
    const comment = await b.received('Смотри');
    const forwarded = await b.received('*Отчёт*\nготов');
    expect(comment.forwarded).toBeUndefined();
    expect(forwarded).toMatchObject({
      own: false,
      forwarded: { senderName: 'Андрей Волков', senderId: original.senderId, at: original.createdAt },
    });
    const said = b.shown().filter(({ type }) => !isServiceLine(type));
    expect(said.map(({ content }) => content)).toEqual(['Смотри', '*Отчёт*\nготов']);
    await b.until('the list', () => b.engine.dialog(otherId)?.lastMessage?.content === '*Отчёт*\nготов');
    b.engine.account().forward(forwarded.key, [dialogId], '');
    const again = await a.until('forwarded again', () =>
      a.shown().find((one) => one.forwarded !== undefined && one.senderId === original.senderId),
    );
    expect(again.forwarded).toEqual(forwarded.forwarded);
  },
);

test('forwards all or nothing, and only what was sent (S18.5)', async () => {
  const { a, dialogId, otherId, setOffline } = await offlineAuthor('ours');
  const sent = await say(a, dialogId, 'Отчёт');
  setOffline(true);
  const { forward } = a.engine.account();
  expect(() => forward(sent, [otherId, 'dlg_nobody'], '')).toThrow();
  expect(() => forward(sent, [otherId], 'x'.repeat(10_001))).toThrow();
  const waiting = a.engine.sendMessage(dialogId, 'ждёт');
  expect(() => forward(waiting, [otherId], '')).toThrow();
  expect(a.engine.dialog(otherId)?.lastMessage?.content).not.toBe('Отчёт');
  forward(sent, [otherId], '');
  a.opened(otherId);
  expect(seen(a, 'Отчёт')).toMatchObject({ state: 'queued', forwarded: { senderName: 'Александр Петров' } });
  setOffline(false);
  await a.until('sent', () => seen(a, 'Отчёт')?.state === 'sent');
});

test('the variants that are asked here differ in whether histories keep meta', () => {
  expect(old.map((name) => oldVariants[name].keepsMeta)).toEqual([false, true, true]);
});
