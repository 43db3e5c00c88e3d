import { randomBytes } from 'node:crypto';
import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { type HttpRequest, Upload } from 'tus-js-client';
import { expect, test } from 'vitest';
import { productionLimits } from '../../../server/src/limits/limits.ts';
import {
  ask,
  attachment,
  begin,
  begun,
  contentOf,
  end,
  failure,
  offsetOf,
  postFiles,
  send,
  statusOf,
  upload,
} from './filesSupport.ts';
import { cast, manualClock, type Person, temporaryDirectory } from './support.ts';

const DAY_MS = 24 * 3_600_000;

/** Everything below the folder of the files, and what may be there. */
function stored(dataDir: string): string[] {
  return readdirSync(join(dataDir, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

/** Sends the beginning of what it says that it sends, and breaks the connection. */
async function sendCut(person: Person, dataDir: string, fileId: string, all: Buffer, sent: number) {
  const headers = {
    authorization: `Bearer ${person.token}`,
    'tus-resumable': '1.0.0',
    'content-type': 'application/offset+octet-stream',
    'upload-offset': '0',
    'content-length': all.length,
  };
  const request = httpRequest(`${person.url}/api/files/${fileId}`, { method: 'PATCH', headers });
  request.on('error', () => undefined);
  request.write(all.subarray(0, sent));
  await expect.poll(() => statSync(join(dataDir, 'files', 'uploads', fileId)).size).toBeGreaterThan(0);
  await new Promise((closed) => request.once('close', closed).destroy());
}

test('an upload that was cut goes on where it was, and is one file in the end (P7.41)', async () => {
  const dataDir = temporaryDirectory();
  const { sasha } = await cast({ dataDir });
  const bytes = randomBytes(3_000_000);
  const fileId = await begun(sasha, 'отчёт.bin', bytes.length);
  await sendCut(sasha, dataDir, fileId, bytes, 1_000_000);
  const offset = (await offsetOf(sasha, fileId)) ?? 0;
  expect(offset).toBeGreaterThan(0);
  expect(offset).toBeLessThanOrEqual(1_000_000);
  expect(await failure(await send(sasha, fileId, offset + 1, bytes.subarray(offset)))).toEqual([
    409,
    expect.any(String),
  ]);
  expect(await statusOf(sasha, `/files/${fileId}`)).toBe(404);
  expect((await send(sasha, fileId, offset, bytes.subarray(offset))).status).toBe(204);
  expect((await contentOf(sasha, fileId)).equals(bytes)).toBe(true);
  // Whoever did not hear of the end asks, and may not go on.
  expect(await offsetOf(sasha, fileId)).toBe(bytes.length);
  expect((await send(sasha, fileId, bytes.length, Buffer.from('more'))).status).toBe(409);
  expect((await sasha.get(`/files/${fileId}`)).body.data).toEqual({
    fileId,
    name: 'отчёт.bin',
    bytes: bytes.length,
    mimeType: 'application/octet-stream',
    kind: 'file',
  });
});

test('the client of tus gets its file through, in pieces (P7.41)', async () => {
  const { sasha } = await cast();
  const bytes = randomBytes(2_500_000);
  const pieces: string[] = [];
  const location = await new Promise<string>((resolve, reject) => {
    const running = new Upload(bytes, {
      endpoint: `${sasha.url}/api/files`,
      chunkSize: 1_000_000,
      headers: { authorization: `Bearer ${sasha.token}` },
      metadata: { filename: 'фото 1.bin', filetype: 'image/png' },
      onAfterResponse: (request: HttpRequest) => void pieces.push(request.getMethod()),
      onError: reject,
      onSuccess: () => resolve(running.url ?? ''),
    });
    running.start();
  });
  expect(pieces).toEqual(['POST', 'PATCH', 'PATCH', 'PATCH']);
  const fileId = location.split('/').at(-1) ?? '';
  expect((await sasha.get(`/files/${fileId}`)).body.data.name).toBe('фото 1.bin');
  expect((await contentOf(sasha, fileId)).equals(bytes)).toBe(true);
});

test('what came to its end and was not looked at before the server ended is a file at the next question (P7.41)', async () => {
  const dataDir = temporaryDirectory();
  const { server, sasha } = await cast({ dataDir });
  const bytes = randomBytes(1_000);
  const fileId = await begun(sasha, 'a.bin', bytes.length);
  expect((await send(sasha, fileId, 0, bytes.subarray(0, 999))).status).toBe(204);
  await server.close();
  appendFileSync(join(dataDir, 'files', 'uploads', fileId), bytes.subarray(999));
  const again = await cast({ dataDir });
  expect(await statusOf(again.sasha, `/files/${fileId}`)).toBe(404);
  expect(await offsetOf(again.sasha, fileId)).toBe(1_000);
  expect((await contentOf(again.sasha, fileId)).equals(bytes)).toBe(true);
  expect(stored(dataDir)).toEqual([fileId]);
});

test('an upload is its uploader’s alone, and nobody’s without a token (P7.42)', async () => {
  const { url, sasha, andrey } = await cast();
  const fileId = await begun(sasha, 'a.bin', 10);
  expect(await offsetOf(andrey, fileId)).toBeUndefined();
  const foreign = [await send(andrey, fileId, 0, Buffer.alloc(10)), await end(andrey, fileId)];
  for (const answer of foreign) expect(await failure(answer)).toEqual([404, 'File not found']);
  for (const [method, path] of [
    ['POST', '/files'],
    ['HEAD', `/files/${fileId}`],
    ['PATCH', `/files/${fileId}`],
    ['GET', `/files/${fileId}/content`],
  ]) {
    expect((await fetch(`${url}/api${path}`, { method: method ?? '' })).status).toBe(401);
  }
  expect((await send(sasha, fileId, 0, Buffer.alloc(10))).status).toBe(204);
  const others = ['', '/content', '/preview'].map((part) => statusOf(andrey, `/files/${fileId}${part}`));
  expect(await Promise.all(others)).toEqual([404, 404, 404]);
});

test('nothing, and more than the limit, are refused before a byte is sent (P7.42)', async () => {
  const dataDir = temporaryDirectory();
  const { sasha } = await cast({ dataDir, fileBytes: 1_000 });
  expect(await failure(await begin(sasha, 'a', 0))).toEqual([400, 'The file is empty']);
  expect(await failure(await begin(sasha, 'a', 1_001))).toEqual([413, 'The file is too large']);
  expect((await failure(await begin(sasha, 'a', 'x')))[0]).toBe(400);
  expect((await failure(await ask(sasha, '/files', { method: 'POST' })))[0]).toBe(412);
  const later = { 'tus-resumable': '1.0.0', 'upload-defer-length': '1' };
  const deferred = await ask(sasha, '/files', { method: 'POST', headers: later });
  expect(await failure(deferred)).toEqual([400, 'Upload-Length is required']);
  expect(stored(dataDir)).toEqual([]);
  const fileId = await begun(sasha, 'a', 1_000);
  expect((await send(sasha, fileId, 0, Buffer.alloc(1_001))).status).toBe(413);
  expect(await offsetOf(sasha, fileId)).toBe(0);
  expect((await send(sasha, fileId, 0, Buffer.alloc(1_000))).status).toBe(204);
  const ear = await sasha.connect();
  expect((await ear.hear('server:hello')).features).toContain('files');
  expect((await ear.hear('server:hello')).limits).toMatchObject({ fileBytes: 1_000, filesPerMessage: 10 });
});

test('what one person uploads has a budget (P7.42)', async () => {
  const uploadedBytes = { burst: 2_500, perSecond: 0.001 };
  const { sasha, andrey } = await cast({
    fileBytes: 1_000,
    limits: { uploadedBytes, refusalMs: 0 },
  });
  for (let one = 0; one < 2; one += 1) await begun(sasha, 'a', 1_000);
  expect((await begin(sasha, 'a', 1_000)).status).toBe(429);
  expect((await begin(andrey, 'a', 1_000)).status).toBe(201);
  expect(productionLimits.uploadedBytes.burst).toBe(2 * 1024 ** 3);
});

test('uploads that do not end, and files that nobody posts, go a day later with their bytes (P7.41)', async () => {
  const clock = manualClock();
  const dataDir = temporaryDirectory();
  const { sasha, andrey } = await cast({ dataDir, now: clock.now, upkeepIntervalMs: 20 });
  const open = await begun(sasha, 'open', 10);
  const { headers } = await send(sasha, open, 0, Buffer.alloc(5));
  expect(headers.get('upload-expires')).toBe(new Date(clock.now() + DAY_MS).toUTCString());
  expect((await begin(sasha, 'open', 10)).headers.get('upload-expires')).toBe(headers.get('upload-expires'));
  const other = await begun(sasha, 'whole', 1);
  expect((await send(sasha, other, 0, Buffer.alloc(1))).headers.get('upload-expires')).toBeNull();
  await end(sasha, other);
  const lonely = await upload(sasha, 'lonely', randomBytes(10));
  const posted = await upload(sasha, 'posted', randomBytes(10));
  await postFiles(sasha, await sasha.group(andrey), [posted]);
  expect(stored(dataDir)).toEqual(expect.arrayContaining([lonely, open, posted]));
  clock.advance(DAY_MS - 1);
  expect(await offsetOf(sasha, open)).toBe(5);
  expect(await statusOf(sasha, `/files/${lonely}`)).toBe(200);
  clock.advance(1);
  // At once, whenever the bytes go.
  expect(await offsetOf(sasha, open)).toBeUndefined();
  expect((await send(sasha, open, 5, Buffer.alloc(5))).status).toBe(404);
  await expect.poll(() => stored(dataDir)).toEqual([posted]);
  expect(await statusOf(sasha, `/files/${lonely}`)).toBe(404);
  expect(await statusOf(andrey, `/files/${posted}/content`)).toBe(200);
});

test('an upload is ended by its uploader, a file while no message names it (P7.41, P7.42)', async () => {
  const dataDir = temporaryDirectory();
  const { sasha } = await cast({ dataDir });
  const open = await begun(sasha, 'open', 10);
  const lonely = await upload(sasha, 'lonely', randomBytes(10));
  const posted = await upload(sasha, 'posted', randomBytes(10));
  await postFiles(sasha, await sasha.group(), [posted]);
  expect((await end(sasha, open)).status).toBe(204);
  expect((await end(sasha, lonely)).status).toBe(204);
  expect(await offsetOf(sasha, open)).toBeUndefined();
  expect(await failure(await end(sasha, posted))).toEqual([409, 'The file is in a message']);
  expect(stored(dataDir)).toEqual([posted]);
});

test('the folder is for the server’s account alone (P7.48)', async () => {
  const dataDir = temporaryDirectory();
  const { sasha } = await cast({ dataDir });
  const open = await begun(sasha, 'open', 10);
  const whole = await upload(sasha, '../../../whole.sh', randomBytes(10));
  const modeOf = (...path: string[]) => statSync(join(dataDir, 'files', ...path)).mode & 0o777;
  if (process.platform === 'win32') return;
  expect([modeOf(), modeOf('uploads')]).toEqual([0o700, 0o700]);
  expect([modeOf('uploads', open), modeOf(whole)]).toEqual([0o600, 0o600]);
});

test('content is answered whole, in parts, or not again, and is never run or shown (P7.45, P7.47)', async () => {
  const { sasha } = await cast();
  const bytes = randomBytes(1_000);
  const { fileId } = await attachment(sasha, 'a"b;\r\nc(1).html', bytes);
  const read = (headers: Record<string, string> = {}) => ask(sasha, `/files/${fileId}/content`, { headers });
  const whole = await read();
  const tag = whole.headers.get('etag') ?? '';
  expect(tag).toMatch(/^"[0-9a-f]{64}"$/);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': "attachment; filename*=UTF-8''a%22b%3Bc%281%29.html",
    'content-length': '1000',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, immutable',
  });
  const part = async (headers: Record<string, string>) => {
    const {
      status,
      headers: told,
      ...answer
    } = await read(headers).then(async (response) => ({
      status: response.status,
      headers: response.headers,
      body: Buffer.from(await response.arrayBuffer()),
    }));
    return [status, told.get('content-range'), answer.body] as const;
  };
  expect(await part({ range: 'bytes=10-19' })).toEqual([206, 'bytes 10-19/1000', bytes.subarray(10, 20)]);
  expect(await part({ range: 'bytes=990-' })).toEqual([206, 'bytes 990-999/1000', bytes.subarray(990)]);
  expect(await part({ range: 'bytes=-5' })).toEqual([206, 'bytes 995-999/1000', bytes.subarray(995)]);
  expect(await part({ range: 'bytes=990-5000' })).toEqual([206, 'bytes 990-999/1000', bytes.subarray(990)]);
  expect(await part({ range: 'bytes=0-0', 'if-range': tag })).toEqual([
    206,
    'bytes 0-0/1000',
    bytes.subarray(0, 1),
  ]);
  for (const headers of [
    { range: 'bytes=0-0', 'if-range': '"other"' },
    { range: 'bytes=0-1,5-6' },
    { range: 'lines=0-1' },
    { range: 'nonsense' },
  ] as Record<string, string>[]) {
    expect(await part(headers)).toEqual([200, null, bytes]);
  }
  const beyond = await read({ range: 'bytes=1000-' });
  expect(beyond.headers.get('content-range')).toBe('bytes */1000');
  expect(await failure(beyond)).toEqual([416, 'The file has no such part']);
  expect((await read({ 'if-none-match': `"x", ${tag}` })).status).toBe(304);
});
