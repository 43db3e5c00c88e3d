import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dependenciesMatchLock } from './dependencies.mjs';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chat3-dependencies-'));
  await mkdir(join(directory, 'node_modules'));
});
afterEach(() => rm(directory, { recursive: true }));

async function write(wanted: object, installed?: object) {
  await writeFile(join(directory, 'package-lock.json'), JSON.stringify({ packages: wanted }));
  if (!installed) return;
  const record = join(directory, 'node_modules', '.package-lock.json');
  await writeFile(record, JSON.stringify({ packages: installed }));
}

const zod = { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' } };

test('what the lockfile says is installed', async () => {
  await write({ '': { name: 'root' }, server: {}, ...zod }, zod);
  expect(await dependenciesMatchLock(directory)).toBe(true);
});

test('npm left no record: nothing is installed, or an installation was interrupted', async () => {
  await write(zod);
  expect(await dependenciesMatchLock(directory)).toBe(false);
});

test('a package is missing', async () => {
  await write(zod, {});
  expect(await dependenciesMatchLock(directory)).toBe(false);
});

test('another version, or other contents under the same version', async () => {
  await write(zod, { 'node_modules/zod': { version: '4.6.6', integrity: 'sha512-a' } });
  expect(await dependenciesMatchLock(directory)).toBe(false);
  await write(zod, { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-b' } });
  expect(await dependenciesMatchLock(directory)).toBe(false);
});

test("another platform's package may be missing", async () => {
  await write({ ...zod, 'node_modules/native-darwin': { version: '1.0.0', optional: true } }, zod);
  expect(await dependenciesMatchLock(directory)).toBe(true);
});
