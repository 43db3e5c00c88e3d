import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { attachedPieceBytes } from '../../shared/limits.ts';
import { openFileStore } from './fileStore.ts';

function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'chat3-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const place = { file: join(folder, 'files-0.db'), key: 'ab'.repeat(32) };
  let now = 1;
  const open = () => openFileStore(place, () => now++);
  return { folder, open, store: open() };
}

type Store = ReturnType<typeof openFileStore>;

function put(store: Store, id: string, bytes: number, heldFor: string | null = null): Buffer {
  const content = randomBytes(bytes);
  store.begin(id, { name: `${id}.bin`, bytes, mimeType: 'application/x', kind: 'file' }, heldFor);
  for (let at = 0; at < bytes; at += attachedPieceBytes)
    expect(store.append(id, at, content.subarray(at, at + attachedPieceBytes))).toBe(true);
  return content;
}

function readAll(store: Store, id: string, bytes: number): Buffer {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes; ) {
    const piece = store.read(id, at, bytes);
    if (piece === null) break;
    pieces.push(piece);
    at += piece.byteLength;
  }
  return Buffer.concat(pieces);
}

test('a file comes back as it was, in any part, under both of its names', () => {
  const { store } = setUp();
  const content = put(store, 'local_1', 600_000, 'message');
  store.noteServerId('local_1', 'file_1');
  expect(readAll(store, 'file_1', 600_000).equals(content)).toBe(true);
  expect(Buffer.from(store.read('local_1', 262_000, 262_300) ?? [])).toEqual(
    content.subarray(262_000, 262_144),
  );
  expect(store.file('local_1')).toMatchObject({ serverId: 'file_1', bytes: 600_000, stored: 600_000 });
});

test('a piece that does not follow is refused', () => {
  const { store } = setUp();
  store.begin('local_1', { name: 'a', bytes: 300_000, mimeType: 'x', kind: 'file' }, '');
  expect(store.append('local_1', attachedPieceBytes, new Uint8Array(10))).toBe(false);
  expect(store.append('local_1', 0, new Uint8Array(10))).toBe(false);
  expect(store.append('local_2', 0, new Uint8Array(10))).toBe(false);
  expect(store.append('local_1', 0, new Uint8Array(attachedPieceBytes))).toBe(true);
  expect(store.append('local_1', attachedPieceBytes, new Uint8Array(attachedPieceBytes))).toBe(false);
});

test('what was not used for longest goes first, and what is to be sent stays (S20.6, S20.8)', () => {
  const { store } = setUp();
  put(store, 'held', 300_000, 'message');
  for (const id of ['a', 'b', 'c']) put(store, id, 300_000);
  store.touch('a');
  store.shrinkTo(400_000);
  expect(['held', 'a', 'b', 'c'].filter((id) => store.file(id))).toEqual(['held', 'a']);
  store.shrinkTo(0);
  expect(store.file('held')).not.toBeNull();
  store.release('message');
  expect(store.file('held')).toBeNull();
});

test('the room of what is gone is freed step by step', () => {
  const { store } = setUp();
  put(store, 'a', 2_000_000);
  store.remove('a');
  const kept = put(store, 'b', 300_000);
  let steps = 1;
  while (store.sweep()) steps += 1;
  expect(steps).toBeGreaterThan(1);
  expect(readAll(store, 'b', 300_000).equals(kept)).toBe(true);
});

test('a crash leaves no half of a file, and nothing that was picked and not sent (S20.6)', () => {
  const { store, open } = setUp();
  put(store, 'sent', 10, 'message');
  put(store, 'picked', 10, '');
  store.begin('half', { name: 'a', bytes: 300_000, mimeType: 'x', kind: 'file' }, null);
  store.append('half', 0, new Uint8Array(attachedPieceBytes));
  const again = open();
  expect(['sent', 'picked', 'half'].filter((id) => again.file(id))).toEqual(['sent']);
  expect(again.holders()).toEqual(['message']);
});

test('nothing of a file can be read off the disk (S20.8)', () => {
  const { folder, store } = setUp();
  const secret = 'Совершенно секретно'.repeat(100);
  const data = new TextEncoder().encode(secret);
  store.begin('a', { name: 'План увольнений', bytes: data.byteLength, mimeType: 'x', kind: 'file' }, null);
  store.append('a', 0, data);
  store.close();
  for (const name of readdirSync(folder)) {
    const onDisk = readFileSync(join(folder, name));
    expect(onDisk.includes('Совершенно секретно')).toBe(false);
    expect(onDisk.includes('План увольнений')).toBe(false);
  }
});
