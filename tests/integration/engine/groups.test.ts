import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer } from '../../../server/src/server.ts';
import type { BridgeEvent } from '../../../src/shared/bridge.ts';
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

const idOf = (reader: Person) => {
  const session = reader.engine.session();
  return session.state === 'signedIn' ? session.user.userId : '';
};

const dialogOf = (reader: Person, dialogId: string) =>
  reader.engine.dialogs().find((dialog) => dialog.dialogId === dialogId);

const eventsOf = <Type extends BridgeEvent['type']>(reader: Person, type: Type) =>
  reader.events.filter((event): event is BridgeEvent & { type: Type } => event.type === type);

/** Aleksandr owns a group with Andrey, who has it open. */
async function group() {
  const [a, b] = [await person('79111111111'), await person('79777777777')];
  const dialogId = await a.engine.createDialog('Отдел', [idOf(b)]);
  await b.dialog('Отдел');
  b.engine.openDialog(dialogId);
  await b.until('its first line', () => b.shown().length > 0);
  return { a, b, dialogId };
}

/** Andrey is away while the others go on. */
async function away(b: Person, meanwhile: () => Promise<unknown>): Promise<Person> {
  const { directory } = b;
  b.stop(true);
  people.splice(people.indexOf(b), 1);
  await meanwhile();
  return person('79777777777', directory);
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

test('service lines are shown and previewed, and are neither news nor unread nor found (S13.3, P7.12)', async () => {
  const { a, b, dialogId } = await group();
  b.engine.closeDialog();
  const third = (await a.engine.searchPeople('Мария'))[0]?.userId ?? '';
  await a.engine.account().members.add(dialogId, [third]);
  const added = { event: 'added', actor: { userId: idOf(a) }, person: { userId: third } };
  await b.until('the line in the list', () => dialogOf(b, dialogId)?.lastMessage?.service?.event === 'added');
  expect(dialogOf(b, dialogId)).toMatchObject({ unreadCount: 0, lastMessage: { service: added } });
  const { messages, firstUnreadKey } = b.opened(dialogId);
  expect(messages.map(({ service }) => service?.event)).toEqual(['created', 'added']);
  expect(messages.map(({ own }) => own)).toEqual([false, false]);
  expect(firstUnreadKey).toBeNull();
  expect([b.news(), b.arrivals.filter(({ dialogId: of }) => of === dialogId)]).toEqual([[], []]);
  expect(b.engine.account().searchMessages('Мария', dialogId).hits).toEqual([]);

  a.engine.sendMessage(dialogId, 'Мария с нами');
  await b.until('the message', () => dialogOf(b, dialogId)?.unreadCount === 1);
  expect(b.news()).toEqual(['Мария с нами']);
  expect(b.engine.account().searchMessages('Мария', dialogId).hits).toHaveLength(1);
});

test('a line that came while away is no missed message', async () => {
  const { a, b, dialogId } = await group();
  b.cut();
  await a.engine.account().members.rename(dialogId, 'Новый отдел');
  await b.until('caught up', () => eventsOf(b, 'caughtUp').length > 0);
  expect(eventsOf(b, 'caughtUp')[0]).toMatchObject({ received: 0, firstMissedKey: null });
  await b.until('the line', () => b.shown().find(({ service }) => service?.event === 'renamed'));
});

test('a group is renamed for everybody, and refused names say why', async () => {
  const { a, b, dialogId } = await group();
  expect(await a.engine.account().members.details(dialogId)).toMatchObject({ canRename: true });
  expect(await b.engine.account().members.details(dialogId)).toMatchObject({ canRename: false });
  await a.engine.account().members.rename(dialogId, '  Продажи ');
  expect(dialogOf(a, dialogId)?.title).toBe('Продажи');
  await b.dialog('Продажи');
  for (const [name, code] of [
    [' \u200b', 'dialogNameRequired'],
    ['две\nстроки', 'nameUnfit'],
    ['обо\u202eрот', 'nameUnfit'],
    ['д'.repeat(201), 'nameTooLong'],
  ] as const) {
    await expect(a.engine.account().members.rename(dialogId, name)).rejects.toMatchObject({ code });
  }
  await expect(b.engine.account().members.rename(dialogId, 'Моё')).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('who came, went and became what while away is known after the reconnect (P7.4)', async () => {
  const { a, b: first, dialogId } = await group();
  // Whoever has caught up once is told of changes alone, and never asks who is in a group again.
  const b = await away(first, async () => {});
  const [third, fourth] = (await a.engine.searchPeople('')).filter(({ userId }) => userId !== idOf(b));
  const back = await away(b, async () => {
    await a.engine.account().members.add(dialogId, [third?.userId ?? '', fourth?.userId ?? '']);
    await a.engine.account().members.setRole(dialogId, idOf(b), 'admin');
    await a.engine.account().members.remove(dialogId, fourth?.userId ?? '');
  });
  // Nobody asks for the members here: what the reconnect brought is what there is.
  await back.until('three members', () => dialogOf(back, dialogId)?.memberCount === 3);
  await server.close();
  const details = await back.engine.account().members.details(dialogId);
  expect(Object.fromEntries(details.members.map(({ userId, role }) => [userId, role]))).toEqual({
    [idOf(a)]: 'owner',
    [idOf(back)]: 'admin',
    [third?.userId ?? '']: 'member',
  });
  expect(details).toMatchObject({ canAddMembers: true, removableUserIds: [third?.userId] });
  server = await startServer({ demo: true, port: 0, dataDir: data });
});

test('removed while writing: told why, with the text; deleted as well (S7.5)', async () => {
  const { a, b, dialogId } = await group();
  b.engine.saveDraft(dialogId, 'Полуготовый ответ');
  a.engine.openDialog(dialogId);
  b.engine.setTyping(dialogId, true);
  const typing = () => eventsOf(a, 'typing').at(-1)?.userIds;
  await a.until('typing', () => typing()?.includes(idOf(b)));
  await a.engine.account().members.remove(dialogId, idOf(b));
  await a.until('no longer typing', () => typing()?.length === 0);
  await b.until('told', () => eventsOf(b, 'dialogLost').length > 0);
  expect(eventsOf(b, 'dialogLost')).toEqual([
    { type: 'dialogLost', title: 'Отдел', reason: 'removed', draft: 'Полуготовый ответ' },
  ]);
  expect(dialogOf(b, dialogId)).toBeUndefined();

  const second = await a.engine.createDialog('Временный', [idOf(b)]);
  await b.dialog('Временный');
  b.engine.openDialog(second);
  await a.engine.account().members.deleteDialog(second);
  await b.until('told of the second', () => eventsOf(b, 'dialogLost').length > 1);
  expect(eventsOf(b, 'dialogLost')[1]).toMatchObject({ title: 'Временный', reason: 'deleted', draft: '' });
  expect(eventsOf(a, 'dialogLost')).toEqual([]);
});

test('leaving by one’s own hand is not told, nor is a chat nobody looked at (S7.5)', async () => {
  const { a, b, dialogId } = await group();
  b.engine.saveDraft(dialogId, 'всё равно');
  await b.engine.account().members.leave(dialogId);
  const other = await a.engine.createDialog('Другой', [idOf(b)]);
  await b.dialog('Другой');
  await a.engine.account().members.remove(other, idOf(b));
  await b.until('gone', () => dialogOf(b, other) === undefined);
  const marker = await a.engine.createDialog('Метка', [idOf(b)]);
  await b.dialog('Метка');
  b.engine.openDialog(marker);
  await a.engine.account().members.deleteDialog(marker);
  await b.until('told', () => eventsOf(b, 'dialogLost').length > 0);
  expect(eventsOf(b, 'dialogLost').map(({ title }) => title)).toEqual(['Метка']);
});

test('removed while away: told after the start', async () => {
  const { a, b, dialogId } = await group();
  b.engine.saveDraft(dialogId, 'не успел');
  const back = await away(b, () => a.engine.account().members.remove(dialogId, idOf(b)));
  await back.until('told', () => eventsOf(back, 'dialogLost').length > 0);
  expect(eventsOf(back, 'dialogLost')[0]).toMatchObject({ reason: 'removed', draft: 'не успел' });
});

test('an answer from elsewhere keeps the draft, the composer’s own message takes it (S8.1)', async () => {
  const { b, dialogId } = await group();
  b.engine.saveDraft(dialogId, 'длинный ответ, ещё не готов');
  b.engine.sendMessage(dialogId, 'ок');
  expect(dialogOf(b, dialogId)?.draft).toBe('длинный ответ, ещё не готов');
  b.engine.saveDraft(dialogId, '  готово\r\n');
  b.engine.sendMessage(dialogId, '  готово');
  expect(dialogOf(b, dialogId)?.draft).toBe('');
});

test('marked unread by hand: kept over a restart, ended by opening (S9.7)', async () => {
  const { b, dialogId } = await group();
  b.engine.closeDialog();
  b.engine.account().setMarkedUnread(dialogId, true);
  const again = await away(b, async () => {});
  expect(dialogOf(again, dialogId)).toMatchObject({ markedUnread: true, unreadCount: 0 });
  again.engine.openDialog(dialogId);
  expect(dialogOf(again, dialogId)?.markedUnread).toBe(false);
  again.engine.account().setMarkedUnread(dialogId, true);
  again.engine.account().setMarkedUnread(dialogId, false);
  expect(dialogOf(again, dialogId)?.markedUnread).toBe(false);
  expect(() => again.engine.account().setMarkedUnread('dlg_none', true)).toThrow('dialogNotFound');
});
