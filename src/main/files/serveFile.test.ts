import { expect, test } from 'vitest';
import type { StoredFile } from '../storage/fileStore.ts';
import { rangeOf, serveFile } from './serveFile.ts';

const bytes = 600_000;
const content = Uint8Array.from({ length: bytes }, (_, index) => index % 251);

function files(mimeType: string) {
  const stored = async () =>
    ({ id: 'file_1', attachment: { mimeType }, bytes, stored: bytes }) as unknown as StoredFile;
  const read = async (_id: string, start: number, end: number) => content.slice(start, end);
  return { stored, read };
}

const ask = (mimeType: string, range?: string, url = 'chat3-file://content/file_1', method = 'GET') =>
  serveFile(files(mimeType), { method, url, headers: new Headers(range === undefined ? {} : { range }) });

test('a picture is served whole, as what it is and nothing else (S20.9)', async () => {
  const response = await ask('image/png');
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(bytes),
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(content);
});

test.each([
  'image/svg+xml',
  'text/html',
  'application/xhtml+xml',
  'text/javascript',
  'application/pdf',
  'image/png+xml',
  'constructor',
  '',
])('%s is never served (S20.9)', async (type) => {
  expect((await ask(type)).status).toBe(415);
});

test('a player asks for parts', async () => {
  const response = await ask('video/mp4', 'bytes=300000-');
  expect(response.status).toBe(206);
  expect(response.headers.get('content-range')).toBe(`bytes 300000-${bytes - 1}/${bytes}`);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(content.slice(300_000));
});

test.each([
  ['bytes=0-9', { start: 0, end: 10, isPart: true }],
  ['bytes=90-', { start: 90, end: 100, isPart: true }],
  ['bytes=-10', { start: 90, end: 100, isPart: true }],
  ['bytes=-1000', { start: 0, end: 100, isPart: true }],
  ['bytes=50-1000', { start: 50, end: 100, isPart: true }],
  ['bytes=100-', null],
  ['bytes=9-3', null],
  ['bytes=-0', null],
  ['bytes=-', { start: 0, end: 100, isPart: false }],
  ['lines=1-2', { start: 0, end: 100, isPart: false }],
  [null, { start: 0, end: 100, isPart: false }],
])('the range %s', (header, expected) => {
  expect(rangeOf(header, 100)).toEqual(expected);
});

test.each([
  'chat3-file://content/../secret',
  'chat3-file://content/a/b',
  'chat3-file://history/file_1',
  'chat3-file://content/',
  'https://content/file_1',
])('%s is no address of a file', async (url) => {
  expect((await ask('image/png', undefined, url)).status).toBe(404);
});

test('nobody else signed in, nothing found, nothing but reading', async () => {
  const request = { method: 'GET', url: 'chat3-file://content/file_1', headers: new Headers() };
  expect((await serveFile(null, request)).status).toBe(404);
  const missing = { ...files('image/png'), stored: () => Promise.reject(new Error('gone')) };
  expect((await serveFile(missing, request)).status).toBe(404);
  expect((await ask('image/png', undefined, request.url, 'POST')).status).toBe(405);
});
