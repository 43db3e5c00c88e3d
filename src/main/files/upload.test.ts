import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { startTusServer } from '../../../tests/support/tusServer.ts';
import { createFileRequest } from '../network/fileRequests.ts';
import { startUpload, type UploadOptions } from './upload.ts';

const bytes = 1_300_000;
const content = randomBytes(bytes);

async function setUp() {
  const server = await startTusServer();
  onTestFinished(server.close);
  const begun: string[] = [];
  const progress: number[] = [];
  const asked: string[] = [];
  const request = createFileRequest((url, options) => {
    asked.push(url);
    return fetch(url, options);
  });
  const send = (options: Partial<UploadOptions> = {}) =>
    startUpload({
      request,
      endpoint: `${server.url}/api/files`,
      token: () => 'the-token',
      name: 'Отчёт за год.pdf',
      mimeType: 'application/pdf',
      bytes,
      uploadId: null,
      onBegun: (id) => void begun.push(id),
      onProgress: (done) => void progress.push(done),
      read: async (start, end) => new Uint8Array(content.subarray(start, end)),
      ...options,
    });
  return { server, send, begun, progress, asked };
}

const methods = ({ answers }: Awaited<ReturnType<typeof startTusServer>>) =>
  answers.map(({ method }) => method);

test('a file goes in pieces under its name, and is called what the server calls it (P7.41)', async () => {
  const { server, send, begun, progress } = await setUp();
  expect(await send().done).toBe('file_1');
  expect(begun).toEqual(['file_1']);
  expect(progress).toEqual([524_288, 1_048_576, bytes]);
  const upload = server.uploads.get('file_1');
  expect(upload?.data.equals(content)).toBe(true);
  const [, name = ''] = /filename (\S+?),/.exec(upload?.metadata ?? '') ?? [];
  expect(Buffer.from(name, 'base64').toString()).toBe('Отчёт за год.pdf');
  expect(server.answers.every(({ authorization }) => authorization === 'Bearer the-token')).toBe(true);
});

test('the token goes to no address but the one of the server, whatever its answers name', async () => {
  const { server, send, asked } = await setUp();
  await send().done;
  expect(asked.every((url) => url.startsWith(`${server.url}/`))).toBe(true);
});

test('after a cut it goes on where the server stands, and sends no more than a piece again (S20.2)', async () => {
  const { server, send, begun } = await setUp();
  server.cutNext(400_000);
  await expect(send().done).rejects.toMatchObject({ name: 'TransportError' });
  const had = server.uploads.get('file_1')?.data.byteLength ?? 0;
  expect(had).toBeGreaterThan(0);
  expect(await send({ uploadId: begun[0] ?? null }).done).toBe('file_1');
  expect(server.uploads.get('file_1')?.data.equals(content)).toBe(true);
  expect(server.received()).toBeLessThanOrEqual(bytes + 524_288);
  expect(methods(server).filter((method) => method === 'POST')).toHaveLength(1);
});

test('what the server has as a whole is not sent again (S20.2)', async () => {
  const { server, send } = await setUp();
  await send().done;
  expect(await send({ uploadId: 'file_1' }).done).toBe('file_1');
  expect(server.received()).toBe(bytes);
});

test('an upload that the server has forgotten begins anew (S20.2)', async () => {
  const { server, send, begun } = await setUp();
  expect(await send({ uploadId: 'file_expired' }).done).toBe('file_1');
  expect(begun).toEqual(['file_1']);
  expect(server.uploads.get('file_1')?.data.equals(content)).toBe(true);
});

test.each([401, 500, 503])('a HEAD that is answered with %i begins nothing anew (S20.2)', async (status) => {
  const { server, send } = await setUp();
  await send().done;
  server.failNext('HEAD', status);
  await expect(send({ uploadId: 'file_1' }).done).rejects.toMatchObject({ response: { status } });
  expect(server.uploads.size).toBe(1);
});

test('one that is gone in the middle is asked about again, and is no refusal', async () => {
  const { server, send } = await setUp();
  server.failNext('PATCH', 404);
  await expect(send().done).rejects.toMatchObject({ failure: 'reset' });
});

test.each([
  ['POST', 413],
  ['POST', 404],
  ['PATCH', 422],
])('a %s that is refused with %i says so', async (method, status) => {
  const { server, send } = await setUp();
  server.failNext(method, status, { success: false, error: 'No' });
  await expect(send().done).rejects.toMatchObject({ response: { status, body: { error: 'No' } } });
});

test('what nobody wants any more is taken back from the server', async () => {
  const { server, send } = await setUp();
  let cancel = () => {};
  const upload = send({ onProgress: () => cancel() });
  cancel = upload.cancel;
  await expect(upload.done).rejects.toMatchObject({ failure: 'aborted' });
  await expect.poll(() => server.uploads.size).toBe(0);
});
