/** The real engine on the newest contract (P8.5, P8.6, P8.7); what all states have in common is in oldSystem.test.ts. */
import { expect, test } from 'vitest';
import type { MessageView } from '../../../src/shared/views.ts';
import { unreadOf } from '../../fixtures/oldBackend/newestWire.ts';
import type { OldDialog } from '../../fixtures/oldBackend/state.ts';
import { oldVariants } from '../../fixtures/oldBackend/variants.ts';
import type { OldBackend, OldBackendOptions } from '../../fixtures/oldBackend.ts';
import { until } from '../../support/until.ts';
import { aleksandr, andrey, live, startOld } from './oldStage.ts';
import type { Person } from './person.ts';

let old: OldBackend;
let dialog: OldDialog;

async function start(options: Partial<OldBackendOptions> = {}) {
  const {
    a,
    b,
    old: started,
  } = await startOld({ variant: 'newest', brokerChance: 1, timestampMs: 1, ...options }, 5);
  old = started;
  dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
  return { a, b };
}

async function person(phone: string, speed = 4): Promise<Person> {
  const created = await live(phone, { speed });
  const userId = old.state.userByPhone(phone)?.userId ?? '';
  await until('its queue', () => old.queueCount(userId) > 0);
  return created;
}

/** Opens the dialog; answers what its window shows at any later time. */
function look({ engine, shown }: Person): () => MessageView[] {
  engine.openDialog(dialog.dialogId);
  return shown;
}

const contents = (messages: MessageView[]) => messages.map(({ content }) => content);
const stored = () => dialog.rows.map(({ content }) => content);

/** How far this person saw the other one read. */
const readAtOf = ({ events }: Person, userId: string) =>
  Math.max(
    0,
    ...events
      .flatMap((event) => (event.type === 'marks' ? event.marks : []))
      .flatMap((mark) => (mark.userId === userId ? [mark.readAt] : [])),
  );

test('messages go both ways without a room: the same in both windows, in one order, and stored once (P8.5, S3.6)', async () => {
  await start();
  const [first, second] = [await person(aleksandr), await person(andrey)];
  const windows = [look(first), look(second)] as const;
  for (let index = 0; index < 6; index++) {
    first.engine.sendMessage(dialog.dialogId, `А ${index}`);
    second.engine.sendMessage(dialog.dialogId, `Б ${index}`);
  }
  for (const [index, reader] of [first, second].entries())
    await reader.until('all twelve, sent', () => {
      const messages = windows[index]?.() ?? [];
      return messages.length === 12 && messages.every(({ state }) => state === 'sent');
    });
  expect(contents(windows[0]())).toEqual(contents(windows[1]()));
  expect(stored().toSorted()).toEqual(contents(windows[0]()).toSorted());
});

test('an envelope alone is enough: its message is shown without asking for it', async () => {
  const { a } = await start();
  const reader = await person(andrey);
  const window = look(reader);
  const texts = ['Раз', 'Два', 'Три', 'Четыре'];
  for (const [index, text] of texts.entries()) {
    const row = old.insert(dialog, a, text, Date.now() + index);
    // Nothing that could be asked knows of it.
    row.visibleAt = Number.POSITIVE_INFINITY;
    old.announce(dialog, row);
    await reader.received(text);
  }
  expect(contents(window())).toEqual(texts);
});

test('what two windows of one person take from each other, and what comes after one has closed, is found', async () => {
  const { a } = await start();
  // A minute takes a second and a half.
  const [first, second] = [await person(andrey, 40), await person(andrey, 40)];
  const windows = [look(first), look(second)] as const;
  const send = (text: string) => old.announce(dialog, old.insert(dialog, a, text));
  for (let index = 0; index < 6; index++) send(`${index}`);
  await first.until('all six', () => windows[0]().length === 6);
  await second.until('all six', () => windows[1]().length === 6);
  first.stop();
  const { userId } = old.state.userByPhone(andrey) ?? { userId: '' };
  await until('no queue', () => old.queueCount(userId) === 0);
  send('После');
  await second.received('После');
  expect(windows[1]()).toHaveLength(7);
});

test('internal.text is text, pictures are attachments, lines of the system stay such (P8.6, P1.7)', async () => {
  const { a } = await start();
  const insert = (type: string, content: string, meta: Record<string, unknown> = {}) =>
    Object.assign(old.insert(dialog, a, content, Date.now() - 1_000 + dialog.rows.length), { type, meta });
  insert('text', 'Текст');
  Object.assign(insert('internal.text', 'Ответ'), { quotedMessageId: dialog.rows[0]?.messageId });
  insert('internal.image', '', { url: 'https://files.example/a.png' });
  insert('internal.file', 'отчёт.pdf', { url: 'https://files.example/b.pdf' });
  insert('internal.joined', '');
  insert('system.created', '');
  const reader = await person(andrey);
  const window = look(reader);
  await reader.until('all', () => window().length === 6);
  expect(window().map(({ type }) => type)).toEqual([
    'text',
    'text',
    'image',
    'file',
    'internal.joined',
    'system.created',
  ]);
});

test('how much is left unread is told as the person reads', async () => {
  const { a, b } = await start();
  for (let index = 0; index < 7; index++)
    old.insert(dialog, a, `Сообщение ${index}`, Date.now() - 60_000 + index);
  const reader = await person(andrey);
  await reader.until('seven unread', () => reader.engine.dialogs()[0]?.unreadCount === 7);
  const window = look(reader);
  await reader.until('all', () => window().length === 7);
  reader.engine.markRead(dialog.dialogId, window()[3]?.key ?? '');
  await until('three left', () => unreadOf(dialog, b) === 3);
  reader.engine.markRead(dialog.dialogId, window()[6]?.key ?? '');
  await until('none left', () => unreadOf(dialog, b) === 0);
  expect(reader.engine.dialogs()[0]?.unreadCount).toBe(0);
});

test('typing is seen both ways, and ends by itself', async () => {
  const { a, b } = await start();
  const [first, second] = [await person(aleksandr, 10), await person(andrey, 10)];
  const sees = (reader: Person, userId: string) =>
    reader.until(`${userId} types, and stops`, () => {
      const seen = reader.events.flatMap((event) => (event.type === 'typing' ? [event.userIds] : []));
      return seen.some((userIds) => userIds.includes(userId)) && seen.at(-1)?.length === 0;
    });
  first.engine.setTyping(dialog.dialogId, true);
  await sees(second, a);
  second.engine.setTyping(dialog.dialogId, true);
  await sees(first, b);
  expect(old.requests('/typing')).toBe(2);
});

test('a message is read when the other one has read it, told by an update or by the counts alone (S9.9)', async () => {
  const { b } = await start();
  const [sender, reader] = [await person(aleksandr), await person(andrey)];
  const [written, received] = [look(sender), look(reader)];
  const send = async (text: string) => {
    sender.engine.sendMessage(dialog.dialogId, text);
    return sender.until('sent', () =>
      written().find(({ content, state }) => content === text && state === 'sent'),
    );
  };
  const lookAgain = async () => {
    const before = old.requests('/messages?');
    sender.engine.openDialog(dialog.dialogId);
    await until('asked', () => old.requests('/messages?') > before);
    await sender.engine.account().members.details(dialog.dialogId);
  };
  const one = await send('Первое');
  await lookAgain();
  expect(readAtOf(sender, b)).toBe(0);
  await reader.received('Первое');
  reader.engine.markRead(dialog.dialogId, received()[0]?.key ?? '');
  await sender.until('blue', () => readAtOf(sender, b) === one.createdAt);

  old.setBrokerChance(0);
  const two = await send('Второе');
  reader.cut();
  await reader.received('Второе');
  reader.engine.markRead(dialog.dialogId, received()[1]?.key ?? '');
  await until('read there', () => dialog.rows[1]?.statuses.get(b)?.status === 'read');
  await lookAgain();
  await sender.until('blue again', () => readAtOf(sender, b) === two.createdAt);
});

test('reactions are set, replaced and taken back once, whatever another device or a lost answer did (S12.6)', async () => {
  const { a, b } = await start();
  old.insert(dialog, b, 'Готово', Date.now() - 60_000);
  const reader = await person(aleksandr);
  const window = look(reader);
  await reader.until('the message', () => window().length === 1);
  const key = window()[0]?.key ?? '';
  const { reactions } = reader.engine.account();
  const there = () => [...(dialog.rows[0]?.reactions.keys() ?? [])];

  old.loseAnswers(1);
  await reactions.set(key, '👍');
  expect(there()).toEqual([`${a} 👍`]);
  await reactions.set(key, '🔥');
  expect(there()).toEqual([`${a} 🔥`]);
  await reactions.remove(key, '🔥');
  expect(there()).toEqual([]);

  // On another device, and not heard of here.
  dialog.rows[0]?.reactions.set(`${a} 🎉`, { reaction: '🎉', createdAt: Date.now() });
  await reactions.set(key, '🎉');
  expect(there()).toEqual([`${a} 🎉`]);
  dialog.rows[0]?.reactions.clear();
  await reactions.remove(key, '🎉');
  expect(there()).toEqual([]);
});

test('a new chat has the other one’s name at both ends, a group its own (S11.1)', async () => {
  const { a, b } = await start();
  const third = old.state.addUser('79000000003', 'Мария Орлова').userId;
  const [maker, other] = [await person(aleksandr), await person(andrey)];
  old.state.dialogs.delete(dialog.dialogId);
  const dialogId = await maker.engine.createDialog(undefined, [third]);
  expect(await maker.dialog('Мария Орлова')).toMatchObject({ dialogId, kind: 'direct', peerId: third });
  await maker.engine.createDialog(undefined, [b]);
  expect(await other.dialog('Александр Петров')).toMatchObject({ kind: 'direct', peerId: a });
  await maker.engine.createDialog('Отдел', [b, third]);
  expect(await other.dialog('Отдел')).toMatchObject({ kind: 'group', peerId: null });
});

test('people are found on every page, bots among them, who have no phone', async () => {
  await start();
  for (let index = 10; index < 55; index++) old.state.addUser(`790000000${index}`, `Сотрудник ${index}`);
  old.state.addUser('', 'Помощник').isBot = true;
  const seeker = await person(aleksandr);
  const found = await seeker.engine.searchPeople('Сотр');
  expect(found.map(({ name }) => name)).toContain('Сотрудник 54');
  expect(found).toHaveLength(45);
  expect(await seeker.engine.searchPeople('помощ')).toMatchObject([{ name: 'Помощник', phone: null }]);
});

test('a system that becomes the newest, and the old one again, while people write loses and doubles nothing (S3.6)', async () => {
  await start({ variant: 'd' });
  const [sender, reader] = [await person(aleksandr), await person(andrey)];
  const windows = [look(sender), look(reader)] as const;
  const texts: string[] = [];
  for (const variant of ['d', 'newest', 'd'] as const) {
    old.state.variant = oldVariants[variant];
    for (let index = 0; index < 3; index++) texts.push(`${texts.length} ${variant}`);
    for (const text of texts.slice(-3)) sender.engine.sendMessage(dialog.dialogId, text);
    await reader.until(`all of ${variant}`, () => windows[1]().length === texts.length);
    await sender.until('sent', () => windows[0]().every(({ state }) => state === 'sent'));
  }
  for (const window of windows) expect(contents(window())).toEqual(texts);
  expect(stored()).toEqual(texts);
});
