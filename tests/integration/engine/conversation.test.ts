import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer } from '../../../server/src/server.ts';
import { openHistory } from '../../../src/main/storage/history.ts';
import { storeLargeHistory } from '../../support/largeHistory.ts';
import { createPerson, type Person } from './person.ts';

let data: string;
let server: Awaited<ReturnType<typeof startServer>>;
const people: Person[] = [];

async function person(phone: string, directory?: string): Promise<Person> {
  const created = await createPerson({
    server: server.url,
    phone,
    ...(directory === undefined ? {} : { directory }),
  });
  people.push(created);
  await created.live();
  return created;
}

async function two() {
  const [a, b] = [await person('79111111111'), await person('79777777777')];
  const { dialogId } = await a.dialog('Общий');
  await b.dialog('Общий');
  a.engine.openDialog(dialogId);
  b.engine.openDialog(dialogId);
  return { a, b, dialogId };
}

/** Somebody who has not opened a chat of 200 messages yet. */
async function oneInLongChat() {
  const dialogId = 'dlg_general0000000000001';
  await server.close();
  await storeLargeHistory(join(data, 'chat3.sqlite'), {
    dialogId,
    senders: ['usr_petrov01', 'usr_volkov01'],
    count: 200,
  });
  server = await startServer({ demo: true, port: 0, dataDir: data });
  const b = await person('79777777777');
  await b.dialog('Общий');
  return { b, dialogId };
}

const dialogOf = (reader: Person, dialogId: string) =>
  reader.engine.dialogs().find((dialog) => dialog.dialogId === dialogId);

const reactionsTo = (reader: Person, content: string) =>
  reader.shown().find((message) => message.content === content)?.reactions;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'chat3-server-'));
  server = await startServer({ demo: true, port: 0, dataDir: data });
});

afterEach(async () => {
  for (const created of people.splice(0)) created.stop();
  await server.close();
  rmSync(data, { recursive: true, force: true });
});

test('a reaction is seen by both, replaced, taken back, and told by whom (S12.1, P4.6)', async () => {
  const { a, b, dialogId } = await two();
  a.engine.sendMessage(dialogId, 'Отчёт готов');
  const { key } = await b.received('Отчёт готов');
  await b.engine.account().reactions.set(key, '👍');
  expect(reactionsTo(b, 'Отчёт готов')).toEqual([{ emoji: '👍', count: 1, mine: true }]);
  await a.until('👍 at A', () => reactionsTo(a, 'Отчёт готов')?.[0]?.emoji === '👍');
  expect(reactionsTo(a, 'Отчёт готов')).toEqual([{ emoji: '👍', count: 1, mine: false }]);
  await b.engine.account().reactions.set(key, '🎉');
  await a.until('🎉 at A', () => reactionsTo(a, 'Отчёт готов')?.[0]?.emoji === '🎉');
  const keyOfA = a.shown().find(({ content }) => content === 'Отчёт готов')?.key ?? '';
  await a.engine.account().reactions.set(keyOfA, '🎉');
  const list = await a.engine.account().reactions.list(keyOfA);
  expect(new Set(list.map(({ userId }) => userId)).size).toBe(2);
  await b.engine.account().reactions.remove(key, '🎉');
  await a.until('one left at A', () => reactionsTo(a, 'Отчёт готов')?.[0]?.count === 1);
  expect(reactionsTo(a, 'Отчёт готов')).toEqual([{ emoji: '🎉', count: 1, mine: true }]);
});

test('a reaction made without a network and a program that is killed meanwhile is told after the next start, once (S12.7)', async () => {
  const { a, b, dialogId } = await two();
  a.engine.sendMessage(dialogId, 'Отчёт готов');
  const { key } = await b.received('Отчёт готов');
  const { port } = new URL(server.url);
  await server.close();
  for (const emoji of ['👍', '🎉']) void b.engine.account().reactions.set(key, emoji);
  expect(reactionsTo(b, 'Отчёт готов')).toEqual([{ emoji: '🎉', count: 1, mine: true }]);
  b.stop(true);
  server = await startServer({ demo: true, port: Number(port), dataDir: data });
  const again = await person('79777777777', b.directory);
  await a.until('🎉 at A', () => reactionsTo(a, 'Отчёт готов')?.[0]?.emoji === '🎉');
  expect(reactionsTo(a, 'Отчёт готов')).toEqual([{ emoji: '🎉', count: 1, mine: false }]);
  await again.until('nothing waits', () => again.engine.diagnostics().outbox.length === 0);
});

test('an own reaction is known on another computer', async () => {
  const { a, dialogId } = await two();
  a.engine.sendMessage(dialogId, 'Важное');
  const sent = await a.until('sent', () =>
    a.shown().find((message) => message.content === 'Важное' && message.state === 'sent'),
  );
  await a.engine.account().reactions.set(sent.key, '❤️');
  const elsewhere = await person('79111111111');
  await elsewhere.dialog('Общий');
  elsewhere.engine.openDialog(dialogId);
  const there = await elsewhere.received('Важное');
  expect(there.reactions).toEqual([{ emoji: '❤️', count: 1, mine: true }]);
});

test('a refused reaction is taken back from the screen (S12.1)', async () => {
  const { a, b, dialogId } = await two();
  a.engine.sendMessage(dialogId, 'Скоро удалят');
  const { key } = await b.received('Скоро удалят');
  // Longer than the server takes.
  await expect(b.engine.account().reactions.set(key, '👍'.repeat(40))).rejects.toThrow();
  expect(reactionsTo(b, 'Скоро удалят')).toEqual([]);
});

test('a code line arrives with its indentation', async () => {
  const { a, b, dialogId } = await two();
  a.engine.sendMessage(dialogId, '\n    return 1;\n');
  await b.received('    return 1;');
  const own = a.opened(dialogId, {}).messages.filter(({ content }) => content.includes('return 1;'));
  expect(own.map(({ content }) => content)).toEqual(['    return 1;']);
});

test('search finds beginnings of words in any case, «ё» as «е», newest first, page by page', async () => {
  const { a, b, dialogId } = await two();
  for (const text of ['Ещё раз про Счёт', 'счета оплачены', 'ничего', 'еще одно письмо про счет']) {
    a.engine.sendMessage(dialogId, text);
    await b.received(text);
  }
  const found = (query: string, before?: string) =>
    b.engine.account().searchMessages(query, dialogId, before);
  expect(found('сче').hits.map(({ content }) => content)).toEqual([
    'еще одно письмо про счет',
    'счета оплачены',
    'Ещё раз про Счёт',
  ]);
  expect(found('ЕЩЕ сч').hits).toHaveLength(2);
  const [newest] = found('сче').hits;
  expect(found('сче', newest?.key).hits).toHaveLength(2);
  expect(found('«"*').hits).toEqual([]);
  expect(b.engine.account().searchMessages('сче', null).hits.length).toBeGreaterThanOrEqual(3);
  const window = b.opened(dialogId, { at: found('ничего').hits[0]?.key });
  expect(window.messages.some(({ content }) => content === 'ничего')).toBe(true);
  expect(() => b.engine.openDialog(dialogId, { at: 'nowhere' })).toThrow('messageNotFound');
});

test('a group gains members, changes roles, loses members, and is left', async () => {
  const { a, b } = await two();
  const own = (reader: Person) => {
    const session = reader.engine.session();
    return session.state === 'signedIn' ? session.user.userId : '';
  };
  const others = (await a.engine.searchPeople('')).filter(({ userId }) => userId !== own(b));
  const third = others[0]?.userId ?? '';
  const dialogId = await a.engine.createDialog('Отдел', [own(b)]);
  const members = a.engine.account().members;
  expect(await members.details(dialogId)).toMatchObject({
    canAddMembers: true,
    canChangeRoles: true,
    canDelete: true,
    canLeave: true,
    removableUserIds: [own(b)],
  });
  await b.dialog('Отдел');
  const ofB = b.engine.account().members;
  expect(await ofB.details(dialogId)).toMatchObject({ canAddMembers: false, removableUserIds: [] });
  await members.setRole(dialogId, own(b), 'admin');
  await members.add(dialogId, [third]);
  expect(await ofB.details(dialogId)).toMatchObject({ canAddMembers: true, removableUserIds: [third] });
  await members.remove(dialogId, third);
  b.engine.openDialog(dialogId);
  await ofB.leave(dialogId);
  expect(b.engine.openDialogId()).toBeNull();
  expect(dialogOf(b, dialogId)).toBeUndefined();
  await members.deleteDialog(dialogId);
  expect(dialogOf(a, dialogId)).toBeUndefined();
});

test('pins and silence stay on this computer', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'chat3-pins-'));
  const first = await person('79111111111', directory);
  const { dialogId } = await first.dialog('Общий');
  first.engine.account().setPinned(dialogId, true);
  first.engine.account().setMuted(dialogId, true);
  first.stop(true);
  people.splice(people.indexOf(first), 1);
  const again = await person('79111111111', directory);
  expect(dialogOf(again, dialogId)).toMatchObject({ muted: true, pinnedAt: expect.any(Number) });
});

test('everything is read at once, here and on the server (S9.6)', async () => {
  const { a, b, dialogId } = await two();
  b.engine.closeDialog();
  for (const text of ['раз', 'два', 'три']) a.engine.sendMessage(dialogId, text);
  await b.until('the last one', () => dialogOf(b, dialogId)?.lastMessage?.content === 'три');
  b.engine.account().markAllRead();
  expect(b.engine.dialogs().every(({ unreadCount }) => unreadCount === 0)).toBe(true);
  const elsewhere = await person('79777777777');
  await elsewhere.until('read elsewhere', () => dialogOf(elsewhere, dialogId)?.unreadCount === 0);
});

test('what was downloaded can be cleared and comes again', async () => {
  const { a, b, dialogId } = await two();
  a.engine.sendMessage(dialogId, 'остаётся на сервере');
  await b.received('остаётся на сервере');
  b.engine.saveDraft(dialogId, 'черновик');
  expect(b.engine.account().storage().messageCount).toBeGreaterThan(0);
  b.engine.account().clearStorage();
  expect(b.shown()).toEqual([]);
  await b.received('остаётся на сервере');
  expect(dialogOf(b, dialogId)?.draft).toBe('черновик');
});

test('the own name changes, here and for others', async () => {
  const { a, b } = await two();
  await a.engine.updateName('  Александр Сергеевич ');
  expect(a.engine.session()).toMatchObject({ user: { name: 'Александр Сергеевич' } });
  await b.until('the new name', () => b.engine.users().some(({ name }) => name === 'Александр Сергеевич'));
  await expect(a.engine.updateName('  ')).rejects.toMatchObject({ code: 'nameRequired' });
});

test('another device is listed and ended', async () => {
  const { a } = await two();
  const other = await person('79111111111');
  const devices = await a.engine.account().devices();
  const another = devices.find(({ current }) => !current);
  expect(devices.filter(({ current }) => current)).toHaveLength(1);
  await a.engine.account().endDevice(another?.sessionId ?? '');
  await other.until('signed out', () => other.engine.session().state === 'signedOut');
  expect(await a.engine.account().devices()).toHaveLength(1);
});

test('the way of a message is traced, without its text', async () => {
  const { a, b, dialogId } = await two();
  const key = a.engine.sendMessage(dialogId, 'секрет');
  const { key: keyOfB } = await b.received('секрет');
  b.engine.account().tracePainted([keyOfB], performance.now());
  await a.until('sent', () => a.shown().find((row) => row.key === key && row.state === 'sent'));
  const hops = (reader: Person, wanted: string) =>
    reader.engine
      .diagnostics()
      .traces.find((trace) => trace.key === wanted)
      ?.hops.map(({ hop }) => hop);
  expect(hops(a, key)).toEqual(expect.arrayContaining(['composed', 'queued', 'posted', 'forwarded']));
  expect(hops(b, keyOfB)).toEqual(['received', 'merged', 'forwarded', 'painted']);
  const diagnostics = b.engine.diagnostics();
  expect(diagnostics.connectionHistory[0]?.state).toBe('live');
  expect(diagnostics.events.some(({ name }) => name === 'message:new')).toBe(true);
  expect(JSON.stringify(diagnostics)).not.toContain('секрет');
});

test('a chat first opened without a connection is filled, with more above, once there is one (S6.12, S14.5)', async () => {
  const { b, dialogId } = await oneInLongChat();
  const port = Number(new URL(server.url).port);
  await server.close();
  await b.until('offline', () => b.engine.connection().state !== 'live');
  expect(b.opened(dialogId)).toMatchObject({ messages: [], loading: false });
  server = await startServer({ demo: true, port, dataDir: data });
  b.engine.hint();
  const filled = await b.until('a window with messages', () =>
    b.events
      .flatMap((event) => (event.type === 'window' && event.window !== null ? [event.window] : []))
      .find((window) => window.messages.length > 0),
  );
  expect(filled.messages.map(numberOf)).toContain(200);
  expect(filled.hasOlder).toBe(true);

  await b.live();
  await server.close();
  await b.until('offline again', () => b.engine.connection().state !== 'live');
  // Not «nothing, but there is more», which would be asked for again without end.
  await expect(b.readBack(dialogId)).rejects.toMatchObject({ code: 'connectionLost' });
  server = await startServer({ demo: true, port: 0, dataDir: data });
});

test('a message far below what is unbroken is opened at once, and the holes around it are filled (S6.12, S14.4)', async () => {
  const { b, dialogId } = await oneInLongChat();
  b.engine.openDialog(dialogId);
  await b.until('the end', () => b.shown().some((message) => numberOf(message) === 200));
  await b.readBack(dialogId);
  b.stop(true);

  // As after a cut so long that the walk from the newest message did not come down to what was known.
  const file = readdirSync(b.directory).find((name) => /^usr_.*\.db$/.test(name)) ?? '';
  const store = openHistory({ file: join(b.directory, file), key: null });
  const stored = store.messagesBefore(dialogId, null, 1_000);
  const target = stored.find((message) => numberOf(message) === 20);
  const from = stored.find((message) => numberOf(message) === 190);
  const record = store.dialogs().find((dialog) => dialog.dialogId === dialogId);
  if (!record?.certified || !from?.id || !target) throw new Error('the history is not there');
  const unbroken = { ...record.certified, from: { ...from, id: from.id }, reachedStart: false };
  store.saveDialog({ ...record, certified: unbroken });
  for (const message of stored) {
    if (numberOf(message) > 21 && numberOf(message) < 190) store.removeMessage(message.key);
  }
  store.close();

  const again = await person('79777777777', b.directory);
  const window = again.opened(dialogId, { at: target.key });
  expect(window.messages.map(numberOf)).toContain(20);
  const filled = await again.until(
    'the window comes again',
    () => again.events.filter((event) => event.type === 'window')[1],
  );
  expect(filled.window?.messages.map(numberOf)).toEqual(Array.from({ length: 70 }, (_, index) => index + 1));
});

const numberOf = ({ content }: { content: string }) => Number(/^Сообщение (\d+)/.exec(content)?.[1]);
