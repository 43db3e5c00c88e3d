import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openS3 } from '../../../server/src/files/testing/s3.ts';
import {
  ask,
  attachment,
  begun,
  contentOf,
  end,
  offsetOf,
  postFiles,
  send,
  statusOf,
  upload,
} from './filesSupport.ts';
import { cast } from './support.ts';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function onS3() {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  onTestFinished(() => void vi.unstubAllEnvs());
  const s3 = await openS3();
  return { s3, ...(await cast({ filesS3Bucket: s3.bucket, filesS3Endpoint: s3.url })) };
}

test('in a bucket an upload goes on where it was, is answered in parts, and leaves nothing behind (P7.41, P7.45)', async () => {
  const { s3, sasha, andrey } = await onS3();
  const bytes = randomBytes(7_000_000);
  const fileId = await begun(sasha, 'a.bin', bytes.length);
  for (let offset = 0; offset < bytes.length; offset += 2_000_000) {
    expect(await offsetOf(sasha, fileId)).toBe(offset);
    const { status } = await send(sasha, fileId, offset, bytes.subarray(offset, offset + 2_000_000));
    expect(status).toBe(204);
  }
  expect(await s3.keys()).toEqual([`files/${fileId}`]);
  expect((await contentOf(sasha, fileId)).equals(bytes)).toBe(true);
  const part = await ask(sasha, `/files/${fileId}/content`, { headers: { range: 'bytes=5999990-6000009' } });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(5_999_990, 6_000_010))).toBe(true);

  const image = await attachment(sasha, 'точка.png', PIXEL);
  expect(image.kind).toBe('image');
  expect((await contentOf(sasha, image.fileId, 'preview')).length).toBeGreaterThan(20);
  const dialogId = await sasha.group(andrey);
  const { messageId } = (await postFiles(sasha, dialogId, [fileId, image.fileId])).body.data;
  expect(await statusOf(andrey, `/files/${fileId}`)).toBe(200);
  await sasha.delete(`/messages/${messageId}`);
  await expect.poll(() => s3.keys()).toEqual([]);
  expect(await statusOf(sasha, `/files/${fileId}/content`)).toBe(404);
});

test('what is ended in a bucket is gone (P7.41)', async () => {
  const { s3, sasha } = await onS3();
  const open = await begun(sasha, 'a', 10);
  await send(sasha, open, 0, Buffer.alloc(5));
  expect(await s3.keys()).not.toEqual([]);
  expect((await end(sasha, open)).status).toBe(204);
  expect(await s3.keys()).toEqual([]);
  await upload(sasha, 'b', Buffer.alloc(10));
  expect(await s3.keys()).toHaveLength(1);
});
