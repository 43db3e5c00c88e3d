/** The .rpm: what it asks for and brings, installed by rpm itself, started without rights and with the sandbox, removed. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ensurePackage } from '../../../scripts/package/ensure.mjs';
import { buildRpm } from '../../../scripts/package/rpm.mjs';
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

const obstacle = obstacleTo('/usr/bin/rpmbuild');
if (obstacle) console.log(`The .rpm is not installed by this run: ${obstacle}.`);

describe.skipIf(obstacle)('the .rpm', () => {
  let file: string;

  beforeAll(async () => {
    file = await buildRpm(await ensurePackage(definedOnly(process.env)), 'none');
  });

  test('asks for what Electron loads, in the names of Fedora and of openSUSE', async () => {
    const needed = (await ask('--requires')).filter((line) => !/^(rpmlib\(|\/bin\/sh)/.test(line));
    for (const library of ['gtk3', 'nss', 'alsa-lib', 'mesa-libgbm', 'libnotify', 'libsecret', 'xdg-utils'])
      expect(needed.join('\n')).toMatch(new RegExp(`(^|\\()${library}( or |$)`, 'm'));
    // Kept out of it: what the installer's own list has, for things that are not used here.
    expect(needed.join('\n')).not.toMatch(/trash|gvfs|GConf|kde/);
    expect(await ask('--recommends')).toContain('(gnome-keyring or kwalletmanager5 or kwalletmanager)');
  });

  test('belongs to root whoever built it, and only the sandbox helper has more rights than its callers', async () => {
    const lines = await ask(
      '--queryformat',
      '[%{FILEMODES:perms} %{FILEUSERNAME} %{FILEGROUPNAME} %{FILENAMES}\n]',
    );
    expect(lines.filter((line) => !/^\S+ root root /.test(line))).toEqual([]);
    const special = lines.filter((line) => /^\S*[st]\S* |^-\S+w\S? root|^-....w/.test(line));
    expect(special).toEqual([`-rwsr-xr-x root root ${folder}/chrome-sandbox`]);
  });

  test('refreshes the desktop by its scripts and does nothing else', async () => {
    const scripts = (await ask('--scripts')).filter((line) => !line.startsWith('#'));
    const commands = scripts.filter((line) => line.startsWith('  ')).map((line) => line.trim().split(' ')[0]);
    expect(new Set(commands)).toEqual(new Set(['update-desktop-database', 'gtk-update-icon-cache']));
    expect(scripts.filter((line) => /scriptlet/.test(line))).toHaveLength(2);
  });

  test('is installed, used without rights in the sandbox, and removed', async () => {
    const database = await mkdtemp(join(tmpdir(), 'chat3-rpm-'));
    onTestFinished(() => rm(database, { recursive: true, force: true }));
    onTestFinished(async () => {
      if (existsSync(folder)) await rpm(database, '--erase', name);
    });
    // Debian's packages are not in rpm's books: what it needs is here, under other names.
    await rpm(database, '--install', '--nodeps', file);
    const installed = await ask('--list');
    await checkInstallation(installed);
    const { stdout: changed } = await rpm(database, '--verify', '--nodeps', name);
    expect(changed).toBe('');

    const data = await useAsOrdinaryPerson();

    await rpm(database, '--erase', name);
    await checkRemoval(installed);
    expect(data.map((path) => existsSync(path))).toEqual([true, true]);
  });

  async function ask(...what: string[]): Promise<string[]> {
    const { stdout } = await execute('rpm', ['--query', '--package', file, ...what]);
    return stdout.split('\n').filter((line) => line !== '');
  }
});

/** With books of its own, so that this system's stay as they are; Debian's rpm wants to be told that it is meant. */
function rpm(database: string, ...what: string[]): Promise<{ stdout: string; stderr: string }> {
  const debian = existsSync('/etc/debian_version') ? ['--force-debian'] : [];
  return execute('rpm', ['--dbpath', database, ...debian, ...what]);
}
