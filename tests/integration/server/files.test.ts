import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { begun, contentOf, offsetOf, postFiles, send, upload } from './filesSupport.ts';
import { cast } from './support.ts';

test('an upload goes on where it was, is seen by its uploader, and by the members where it is posted (P7.41, P7.46)', async () => {
  const { sasha, andrey } = await cast();
  const bytes = randomBytes(300_000);
  const id = await begun(sasha, 'a.bin', bytes.length);
  expect((await send(sasha, id, 0, bytes.subarray(0, 1000))).status).toBe(204);
  expect(await offsetOf(sasha, id)).toBe(1000);
  expect((await send(sasha, id, 1000, bytes.subarray(1000))).status).toBe(204);
  expect(await offsetOf(sasha, id)).toBe(300_000);
  expect((await contentOf(sasha, id)).equals(bytes)).toBe(true);
  const dialogId = await sasha.group(andrey);
  const posted = await postFiles(sasha, dialogId, [id]);
  expect((await contentOf(andrey, id)).equals(bytes)).toBe(true);
  const large = randomBytes(25 * 1024 * 1024);
  const began = performance.now();
  const big = await upload(sasha, 'big.bin', large);
  expect((await contentOf(sasha, big)).equals(large)).toBe(true);
});
