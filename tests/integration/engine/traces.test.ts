import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startServer } from '../../../server/src/server.ts';
import { joinTraces, type MessageTrace } from '../../../src/shared/trace.ts';
import { aleksandr, andrey, live, startOld } from './oldStage.ts';
import { createPerson, type Person } from './person.ts';

const endings: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const traceOf = (reader: Person, key: string) => reader.engine.account().trace(key);
const waysOf = (trace: MessageTrace | null) => trace?.copies.map(({ way, fate }) => `${way}: ${fate}`);

async function onOurServer() {
  const data = mkdtempSync(join(tmpdir(), 'chat3-server-'));
  endings.push(() => rmSync(data, { recursive: true, force: true }));
  const server = await startServer({ demo: true, port: 0, dataDir: data });
  endings.push(() => server.close());
  const person = async (phone: string) => {
    const created = await createPerson({ server: server.url, phone });
    endings.push(() => created.stop());
    await created.live();
    return created;
  };
  const [a, b] = [await person('79111111111'), await person('79777777777')];
  const { dialogId } = await a.dialog('Общий');
  await b.dialog('Общий');
  for (const each of [a, b]) each.engine.openDialog(dialogId);
  return { a, b, dialogId };
}

test('every copy on our server is told with its way and what became of it, and both ways lie on one line (S21.3, S21.4)', async () => {
  const { a, b, dialogId } = await onOurServer();
  const before = performance.now();
  const { key } = { key: a.engine.account().send(dialogId, 'секрет', { composedAt: before - 4 }) };
  const { key: keyOfB } = await b.received('секрет');
  b.engine.account().tracePainted([keyOfB], performance.now());
  const painted = performance.now();
  await a.until('both copies', () => (traceOf(a, key)?.copies.length ?? 0) >= 2);

  const [sent, received] = [traceOf(a, key), traceOf(b, keyOfB)];
  if (sent === null || received === null) throw new Error('no trace');
  expect(waysOf(sent)?.toSorted()).toEqual(
    ['answer', 'personal'].map((way) =>
      sent.copies[0]?.way === way ? `${way}: confirmed` : `${way}: known`,
    ),
  );
  expect(waysOf(received)).toEqual(['personal: new']);
  expect(sent.messageId).toMatch(/^msg_/);
  expect(received).toMatchObject({ messageId: sent.messageId, clientMessageId: key });

  const joined = joinTraces(sent, received);
  expect(joined?.behindMs).toBe(0);
  expect(joined?.sendToPaintMs).toBeGreaterThanOrEqual(4);
  expect(joined?.sendToPaintMs).toBeLessThanOrEqual(painted - before + 4.1);
  expect(JSON.stringify([sent, received])).not.toContain('секрет');
});

test('what the server says of a message is asked: delivered, read, and since when at the latest (S21.6)', async () => {
  const { a, b, dialogId } = await onOurServer();
  const key = a.engine.sendMessage(dialogId, 'Прочти');
  const { key: keyOfB } = await b.received('Прочти');
  b.engine.account().markRead(dialogId, keyOfB);
  const own = b.engine.session();
  const readerId = own.state === 'signedIn' ? own.user.userId : '';
  const before = Date.now() - 60_000;
  await expect
    .poll(async () =>
      (await a.engine.account().statuses(key))?.people.find(({ userId }) => userId === readerId),
    )
    .toMatchObject({ status: 'read', at: expect.any(Number) });
  const told = await a.engine.account().statuses(key);
  expect(told?.isLatest).toBe(true);
  expect(told?.people.every(({ at }) => at !== null && at > before && at < Date.now() + 60_000)).toBe(true);
  expect(await a.engine.account().statuses('no such message')).toBeNull();
});

test('on the old system a hint of the broker has the history looked at, and all of it is one way (S21.4, S4.4, P5.4)', async () => {
  const { a, b, old } = await startOld({ variant: 'c', brokerChance: 1 });
  const dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
  const [sender, reader] = [await live(aleksandr), await live(andrey)];
  for (const each of [sender, reader]) {
    await each.until('the chat', () => each.engine.dialogs().length === 1);
    each.engine.openDialog(dialog.dialogId);
  }
  await expect.poll(old.roomCount).toBeGreaterThanOrEqual(2);
  sender.engine.sendMessage(dialog.dialogId, 'Слышно?');
  const { key } = await reader.received('Слышно?');
  await reader.until('a page after the hint', () =>
    traceOf(reader, key)?.copies.some(({ way }) => way === 'page'),
  );
  const ways = waysOf(traceOf(reader, key));
  expect(ways).toContain('room: new');
  expect(ways).toContain('broker: nameless');
  expect(ways).toContain('page: known');
  expect(reader.engine.diagnostics().traces.filter(({ own }) => !own)).toHaveLength(1);
});

test('a message of a history has no way here; one that was missed while away has (S21.1)', async () => {
  const { a, b, dialogId } = await onOurServer();
  const key = a.engine.sendMessage(dialogId, 'Раньше');
  await b.received('Раньше');
  await a.until('sent', () => a.shown().some((row) => row.key === key && row.state === 'sent'));
  const directory = mkdtempSync(join(tmpdir(), 'chat3-engine-'));
  const later = await createPerson({ server: serverOf(a), phone: '79777777777', directory });
  endings.push(() => later.stop());
  await later.live();
  later.engine.openDialog(dialogId);
  const old = await later.received('Раньше');
  expect(traceOf(later, old.key)).toBeNull();

  later.stop(true);
  a.engine.sendMessage(dialogId, 'Пропущено');
  await b.received('Пропущено');
  const back = await createPerson({ server: serverOf(a), phone: '79777777777', directory });
  endings.push(() => back.stop());
  await back.live();
  back.engine.openDialog(dialogId);
  const missed = await back.received('Пропущено');
  expect(waysOf(traceOf(back, missed.key))?.[0]).toMatch(/^(?:page|changes): new$/);
  expect(traceOf(back, old.key)).toBeNull();
});

test('what nobody told of has come by the sweep, and says so (S21.4, S7.2)', async () => {
  const { a, b, old } = await startOld({ variant: 'a' });
  const dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
  // Once a minute is once a second here.
  const reader = await live(andrey, { speed: 60 });
  await reader.until('the chat', () => reader.engine.dialogs().length === 1);
  old.insert(dialog, a, 'Тихо', Date.now());
  await expect.poll(() => reader.engine.diagnostics().traces.map(waysOf)).toEqual([['sweep: new']]);
});

const serverOf = (reader: Person) => reader.engine.diagnostics().server ?? '';
