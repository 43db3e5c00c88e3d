import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer } from '../../../server/src/server.ts';
import { createPerson, type Person } from './person.ts';

let data: string;
let server: Awaited<ReturnType<typeof startServer>>;
const people: Person[] = [];

const aleksandr = '79111111111';
const andrey = '79777777777';

async function person(phone: string): Promise<Person> {
  const created = await createPerson({ server: server.url, phone });
  people.push(created);
  await created.live();
  return created;
}

async function twoInCommonChat() {
  const [a, b] = [await person(aleksandr), await person(andrey)];
  const { dialogId } = await a.dialog('Общий');
  await b.dialog('Общий');
  a.engine.openDialog(dialogId);
  b.engine.openDialog(dialogId);
  return { a, b, dialogId };
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

test('a message reaches the other person once, and its answer comes back (S4.1)', async () => {
  const { a, b, dialogId } = await twoInCommonChat();
  a.engine.sendMessage(dialogId, 'Привет!');
  const received = await b.received('Привет!');
  expect(received.own).toBe(false);
  b.engine.sendMessage(dialogId, 'Ответ 🎉');
  await a.received('Ответ 🎉');
  const sent = await a.until('sent', () =>
    a.shown().find((message) => message.content === 'Привет!' && message.state === 'sent'),
  );
  expect(sent.id).toBe(received.id);
  expect(b.shown().filter((message) => message.content === 'Привет!')).toHaveLength(1);
  expect(a.shown().filter((message) => message.content === 'Привет!')).toHaveLength(1);
});

test('fifty messages from each side, interleaved, arrive in one order (S5.1)', async () => {
  const { a, b, dialogId } = await twoInCommonChat();
  for (let index = 0; index < 50; index++) {
    a.engine.sendMessage(dialogId, `A ${index}`);
    b.engine.sendMessage(dialogId, `B ${index}`);
  }
  const ids = async (reader: Person) => {
    await reader.until('100 sent', () => {
      const rows = reader.shown().filter((row) => /^[AB] \d/.test(row.content) && row.state === 'sent');
      return rows.length === 100;
    });
    return reader
      .shown()
      .filter((row) => /^[AB] \d/.test(row.content))
      .sort((x, y) => x.createdAt - y.createdAt || (String(x.id) < String(y.id) ? -1 : 1))
      .map((row) => row.id);
  };
  const [ofA, ofB] = await Promise.all([ids(a), ids(b)]);
  expect(ofA).toEqual(ofB);
  expect(new Set(ofA).size).toBe(100);
});

test('ticks: the sender learns what was delivered and what was read (S9.1)', async () => {
  const { a, b, dialogId } = await twoInCommonChat();
  a.engine.sendMessage(dialogId, 'Прочти');
  const received = await b.received('Прочти');
  const markOf = (event: (typeof a.events)[number]) =>
    event.type === 'marks' ? event.marks.find((mark) => mark.readSeq >= Number(received.seq)) : undefined;
  b.engine.markRead(dialogId, received.key);
  await a.until('read mark', () => a.events.map(markOf).find((mark) => mark !== undefined));
});

test('unread counts follow messages and reading (S9.3)', async () => {
  const { a, b, dialogId } = await twoInCommonChat();
  b.engine.closeDialog();
  const before = (await b.dialog('Общий')).unreadCount;
  a.engine.sendMessage(dialogId, 'Раз');
  a.engine.sendMessage(dialogId, 'Два');
  await b.until('two more unread', () =>
    b.engine.dialogs().find((dialog) => dialog.dialogId === dialogId && dialog.unreadCount === before + 2),
  );
  const window = b.opened(dialogId);
  const last = window.messages.at(-1);
  b.engine.markRead(dialogId, String(last?.key));
  await b.until('nothing unread', () =>
    b.engine.dialogs().find((dialog) => dialog.dialogId === dialogId && dialog.unreadCount === 0),
  );
});

test('typing shows and ends; presence follows the connection (S11.3, S11.4)', async () => {
  const { a, b, dialogId } = await twoInCommonChat();
  const bId = (
    await b.until('user', () => {
      const session = b.engine.session();
      return session.state === 'signedIn' && session.user;
    })
  ).userId;
  await a.until('B online', () => a.engine.presence().onlineUserIds.includes(bId));
  b.engine.setTyping(dialogId, true);
  await a.until('typing', () =>
    a.events.find((event) => event.type === 'typing' && event.userIds.includes(bId)),
  );
  b.engine.setTyping(dialogId, false);
  await a.until('typing over', () => {
    const last = a.events.filter((event) => event.type === 'typing').at(-1);
    return last?.type === 'typing' && last.userIds.length === 0;
  });
});

test('a server restart loses nothing and both go on live (S7.1)', async () => {
  const { a, b, dialogId } = await twoInCommonChat();
  a.engine.sendMessage(dialogId, 'до');
  await b.received('до');
  const port = Number(new URL(server.url).port);
  await server.close();
  await a.until('away', () => a.engine.connection().state === 'waiting');
  a.engine.sendMessage(dialogId, 'во время');
  server = await startServer({ demo: true, port, dataDir: data });
  await b.received('во время');
  await Promise.all([a.live(), b.live()]);
  b.engine.sendMessage(dialogId, 'после');
  await a.received('после');
  expect(b.shown().filter((message) => message.content === 'во время')).toHaveLength(1);
});

test('a direct dialog is found again and shows the other person (S11.1, P7.10)', async () => {
  const a = await person(aleksandr);
  const b = await person(andrey);
  const [found] = await a.engine.searchPeople('Андрей');
  const first = await a.engine.createDialog(undefined, [String(found?.userId)]);
  const second = await a.engine.createDialog(undefined, [String(found?.userId)]);
  expect(second).toBe(first);
  await a.dialog('Андрей Волков');
  a.engine.openDialog(first);
  a.engine.sendMessage(first, 'лично');
  const ofB = await b.dialog('Александр Петров');
  expect(ofB.dialogId).toBe(first);
});

test('refusals are typed and leave the engine as it was (S8.10)', async () => {
  const { a, dialogId } = await twoInCommonChat();
  const code = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      return (error as { code?: string }).code;
    }
    return undefined;
  };
  expect(code(() => a.engine.sendMessage(dialogId, ' \u200b '))).toBe('messageEmpty');
  expect(code(() => a.engine.sendMessage(dialogId, 'x'.repeat(10_001)))).toBe('messageTooLong');
  expect(code(() => a.engine.openDialog('dlg_unknown'))).toBe('dialogNotFound');
  await expect(a.engine.requestCode('123')).rejects.toMatchObject({ code: 'phoneInvalid' });
  await expect(a.engine.verifyCode(andrey, '0000')).rejects.toMatchObject({ code: 'codeInvalid' });
  expect(a.engine.session().state).toBe('signedIn');
});

test('what was written stays on disk and is sent by the next run (S8.1, S15.1)', async () => {
  const { a, b, dialogId } = await twoInCommonChat();
  const port = Number(new URL(server.url).port);
  await server.close();
  a.engine.sendMessage(dialogId, 'написано без сети');
  a.engine.saveDraft(dialogId, 'черновик');
  a.stop(true);
  server = await startServer({ demo: true, port, dataDir: data });
  const again = await createPerson({ server: server.url, phone: aleksandr, directory: a.directory });
  people.push(again);
  await b.received('написано без сети');
  expect((await again.dialog('Общий')).draft).toBe('черновик');
});

test('a token that runs out is prolonged in time: the person stays signed in (S2.3)', async () => {
  await server.close();
  server = await startServer({
    demo: true,
    port: 0,
    dataDir: data,
    tokenLifetimeMs: 4_000,
    sweepIntervalMs: 200,
  });
  const a = await person(aleksandr);
  const first = a.engine.diagnostics().epoch;
  // The socket of the old token is ended by the server; the next connection carries the new one.
  await a.until(
    'live again',
    () => a.engine.diagnostics().epoch > first && a.engine.connection().state === 'live',
  );
  expect(a.engine.session().state).toBe('signedIn');
});

test('a session that was ended elsewhere signs out, and the next sign-in finds what was not sent (S2.1, S2.2)', async () => {
  const { a, b, dialogId } = await twoInCommonChat();
  const headers = { authorization: `Bearer ${a.token()}` };
  a.engine.saveDraft(dialogId, 'недописанное');
  await fetch(`${server.url}/api/auth/logout`, { method: 'POST', headers });
  await a.until('signed out', () => a.engine.session().state === 'signedOut');
  expect(a.engine.session()).toMatchObject({ reason: 'expired' });
  expect(a.engine.dialogs()).toEqual([]);
  await a.engine.requestCode(aleksandr);
  await a.engine.verifyCode(aleksandr, '1234');
  await a.live();
  expect((await a.dialog('Общий')).draft).toBe('недописанное');
  a.engine.openDialog(dialogId);
  a.engine.sendMessage(dialogId, 'снова здесь');
  await b.received('снова здесь');
});

test('who signs in again is shown at once every chat that is here', async () => {
  const { a } = await twoInCommonChat();
  const before = a.engine.dialogs().length;
  await a.engine.signOut(false);
  a.events.length = 0;
  await a.engine.requestCode(aleksandr);
  await a.engine.verifyCode(aleksandr, '1234');
  await a.live();
  const told = a.events.flatMap((event) => (event.type === 'dialogs' ? event.upserted : []));
  expect(new Set(told.map(({ dialogId }) => dialogId)).size).toBe(before);
  const people = a.events.flatMap((event) => (event.type === 'users' ? event.users : []));
  expect(people.map(({ name }) => name)).toContain('Андрей Волков');
});

test('what one person wrote never leaves as another (S2.2)', async () => {
  const { a, b, dialogId } = await twoInCommonChat();
  const port = Number(new URL(server.url).port);
  await server.close();
  a.engine.sendMessage(dialogId, 'от Александра');
  await a.engine.signOut(false);
  server = await startServer({ demo: true, port, dataDir: data });
  await a.engine.requestCode('79222222222');
  await a.engine.verifyCode('79222222222', '1234');
  await a.live();
  a.engine.openDialog(dialogId);
  a.engine.sendMessage(dialogId, 'от Марии');
  const received = await b.received('от Марии');
  expect(b.shown().some((message) => message.content === 'от Александра')).toBe(false);
  await a.engine.signOut(false);
  await a.engine.requestCode(aleksandr);
  await a.engine.verifyCode(aleksandr, '1234');
  const late = await b.received('от Александра');
  expect(late.senderId).not.toBe(received.senderId);
});

test('fifty reconnects leave one socket and the same listeners (S1.3)', async () => {
  const { a, b, dialogId } = await twoInCommonChat();
  const before = a.engine.diagnostics();
  for (let round = 0; round < 50; round++) {
    const { epoch } = a.engine.diagnostics();
    a.cut();
    expect(a.engine.connection().state).toBe('waiting');
    a.engine.hint();
    await a.until(
      'live again',
      () => a.engine.diagnostics().epoch > epoch && a.engine.connection().state === 'live',
    );
  }
  const after = a.engine.diagnostics();
  expect(after.listeners).toBe(before.listeners);
  expect(after.joinedRooms).toEqual(before.joinedRooms);
  await b.live();
  a.engine.sendMessage(dialogId, 'после пятидесяти');
  await b.received('после пятидесяти');
  expect(server.socketCount()).toBe(2);
});
