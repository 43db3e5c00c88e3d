import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { buildServer, lockedPackages } from '../../../scripts/server/build.mjs';
import { endProcess, spawnHelper, waitForLine } from '../../support/processes.ts';
import { rootDirectory } from '../../support/root.ts';
import { SASHA, signIn, temporaryDirectory } from './support.ts';

/** The server as it is handed over, in a folder from which nothing of this repository can be found. */
async function built(): Promise<string> {
  const folder = join(temporaryDirectory(), 'server');
  await buildServer(folder);
  // With each come those below it.
  const places = Object.keys(await lockedPackages()).filter(
    (place) => place.lastIndexOf('node_modules/') === 0,
  );
  // As `npm ci` would; what is for other systems is not here either.
  const copy = (from: string, place: string) => cp(from, join(folder, place), { recursive: true });
  const copyFound = (place: string) =>
    copy(join(rootDirectory, 'server', place), place).catch(() =>
      copy(join(rootDirectory, place), place).catch(() => undefined),
    );
  await Promise.all(places.map(copyFound));
  return folder;
}

async function say(folder: string, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, ['server.js', ...args], { cwd: folder });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(child, 'close');
  return said;
}

test('the built server runs by itself, with its own packages and no others', async () => {
  const folder = await built();
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { dependencies } = JSON.parse(await readFile(join(rootDirectory, 'server/package.json'), 'utf8'));
  expect(manifest.dependencies).toEqual(dependencies);
  const locked = Object.keys(JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')).packages);
  expect(locked.filter((place) => /tsx|electron|react|esbuild/.test(place))).toEqual([]);
  expect(await readFile(join(folder, 'server.js.map'), 'utf8')).toContain('main.ts');
  const help = await say(folder, '--help');
  expect(help).toContain('node server.js [options]');
  expect(help).toContain('METRICS_PORT');
  expect(JSON.parse(await say(folder, 'openapi'))).toMatchObject({ openapi: '3.1.0' });

  const args = ['server.js', '--demo', '--world', 'small', '--port', '0', '--data', join(folder, 'data')];
  const child = spawnHelper(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => endProcess(child));
  const ready = await waitForLine(child, child.stdout as Readable, /^CHAT3_SERVER_READY (\{.*\})$/);
  const sasha = await signIn(JSON.parse(String(ready[1])).url, SASHA);
  const dialogId = await sasha.group();
  expect(await sasha.say(dialogId, 'Привет')).toMatchObject({ content: 'Привет', seq: 2 });
  const ear = await sasha.connect();
  expect(await ear.join(dialogId)).toEqual({ ok: true });
});
