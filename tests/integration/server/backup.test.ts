import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backUp, restore } from '../../../server/src/operations/backup.ts';
import { startServer } from '../../../server/src/server.ts';
import { openRaw } from '../../../server/src/store/testing/rawDatabase.ts';
import { begun, contentOf, postFiles, statusOf, upload } from './filesSupport.ts';
import { demoServer, SASHA, signIn, temporaryDirectory } from './support.ts';

/** A folder whose server has ended, and the group in it that has this one text. */
async function dataWith(text: string) {
  const dataDir = temporaryDirectory();
  const server = await startServer({ demo: true, dataDir });
  const sasha = await signIn(server.url, SASHA);
  const dialogId = await sasha.group();
  await sasha.say(dialogId, text);
  await server.close();
  return { dataDir, dialogId };
}

async function newestText(dataDir: string, dialogId: string): Promise<string> {
  const server = await demoServer({ dataDir });
  const sasha = await signIn(server.url, SASHA);
  const { data } = (await sasha.get(`/messages/dialog/${dialogId}?limit=1`)).body;
  await server.close();
  return data[0].content;
}

test('a backup takes the place of what is there, which is kept beside it', async () => {
  const { dataDir, dialogId } = await dataWith('до');
  const file = join(temporaryDirectory(), 'backup');
  backUp(dataDir, file);
  const server = await startServer({ demo: true, dataDir });
  await (await signIn(server.url, SASHA)).say(dialogId, 'после');
  await server.close();

  const kept = (await restore(dataDir, file)) ?? '';
  expect(await newestText(dataDir, dialogId)).toBe('до');
  await restore(dataDir, kept);
  expect(await newestText(dataDir, dialogId)).toBe('после');
});

test('a backup is of its moment, also of what stands in the log alone', async () => {
  const { dataDir, dialogId } = await dataWith('раньше');
  const file = join(temporaryDirectory(), 'backup');
  const server = await demoServer({ dataDir });
  const sasha = await signIn(server.url, SASHA);
  await sasha.say(dialogId, 'сейчас');
  backUp(dataDir, file);
  await sasha.say(dialogId, 'потом');
  await server.close();
  const restored = temporaryDirectory();
  await restore(restored, file);
  expect(await newestText(restored, dialogId)).toBe('сейчас');
});

test('the log of what was there is not taken for the backup’s', async () => {
  const { dataDir, dialogId } = await dataWith('из копии');
  const file = join(temporaryDirectory(), 'backup');
  backUp(dataDir, file);
  const database = join(dataDir, 'chat3.sqlite');
  // As after a crash: the last pages stand in the log alone.
  const raw = await openRaw(database);
  await raw.run("update messages set content = 'из журнала'");
  const log = readFileSync(`${database}-wal`);
  await raw.close();
  writeFileSync(`${database}-wal`, log);
  await restore(dataDir, file);
  expect(await newestText(dataDir, dialogId)).toBe('из копии');
});

test('a damaged database can be replaced', async () => {
  const { dataDir, dialogId } = await dataWith('цело');
  const file = join(temporaryDirectory(), 'backup');
  backUp(dataDir, file);
  writeFileSync(join(dataDir, 'chat3.sqlite'), 'rubbish'.repeat(10_000));
  await expect(startServer({ demo: true, dataDir })).rejects.toThrow('cannot be opened');
  await restore(dataDir, file);
  expect(await newestText(dataDir, dialogId)).toBe('цело');
});

test('what is no backup of this server is refused, and nothing is changed', async () => {
  const { dataDir, dialogId } = await dataWith('остаётся');
  const folder = temporaryDirectory();
  const newer = join(folder, 'newer');
  backUp(dataDir, newer);
  const raw = await openRaw(newer);
  await raw.run("insert into kysely_migration (name, timestamp) values ('9999-later', '')");
  await raw.close();
  const files: [string, string | Uint8Array][] = [
    ['empty', ''],
    ['rubbish', 'x'.repeat(5_000)],
    ['half', readFileSync(join(dataDir, 'chat3.sqlite')).subarray(0, 20_000)],
  ];
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  for (const name of ['empty', 'rubbish', 'half', 'newer', 'missing', '.']) {
    await expect(restore(dataDir, join(folder, name))).rejects.toThrow(/restored|no file/);
  }
  expect(readdirSync(dataDir).filter((name) => /restoring|replaced/.test(name))).toEqual([]);
  expect(await newestText(dataDir, dialogId)).toBe('остаётся');
});

test('a backup overwrites nothing, and leaves nothing half done', async () => {
  const { dataDir } = await dataWith('да');
  const folder = temporaryDirectory();
  const taken = join(folder, 'taken');
  writeFileSync(taken, 'a letter');
  expect(() => backUp(dataDir, taken)).toThrow('is there already');
  expect(readFileSync(taken, 'utf8')).toBe('a letter');
  expect(() => backUp(dataDir, join(folder, 'missing', 'x'))).toThrow('could not be written');
  expect(() => backUp(folder, join(folder, 'x'))).toThrow('There is no database');
  writeFileSync(join(dataDir, 'chat3.sqlite'), 'rubbish'.repeat(10_000));
  expect(() => backUp(dataDir, join(folder, 'y'))).toThrow('could not be written');
  expect(existsSync(join(folder, 'y.part'))).toBe(false);
  expect(readdirSync(folder)).toEqual(['taken']);
});

test('files go with the backup, come back with it, and those of later stay', async () => {
  const dataDir = temporaryDirectory();
  const filesIn = (folder: string) =>
    readdirSync(folder)
      .filter((name) => name.startsWith('file_'))
      .sort();
  const first = await startServer({ demo: true, dataDir });
  const sasha = await signIn(first.url, SASHA);
  const bytes = randomBytes(1_000);
  const fileId = await upload(sasha, 'a.bin', bytes);
  const dialogId = await sasha.group();
  const { messageId } = (await postFiles(sasha, dialogId, [fileId])).body.data;
  await begun(sasha, 'open', 10);
  const file = join(temporaryDirectory(), 'backup');
  backUp(dataDir, file);
  expect(filesIn(`${file}.files`)).toEqual([fileId]);
  expect(readFileSync(join(`${file}.files`, fileId)).equals(bytes)).toBe(true);
  expect(() => backUp(dataDir, file)).toThrow('is there already');
  const later = await upload(sasha, 'b.bin', bytes);
  await postFiles(sasha, dialogId, [later]);
  await sasha.delete(`/messages/${messageId}`);
  await expect.poll(() => existsSync(join(dataDir, 'files', fileId))).toBe(false);
  await first.close();

  await restore(dataDir, file);
  const { url } = await demoServer({ dataDir });
  const again = await signIn(url, SASHA);
  expect((await contentOf(again, fileId)).equals(bytes)).toBe(true);
  expect(await statusOf(again, `/files/${later}`)).toBe(404);
  // The database of before names it, which is kept as well.
  expect(filesIn(join(dataDir, 'files'))).toEqual([fileId, later].sort());
});
