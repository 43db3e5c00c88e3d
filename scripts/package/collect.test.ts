import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { collectRelease } from './collect.mjs';

let work: string;

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'chat3-release-'));
  onTestFinished(() => rm(work, { recursive: true, force: true }));
});

async function built(system: string, files: Record<string, string>): Promise<void> {
  await mkdir(join(work, 'from', system), { recursive: true });
  for (const [name, content] of Object.entries(files))
    await writeFile(join(work, 'from', system, name), content);
}

const manifest = (version: string, file: string) =>
  `version: ${version}\nfiles:\n  - url: ${file}\n    sha512: abc==\n    size: 3\npath: ${file}\nsha512: abc==\nreleaseDate: '2026-11-25T00:00:00.000Z'\n`;

const collect = () => collectRelease({ version: '1.2.3', from: join(work, 'from'), to: join(work, 'to') });

test('a manifest of both processors names the files of both', async () => {
  await built('macos-15', { 'app-arm64.zip': 'a', 'latest-mac.yml': manifest('1.2.3', 'app-arm64.zip') });
  await built('macos-15-intel', { 'app-x64.zip': 'b', 'latest-mac.yml': manifest('1.2.3', 'app-x64.zip') });
  await built('ubuntu-24.04', { 'app.deb': 'c', 'latest-linux.yml': manifest('1.2.3', 'app.AppImage') });
  expect(await collect()).toEqual([
    'app-arm64.zip',
    'app-x64.zip',
    'app.deb',
    'latest-linux.yml',
    'latest-mac.yml',
  ]);
  const mac = parse(await readFile(join(work, 'to', 'latest-mac.yml'), 'utf8'));
  expect(mac.files.map(({ url }: { url: string }) => url)).toEqual(['app-x64.zip', 'app-arm64.zip']);
  // What old copies read: it runs on both.
  expect(mac).toMatchObject({
    version: '1.2.3',
    path: 'app-x64.zip',
    releaseDate: '2026-11-25T00:00:00.000Z',
  });
});

test.each([
  ['a test build', { 'chat3-desktop_1.2.3~test.electron33_amd64.deb': '' }, /test build/],
  ['an AppImage of a test build', { 'chat3-desktop-1.2.3-test.electron33.AppImage': '' }, /test build/],
  ['another version', { 'latest.yml': manifest('1.2.2', 'app.exe') }, /1\.2\.2/],
])('%s is refused', async (_what, files, reason) => {
  await built('one', files as Record<string, string>);
  await expect(collect()).rejects.toThrow(reason);
});

test('two files of one name are not one', async () => {
  await built('one', { 'app.zip': 'a' });
  await built('two', { 'app.zip': 'b' });
  await expect(collect()).rejects.toThrow(/twice/);
});
