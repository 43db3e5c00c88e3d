/** The packaged program updates itself from a real server: only what the pinned key signed, never backwards, and when told to. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPackage } from '../../../scripts/package/build.mjs';
import type { CommandResult } from '../../../src/shared/bridge.ts';
import type { UpdateView } from '../../../src/shared/updates.ts';
import type { Snapshot } from '../../../src/shared/views.ts';
import { definedOnly } from '../../support/app.ts';
import { openDisplay } from '../../support/display.ts';
import { createOrdinaryUser } from '../../support/ordinaryUser.ts';
import { PackagedApp } from '../../support/packagedApp.ts';
import { andrey, demoCode, sharedChat } from '../../support/people.ts';
import { Person } from '../../support/person.ts';
import { rootDirectory } from '../../support/root.ts';
import { ServerProcess } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { UpdateServer } from '../../support/updateServer.ts';

const execute = promisify(execFile);
const manifestName = process.arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${process.arch}.yml`;
const fileName = 'chat3-desktop-0.2.0-linux.AppImage';
/** What stands for the new version: it leaves a word beside itself when it is started. */
const newVersion = Buffer.from(
  `#!/bin/sh\necho "$@" > "$(dirname "$0")/started"\nexit 0\n${'#'.repeat(3_000_000)}\n`,
);
const closes: (() => Promise<unknown>)[] = [];

let work: string;
let appImage: string;
let feed: UpdateServer;
let elsewhere: UpdateServer;
let app: PackagedApp;
let person: Person<PackagedApp>;
let cache: string;

// Only an AppImage replaces itself on Linux; on the other systems the release checklist covers what the installers do.
const possible = process.platform === 'linux';

beforeAll(async () => {
  if (!possible) return;
  work = await mkdtemp(join(tmpdir(), 'chat3-updates-'));
  closes.push(() => rm(work, { recursive: true, force: true, maxRetries: 5 }));
  await chmod(work, 0o755);
  const user = await createOrdinaryUser();
  closes.push(() => user.remove());
  feed = await UpdateServer.start();
  elsewhere = await UpdateServer.start();
  closes.push(
    () => feed.close(),
    () => elsewhere.close(),
  );

  const made = await execute(
    process.execPath,
    ['scripts/signManifest.mjs', '--new-key', privateKey('ours')],
    {
      cwd: rootDirectory,
    },
  );
  await execute(process.execPath, ['scripts/signManifest.mjs', '--new-key', privateKey('theirs')], {
    cwd: rootDirectory,
  });
  const key = /CHAT3_UPDATE_PUBLIC_KEY=(\S+)/.exec(made.stdout)?.[1] ?? '';
  const built = await buildPackage(definedOnly(process.env), {
    output: join(work, 'release'),
    updates: { url: feed.url, key },
  });

  const installed = join(work, 'installed');
  appImage = join(installed, 'Chat3.AppImage');
  await mkdir(installed);
  await writeFile(appImage, 'the old version');
  if (user.ids) {
    for (const path of [installed, appImage]) await chown(path, user.ids.uid, user.ids.gid);
  }

  const display = await openDisplay(undefined, user.ids);
  closes.push(() => display.close());
  cache = join(String(display.environment['HOME']), '.cache', 'chat3-desktop-updater', 'pending');
  const server = await ServerProcess.start();
  closes.push(() => server.close());
  app = await PackagedApp.launch({
    executable: built.executable,
    display,
    profile: andrey.profile,
    server: server.url,
    language: 'ru',
    environment: { APPIMAGE: appImage },
  });
  closes.push(async () => {
    await app.quit();
    await app.removeData();
  });
  person = new Person(app);
  await person.signIn(andrey.phone, demoCode);
  await person.openChat(sharedChat);
});

afterAll(async () => {
  for (const close of closes.reverse()) await close();
});

test.runIf(possible)('what is not signed by the pinned key is not even looked at', async () => {
  await publish('0.2.0');
  feed.files.delete(`${manifestName}.sig`);
  expect(await check()).toEqual({ state: 'failed', trouble: 'signature', version: null });

  await publish('0.2.0', { key: 'theirs' });
  expect(await check()).toEqual({ state: 'failed', trouble: 'signature', version: null });

  await publish('0.2.0');
  const manifest = feed.files.get(manifestName) as Buffer;
  feed.files.set(manifestName, Buffer.from(manifest.toString().replace('0.2.0', '0.3.0')));
  expect(await check()).toEqual({ state: 'failed', trouble: 'signature', version: null });
  expect(feed.asked).not.toContain(fileName);
});

test.runIf(possible)('an older version is refused, however well it is signed', async () => {
  await publish('0.0.9');
  expect(await check()).toEqual({ state: 'idle' });
  const { app: about } = await snapshot();
  await publish(about.version);
  expect(await check()).toEqual({ state: 'idle' });
  expect(feed.asked).not.toContain(fileName);
});

test.runIf(possible)('a signed manifest cannot name a file elsewhere', async () => {
  await publish('0.2.0', { file: `${elsewhere.url}${fileName}` });
  expect(await check()).toEqual({ state: 'failed', trouble: 'signature', version: null });
  expect(elsewhere.asked).toEqual([]);
});

test.runIf(possible)('the signed manifest of another system is not believed', async () => {
  await publish('0.2.0', { signedAs: 'latest.yml' });
  expect(await check()).toEqual({ state: 'failed', trouble: 'signature', version: null });
});

test.runIf(possible)('no redirect leads to another host', async () => {
  await publish('0.2.0');
  for (const [name, file] of feed.files) elsewhere.files.set(name, file);
  feed.files.set(manifestName, { redirect: `${elsewhere.url}${manifestName}` });
  expect(await check()).toEqual({ state: 'failed', trouble: 'unreachable', version: null });

  await publish('0.2.0');
  feed.files.set(fileName, { redirect: `${elsewhere.url}${fileName}` });
  expect(await check()).toEqual({ state: 'available', version: '0.2.0' });
  expect(await download()).toEqual({ state: 'failed', trouble: 'unreachable', version: '0.2.0' });
  expect(elsewhere.asked).toEqual([]);
});

test.runIf(possible)('a file that is not the signed one is thrown away', async () => {
  await publish('0.2.0');
  feed.files.set(fileName, Buffer.from(newVersion.toString().replace('started', 'hostile')));
  expect(await check()).toEqual({ state: 'available', version: '0.2.0' });
  expect(await download()).toEqual({ state: 'failed', trouble: 'damaged', version: '0.2.0' });
  expect(await readdir(cache).catch(() => [])).toEqual([]);
  expect(await readFile(appImage, 'utf8')).toBe('the old version');
});

test.runIf(possible)('a good one is offered, loaded, and installed when the person says so', async () => {
  await publish('0.2.0');
  expect(await check()).toEqual({ state: 'available', version: '0.2.0' });
  const banner = app.page.getByTestId('update-banner');
  await banner.getByText('Доступно обновление 0.2.0').waitFor();
  await banner.getByRole('button', { name: 'Обновить' }).click();
  await banner.getByText('Обновление 0.2.0 загружено').waitFor();
  expect(await readFile(appImage, 'utf8')).toBe('the old version');

  await rm(cache, { recursive: true });
  await banner.getByRole('button', { name: 'Перезапустить и обновить' }).click();
  await until(
    'what was loaded is found to be gone',
    async () => (await snapshot()).update.state === 'failed',
  );
  expect((await snapshot()).update).toEqual({ state: 'failed', trouble: 'damaged', version: '0.2.0' });
  expect(await readFile(appImage, 'utf8')).toBe('the old version');
  expect(await check()).toEqual({ state: 'available', version: '0.2.0' });
  expect(await download()).toEqual({ state: 'ready', version: '0.2.0' });

  await person.type('Ещё не отправлено');
  await person.waitForSavedDraft('Ещё не отправлено');
  await banner.getByRole('button', { name: 'Перезапустить и обновить' }).click();
  const question = app.page.getByRole('alertdialog');
  await question.getByText('Есть неотправленный текст').waitFor();
  expect(await readFile(appImage, 'utf8')).toBe('the old version');
  await question.getByRole('button', { name: 'Всё равно перезапустить' }).click();

  await app.ended();
  expect((await readFile(appImage)).equals(newVersion)).toBe(true);
  await until('the new version has been started', () => existsSync(join(work, 'installed', 'started')));
  const started = await readFile(join(work, 'installed', 'started'), 'utf8');
  expect(started).toContain(`--profile=${andrey.profile}`);
  expect(app.problems).toEqual([]);
});

const privateKey = (name: string) => join(work, `${name}.pem`);

/** Puts a version into the feed as a release does: manifest, signature by the script, file. */
async function publish(
  version: string,
  { key = 'ours', file = fileName, signedAs = manifestName } = {},
): Promise<void> {
  const sha512 = createHash('sha512').update(newVersion).digest('base64');
  const manifest = `version: ${version}\nfiles:\n  - url: ${file}\n    sha512: ${sha512}\n    size: ${newVersion.length}\npath: ${file}\nsha512: ${sha512}\nreleaseDate: '2026-11-25T00:00:00.000Z'\n`;
  const path = join(work, signedAs);
  await writeFile(path, manifest);
  await execute(process.execPath, ['scripts/signManifest.mjs', '--key', privateKey(key), path], {
    cwd: rootDirectory,
  });
  feed.files.set(manifestName, Buffer.from(manifest));
  feed.files.set(`${manifestName}.sig`, await readFile(`${path}.sig`));
  feed.files.set(fileName, newVersion);
}

async function snapshot(): Promise<Snapshot> {
  const answer = await app.page.evaluate<CommandResult<Snapshot>>('chat3.getSnapshot({})');
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

/** Both commands answer when their outcome is known. */
async function check(): Promise<UpdateView> {
  await app.page.evaluate('chat3.checkForUpdates({})');
  return (await snapshot()).update;
}

async function download(): Promise<UpdateView> {
  await app.page.evaluate('chat3.downloadUpdate({})');
  return (await snapshot()).update;
}
