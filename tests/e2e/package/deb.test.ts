/** The .deb as a person meets it: installed by apt, started without rights and with the sandbox, used, removed. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { buildDeb } from '../../../scripts/package/deb.mjs';
import { ensurePackage } from '../../../scripts/package/ensure.mjs';
import { definedOnly } from '../../support/app.ts';
import {
  checkInstallation,
  checkRemoval,
  folder,
  name,
  obstacleTo,
  useAsOrdinaryPerson,
} from './installed.ts';

const execute = promisify(execFile);

const obstacle = obstacleTo('/usr/bin/apt-get');
if (obstacle) console.log(`The .deb is not installed by this run: ${obstacle}.`);

test.skipIf(obstacle)('the .deb is installed, used without rights in the sandbox, and removed', async () => {
  const file = await buildDeb(await ensurePackage(definedOnly(process.env)), 'none');
  onTestFinished(async () => {
    if (existsSync(folder)) await apt('purge', name);
  });
  await apt('install', '--no-install-recommends', file);
  const { stdout } = await execute('dpkg-query', ['--listfiles', name]);
  const installed = stdout.split('\n').filter((path) => path !== '' && basename(path) !== '.');
  await checkInstallation(installed);

  const data = await useAsOrdinaryPerson();

  await apt('purge', name);
  await checkRemoval(installed);
  expect(data.map((path) => existsSync(path))).toEqual([true, true]);
});

async function apt(verb: string, ...what: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const options = ['-y', '-o', 'DPkg::Lock::Timeout=60'];
  await execute('apt-get', [verb, ...options, ...what], { env, maxBuffer: 16 * 1024 * 1024 });
}
