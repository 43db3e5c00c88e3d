import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { begun, contentOf, offsetOf, postFiles, send, statusOf } from '../integration/server/filesSupport.ts';
import { cast, demoServer, Person, temporaryDirectory } from '../integration/server/support.ts';

test('servers that share a folder have the same files: an upload goes on at another one (P7.41)', async () => {
  const dataDir = temporaryDirectory();
  const { sasha, andrey } = await cast({ dataDir });
  const other = await demoServer({ dataDir });
  const there = (person: Person) => new Person(other.url, person.signedIn);
  const bytes = randomBytes(10_000);
  const fileId = await begun(sasha, 'a.bin', bytes.length);
  expect((await send(sasha, fileId, 0, bytes.subarray(0, 4_000))).status).toBe(204);
  expect(await offsetOf(there(sasha), fileId)).toBe(4_000);
  expect((await send(there(sasha), fileId, 4_000, bytes.subarray(4_000))).status).toBe(204);
  const { messageId } = (await postFiles(sasha, await sasha.group(andrey), [fileId])).body.data;
  for (const person of [sasha, there(sasha), andrey, there(andrey)]) {
    expect((await contentOf(person, fileId)).equals(bytes)).toBe(true);
  }
  await there(sasha).delete(`/messages/${messageId}`);
  await expect.poll(() => readdirSync(join(dataDir, 'files'))).toEqual(['uploads']);
  expect(await statusOf(sasha, `/files/${fileId}`)).toBe(404);
});
