import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer } from '../../../server/src/server.ts';
import { pngOf } from '../../support/png.ts';
import { createPerson, type Person } from './person.ts';

let data: string;
let server: Awaited<ReturnType<typeof startServer>>;
const people: Person[] = [];

async function start(port = 0): Promise<void> {
  server = await startServer({ demo: true, port, dataDir: data });
}

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'chat3-server-'));
  await start();
});

afterEach(async () => {
  for (const person of people.splice(0)) person.stop();
  await server.close();
  rmSync(data, { recursive: true, force: true });
});

async function person(phone: string, directory?: string): Promise<Person> {
  const created = await createPerson({ server: server.url, phone, ...(directory ? { directory } : {}) });
  people.push(created);
  return created;
}

async function two() {
  const [a, b] = [await person('79111111111'), await person('79777777777')];
  await Promise.all([a.live(), b.live()]);
  const { dialogId } = await a.dialog('Общий');
  await b.dialog('Общий');
  a.opened(dialogId);
  b.opened(dialogId);
  return { a, b, dialogId };
}

const withFiles = (who: Person, content: string) =>
  who.until(`«${content}» with files`, () =>
    who
      .shown()
      .find((message) => message.content === content && message.attachments && message.state === 'sent'),
  );

async function contentOf(who: Person, fileId: string): Promise<Buffer> {
  const { id, bytes } = await who.files.account().stored(fileId, 'content');
  return Buffer.from(await who.files.account().read(id, 0, bytes));
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const picture = pngOf(900, 600, [136, 68, 34]);

test('a picture and a paper arrive whole, with what a row needs to know of them (S20.1, P7.44)', async () => {
  const { a, b, dialogId } = await two();
  const paper = randomBytes(700_000);
  const fileIds = [
    a.attach('Дача.png', 'image/png', picture),
    a.attach('Договор.pdf', 'application/pdf', paper),
  ];
  const key = a.engine.account().send(dialogId, 'Смотри', { fileIds });
  expect(a.shown().at(-1)).toMatchObject({ key, state: 'queued', content: 'Смотри', type: 'file' });
  const came = await withFiles(b, 'Смотри');
  const [image, file] = came.attachments ?? [];
  expect(image).toMatchObject({ name: 'Дача.png', kind: 'image', width: 900, height: 600, preview: true });
  expect(file).toMatchObject({ name: 'Договор.pdf', kind: 'file', bytes: 700_000 });
  expect(hash(await contentOf(b, file?.fileId ?? ''))).toBe(hash(paper));
  const small = await b.files.account().stored(image?.fileId ?? '', 'preview');
  expect(small.attachment.mimeType).toBe('image/webp');
  const dialog = b.engine.dialogs().find((candidate) => candidate.dialogId === dialogId);
  expect(dialog?.lastMessage?.attachments).toHaveLength(2);
  expect(a.events.some((event) => event.type === 'transfers')).toBe(true);
});

test('what was looked at is there without the server (S20.8)', async () => {
  const { a, b, dialogId } = await two();
  const paper = randomBytes(300_000);
  a.engine.account().send(dialogId, 'Бумага', { fileIds: [a.attach('Б.bin', '', paper)] });
  const fileId = (await withFiles(b, 'Бумага')).attachments?.[0]?.fileId ?? '';
  await contentOf(b, fileId);
  await server.close();
  expect(hash(await contentOf(b, fileId))).toBe(hash(paper));
  // The sender never had to fetch it.
  expect(hash(await contentOf(a, fileId))).toBe(hash(paper));
  await start();
});

test('a message without text, found by the name of its file', async () => {
  const { a, b, dialogId } = await two();
  a.engine.account().send(dialogId, '', { fileIds: [a.attach('Смета на ремонт.xlsx', '', randomBytes(10))] });
  await withFiles(b, '');
  const search = b.engine.account().searchMessages;
  expect(search('ремонт', null).hits).toMatchObject([
    { content: '', attachments: [{ name: 'Смета на ремонт.xlsx' }] },
  ]);
  expect(search('', null, undefined, true).hits).toHaveLength(1);
  expect(search('ремонта нет', null, undefined, true).hits).toHaveLength(0);
});

test('what was sent without a connection goes when it is back, after a restart as well (S20.2, S20.6)', async () => {
  const { a, b, dialogId } = await two();
  const { port } = new URL(server.url);
  await server.close();
  const paper = randomBytes(600_000);
  const key = a.engine.account().send(dialogId, 'Позже', { fileIds: [a.attach('П.bin', '', paper)] });
  a.stop(true);
  people.splice(people.indexOf(a), 1);
  const again = await person('79111111111', a.directory);
  expect(again.opened(dialogId).messages.at(-1)).toMatchObject({ key, state: 'queued', content: 'Позже' });
  await start(Number(port));
  const came = await withFiles(b, 'Позже');
  expect(hash(await contentOf(b, came.attachments?.[0]?.fileId ?? ''))).toBe(hash(paper));
});

test('what was taken back while it waits leaves nothing behind (S20.6)', async () => {
  const { a, dialogId } = await two();
  const { port } = new URL(server.url);
  await server.close();
  const key = a.engine
    .account()
    .send(dialogId, 'Не надо', { fileIds: [a.attach('Н.bin', '', randomBytes(600_000))] });
  a.engine.removeMessage(key);
  expect(a.shown().some((message) => message.key === key)).toBe(false);
  expect(a.files.account().bytes()).toBe(0);
  expect(a.engine.diagnostics().outbox).toEqual([]);
  await start(Number(port));
});

test('who is in no chat with it gets no file', async () => {
  const { a, b, dialogId } = await two();
  a.engine.account().send(dialogId, 'Тайна', { fileIds: [a.attach('Т.bin', '', randomBytes(10))] });
  const fileId = (await withFiles(b, 'Тайна')).attachments?.[0]?.fileId ?? '';
  const stranger = await createPerson({ server: server.url, phone: '79990001122', name: 'Чужой' });
  people.push(stranger);
  await expect(stranger.files.account().stored(fileId, 'content')).rejects.toMatchObject({
    code: 'fileMissing',
  });
});
