import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { ask, attachment, contentOf, statusOf } from './filesSupport.ts';
import { cast, temporaryDirectory } from './support.ts';

const GPS = {
  GPSLatitudeRef: 'N',
  GPSLatitude: '55/1 45/1 0/1',
  GPSLongitudeRef: 'E',
  GPSLongitude: '37/1 37/1 0/1',
};
const SECRET = 'Secret camera of somebody';

const canvas = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c03' } });

const crcTable = Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});
const crcOf = (bytes: Buffer) =>
  (bytes.reduce((crc, byte) => (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8), 0xffffffff) ^
    0xffffffff) >>>
  0;

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(crcOf(body));
  return Buffer.concat([length, body, crc]);
}

/** A PNG of one colour, of any size, in some kilobytes. */
function pngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A GIF of so many frames of one pixel. */
async function animation(frames: number): Promise<Buffer> {
  const one = await canvas(2, 2).gif().toBuffer();
  const head = 13 + 3 * 2 ** (((one[10] ?? 0) & 7) + 1);
  const frame = one.subarray(head, -1);
  const comment = Buffer.concat([Buffer.of(0x21, 0xfe, SECRET.length), Buffer.from(SECRET), Buffer.of(0)]);
  const all = Array.from({ length: frames }, () => frame);
  return Buffer.concat([one.subarray(0, head), comment, ...all, Buffer.of(0x3b), Buffer.from('<script>')]);
}

const isClean = (bytes: Buffer) =>
  !bytes.includes(SECRET) && !bytes.includes('Exif') && !bytes.includes('<script>');

test('an image is kept upright and without its place, its camera and what stands behind its end (P7.43)', async () => {
  const { sasha } = await cast();
  const exif = { IFD0: { Model: SECRET }, IFD3: GPS };
  const turned = () => canvas(80, 60).withMetadata({ orientation: 6 }).withExifMerge(exif);
  for (const [name, make] of [
    ['a.jpg', () => turned().jpeg()],
    ['a.png', () => turned().png()],
    ['a.webp', () => turned().webp({ lossless: true })],
  ] as const) {
    const picture = await make().toBuffer();
    const { orientation: before, exif: told } = await sharp(picture).metadata();
    expect([before, told?.includes(SECRET), told?.length]).toEqual([6, true, expect.any(Number)]);
    const sent = Buffer.concat([picture, Buffer.from('<script>')]);
    const about = await attachment(sasha, name, sent);
    expect(about).toMatchObject({ kind: 'image', width: 60, height: 80, preview: true });
    const kept = await contentOf(sasha, about.fileId);
    expect([about.bytes, isClean(kept)]).toEqual([kept.length, true]);
    const { width, height, orientation = 1, exif: left } = await sharp(kept).metadata();
    expect([width, height, orientation, left]).toEqual([60, 80, 1, undefined]);
    const preview = await ask(sasha, `/files/${about.fileId}/preview`);
    expect(preview.headers.get('content-type')).toBe('image/webp');
    expect(preview.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    const { width: previewed, format } = await sharp(Buffer.from(await preview.arrayBuffer())).metadata();
    expect([previewed, format]).toEqual([60, 'webp']);
  }
});

test('what is upright already keeps its very pixels, animated or not (P7.43)', async () => {
  const { sasha } = await cast();
  const noise = { raw: { width: 64, height: 64, channels: 3 as const } };
  const still = () => sharp(randomBytes(64 * 64 * 3), noise);
  const exif = { IFD0: { Model: SECRET } };
  const frames = sharp(randomBytes(32 * 32 * 3 * 3), {
    raw: { width: 32, height: 96, channels: 3, pageHeight: 32 },
  });
  const moving = await frames
    .withExif(exif)
    .webp({ lossless: true, loop: 0, delay: [90, 90, 90] })
    .toBuffer();
  for (const [name, sent, pages] of [
    ['a.png', await still().withExif(exif).png().toBuffer(), 1],
    ['a.webp', await still().withExif(exif).webp({ lossless: true }).toBuffer(), 1],
    ['b.webp', moving, 3],
    ['c.gif', await animation(3), 3],
  ] as const) {
    const about = await attachment(sasha, name, sent);
    const kept = await contentOf(sasha, about.fileId);
    expect([about.kind, isClean(kept)]).toEqual(['image', true]);
    const pixels = (bytes: Buffer) => sharp(bytes, { animated: true }).raw().toBuffer();
    expect((await pixels(kept)).equals(await pixels(sent))).toBe(true);
    const { pages: keptPages = 1, pageHeight, height } = await sharp(kept, { animated: true }).metadata();
    expect([keptPages, about.height]).toEqual([pages, pageHeight ?? height]);
  }
});

test('a preview has at most 640 pixels a side', async () => {
  const { sasha } = await cast();
  const { fileId } = await attachment(sasha, 'a.png', await canvas(2_000, 1_000).png().toBuffer());
  expect(await sharp(await contentOf(sasha, fileId, 'preview')).metadata()).toMatchObject({
    width: 640,
    height: 320,
  });
});

test('of ten thousand frames the first is looked at, and all are kept (P7.43)', async () => {
  const { sasha } = await cast();
  const about = await attachment(sasha, 'a.gif', await animation(10_000));
  expect(about).toMatchObject({ kind: 'image', width: 2, height: 2, preview: true });
  const kept = await contentOf(sasha, about.fileId);
  expect(isClean(kept)).toBe(true);
  expect((await sharp(kept).metadata()).pages).toBe(10_000);
  expect((await sharp(await contentOf(sasha, about.fileId, 'preview')).metadata()).pages ?? 1).toBe(1);
});

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const jpeg = await canvas(100, 100).jpeg().toBuffer();

test.each([
  ['SVG with a script', 'a.svg', Buffer.from(SVG), 'application/octet-stream'],
  ['SVG as XML', 'a.svg', Buffer.from(`<?xml version="1.0"?>${SVG}`), 'application/xml'],
  [
    'HTML that is called an image',
    'a.png',
    Buffer.from('<!doctype html><script>alert(1)</script>'),
    'application/octet-stream',
  ],
  ['half an image', 'a.jpg', jpeg.subarray(0, jpeg.length / 2), 'image/jpeg'],
  [
    'the beginning of an image',
    'a.png',
    Buffer.from('\x89PNG\r\n\x1a\n<script>', 'latin1'),
    'application/octet-stream',
  ],
  ['an image of 20,000 × 20,000', 'a.png', pngBomb(20_000, 20_000), 'image/png'],
  ['an image of some more than 50 million pixels', 'a.png', pngBomb(7_100, 7_100), 'image/png'],
  ['a bomb of gzip', 'a.gz', gzipSync(Buffer.alloc(200_000_000)), 'application/gzip'],
  ['TIFF', 'a.tiff', await canvas(10, 10).tiff().toBuffer(), 'image/tiff'],
])('%s is a file like any other, as it was sent (P7.43)', async (_what, name, sent, mimeType) => {
  const { sasha } = await cast();
  const began = process.memoryUsage().rss;
  const about = await attachment(sasha, name, sent);
  expect(about).toEqual({ fileId: about.fileId, name, bytes: sent.length, mimeType, kind: 'file' });
  // Decoded, the largest of them would have had 400 MB.
  expect(process.memoryUsage().rss - began).toBeLessThan(150_000_000);
  const answer = await ask(sasha, `/files/${about.fileId}/content`);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(Buffer.from(await answer.arrayBuffer()).equals(sent)).toBe(true);
  expect(await statusOf(sasha, `/files/${about.fileId}/preview`)).toBe(404);
});

test('a bomb of ZIP is not unpacked', async () => {
  const { sasha } = await cast();
  // One entry, of which the header says nothing true.
  const packed = deflateSync(Buffer.alloc(300_000_000)).subarray(2, -4);
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(300_000_000, 22);
  header.writeUInt16LE('[Content_Types].xml'.length, 26);
  const bomb = Buffer.concat([header, Buffer.from('[Content_Types].xml'), packed]);
  const before = process.memoryUsage().rss;
  expect(await attachment(sasha, 'a.docx', bomb)).toMatchObject({ kind: 'file', bytes: bomb.length });
  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
});

test('an image that is a page as well is only an image afterwards (P7.43)', async () => {
  const { sasha } = await cast();
  const comment = Buffer.from('<script>alert(1)</script>');
  const segment = Buffer.concat([Buffer.of(0xff, 0xfe, 0, comment.length + 2), comment]);
  const both = Buffer.concat([
    jpeg.subarray(0, 2),
    segment,
    jpeg.subarray(2),
    Buffer.from('PK\x03\x04<script>'),
  ]);
  const about = await attachment(sasha, 'a.jpg', both);
  expect(about.kind).toBe('image');
  const kept = await contentOf(sasha, about.fileId);
  expect([isClean(kept), kept.includes('PK')]).toEqual([true, false]);
});

test('no name leads out of the folder, or reads as another one (P7.48)', async () => {
  const dataDir = temporaryDirectory();
  const { sasha } = await cast({ dataDir });
  const before = readdirSync(dataDir).sort();
  const ids: string[] = [];
  for (const [name, clean] of [
    ['../../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system32\\a.dll', 'a.dll'],
    ['/etc/cron.d/x', 'x'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a\r\nset-cookie: x.txt', 'aset-cookie: x.txt'],
    ['a\0.png', 'a.png'],
    ['..', 'file'],
    ['', 'file'],
    ['.json', 'file.json'],
  ] as const) {
    const about = await attachment(sasha, name, Buffer.from(name || 'x'));
    expect(about.name).toBe(clean);
    expect(about.fileId).toMatch(/^file_[a-z0-9]{20}$/);
    ids.push(about.fileId);
  }
  expect(readdirSync(dataDir).sort()).toEqual(before);
  expect(readdirSync(join(dataDir, 'files')).sort()).toEqual([...ids, 'uploads'].sort());
  expect(readFileSync(join(dataDir, 'files', ids[0] ?? ''), 'utf8')).toBe('../../../etc/passwd');
  for (const path of ['..%2F..%2Fchat3.sqlite', '%2e%2e', 'uploads', ids[0]?.slice(0, -1) ?? '']) {
    expect(await statusOf(sasha, `/files/${path}/content`)).toBe(404);
  }
});
