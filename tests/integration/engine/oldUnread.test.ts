import { expect, test } from 'vitest';
import type { OldDialog } from '../../fixtures/oldBackend/state.ts';
import type { OldBackend } from '../../fixtures/oldBackend.ts';
import { aleksandr, andrey, live, startOld } from './oldStage.ts';
import type { Person } from './person.ts';

let old: OldBackend;
let a: string;
let b: string;
let dialog: OldDialog;

/** The state whose count only grows. */
async function startWith(count: number): Promise<void> {
  ({ old, a, b } = await startOld({ variant: 'a' }));
  dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
  write(count);
}

let written = 0;

/** Александр writes, and nobody is told. */
function write(count: number): void {
  for (let index = 0; index < count; index++) {
    old.insert(dialog, a, `Сообщение ${written}`, Date.now() - 1_000 + written);
    written += 1;
  }
}

const unread = ({ engine }: Person) => engine.dialogs()[0]?.unreadCount;

/** Every count the chat list has shown since. */
const countsSince = ({ events }: Person, start: number) =>
  events
    .slice(start)
    .flatMap((event) =>
      event.type === 'dialogs' ? event.upserted.map(({ unreadCount }) => unreadCount) : [],
    );

/** The connection breaks; everything is looked at again. */
async function reconnect(person: Person): Promise<void> {
  const before = person.events.filter(({ type }) => type === 'caughtUp').length;
  person.cut();
  await person.until(
    'caught up',
    () => person.events.filter(({ type }) => type === 'caughtUp').length > before,
  );
}

/** Reads the dialog to its end. */
async function read(reader: Person): Promise<void> {
  const { shown } = reader;
  reader.opened(dialog.dialogId, { end: true });
  await reader.until('the newest', () => shown().at(-1)?.content === dialog.rows.at(-1)?.content);
  reader.engine.markRead(dialog.dialogId, shown().at(-1)?.key ?? '');
  reader.engine.closeDialog();
  await reader.until('read', () => unread(reader) === 0);
  await reader.until('told', () => dialog.rows.at(-1)?.statuses.get(b)?.status === 'read');
}

test('what was read here stays read through restarts and looks at a list that counts it for ever (S9.8, P8.2)', async () => {
  await startWith(5);
  const first = await live(andrey);
  await first.until('five', () => unread(first) === 5);
  await read(first);
  await reconnect(first);
  expect(unread(first)).toBe(0);
  first.stop(true);
  write(3);
  const again = await live(andrey, { directory: first.directory });
  expect(unread(again)).toBe(3);
  expect(countsSince(again, 0).filter((count) => count > 3)).toEqual([]);
  await read(again);
  await reconnect(again);
  expect(unread(again)).toBe(0);
  write(2);
  await reconnect(again);
  expect(unread(again)).toBe(2);
});

test('of a chat that was marked read without being opened only what came later counts', async () => {
  await startWith(5);
  const reader = await live(andrey);
  await reader.until('five', () => unread(reader) === 5);
  reader.engine.account().clearStorage();
  reader.engine.account().markAllRead();
  await reader.until('none', () => unread(reader) === 0);
  write(2);
  await reconnect(reader);
  expect(unread(reader)).toBe(2);
});

test('a new profile shows the count of the server until a history says what was read', async () => {
  await startWith(15);
  for (const row of dialog.rows.slice(0, 12)) row.statuses.set(b, { status: 'read', createdAt: Date.now() });
  const reader = await live(andrey);
  await reader.until('three', () => unread(reader) === 3);
  const untouched = await live(aleksandr);
  expect(unread(untouched)).toBe(0);
});

test('a new profile of somebody who read nothing shows all of it', async () => {
  await startWith(15);
  const reader = await live(andrey);
  await reconnect(reader);
  expect(unread(reader)).toBe(15);
});

test('what another device read is no longer unread here after the next look (S9.8)', async () => {
  await startWith(4);
  const [desk, home] = [await live(andrey), await live(andrey)];
  await home.until('four', () => unread(home) === 4);
  await read(desk);
  await reconnect(home);
  expect(unread(home)).toBe(0);
  write(1);
  await reconnect(home);
  expect(unread(home)).toBe(1);
});

test('a tick turns blue at the next look at the open chat, and not before the other one has read', async () => {
  await startWith(0);
  const [writer, reader] = [await live(aleksandr), await live(andrey)];
  writer.engine.openDialog(dialog.dialogId);
  const key = writer.engine.sendMessage(dialog.dialogId, 'Готово');
  const own = () => writer.shown().find((message) => message.key === key);
  await writer.until('sent', () => own()?.state === 'sent');
  const readAt = () =>
    Math.max(
      0,
      ...writer.events.flatMap((event) =>
        event.type === 'marks'
          ? event.marks.filter(({ userId }) => userId === b).map((mark) => mark.readAt)
          : [],
      ),
    );
  expect(writer.opened(dialog.dialogId).marks.filter(({ userId }) => userId === b)).toEqual([]);
  await reconnect(reader);
  await read(reader);
  expect(readAt()).toBe(0);
  writer.engine.setInView(dialog.dialogId, [key]);
  writer.engine.hint();
  await writer.until('read', () => readAt() >= (own()?.createdAt ?? Number.POSITIVE_INFINITY));
});

test('a chat that is opened again costs one page, however long it is (S6.2, S6.6)', async () => {
  await startWith(0);
  for (let index = 0; index < 400; index++)
    old.insert(dialog, b, `Прежнее ${index}`, Date.now() - 600_000 + index);
  const reader = await live(andrey);
  const lists = () => old.requests('/api/dialogs?');
  await reader.until('both looks of the start', () => lists() >= 2);
  const pages = () => old.requests('/messages/dialog/');
  const open = async (pagesOfOpening: number) => {
    const [before, looks] = [pages(), lists()];
    reader.engine.openDialog(dialog.dialogId);
    await reader.until('asked', () => pages() >= before + pagesOfOpening);
    await reconnect(reader);
    // The second look, after the joins were repeated, would else be counted with the next opening.
    await reader.until('both looks', () => lists() >= looks + 2);
    return pages() - before;
  };
  // Opened, looked at after the connection came back, and once more after the joins were repeated; then nothing to open.
  expect(await open(1)).toBe(3);
  expect(await open(0)).toBe(2);
});
