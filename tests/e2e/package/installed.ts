/** What holds for the program once a package manager has installed it, whichever it is. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { openDisplay } from '../../support/display.ts';
import { createOrdinaryUser } from '../../support/ordinaryUser.ts';
import { PackagedApp } from '../../support/packagedApp.ts';
import { aleksandr, andrey, type DemoPerson, demoCode, sharedChat } from '../../support/people.ts';
import { Person } from '../../support/person.ts';
import { processTree } from '../../support/processTree.ts';
import { ServerProcess } from '../../support/server.ts';

const execute = promisify(execFile);

export const name = 'chat3-desktop';
export const folder = `/usr/lib/${name}`;
const linkHandlers = '/usr/share/applications/mimeinfo.cache';

/** Why no package can be installed by this run. */
export function obstacleTo(tool: string): string | undefined {
  if (process.platform !== 'linux' || !existsSync(tool)) return `this system has no ${tool}`;
  if (process.getuid?.() !== 0) return 'only root may install packages';
  if (existsSync(folder)) return `${name} is installed here already, and would be removed`;
  return undefined;
}

/** @param files every path of the package */
export async function checkInstallation(files: readonly string[]): Promise<void> {
  const helper = await lstat(`${folder}/chrome-sandbox`);
  expect({ mode: (helper.mode & 0o7777).toString(8), uid: helper.uid, gid: helper.gid }).toEqual({
    mode: '4755',
    uid: 0,
    gid: 0,
  });
  await execute('desktop-file-validate', [`/usr/share/applications/${name}.desktop`]);
  expect(await readFile(linkHandlers, 'utf8')).toMatch(/^x-scheme-handler\/chat3=chat3-desktop\.desktop;$/m);
  const icons = files.filter((path) => path.startsWith('/usr/share/icons/') && path.endsWith('.png'));
  expect(icons.map((path) => path.split('/')[5])).toContain('48x48');
}

/** @param files every path of the package that was there */
export async function checkRemoval(files: readonly string[]): Promise<void> {
  expect(files.filter((path) => path.includes(name) && existsSync(path))).toEqual([]);
  expect(existsSync(folder)).toBe(false);
  expect(await readFile(linkHandlers, 'utf8')).not.toContain('chat3');
}

/** Two people talk through the installed program; answers where their data are. */
export async function useAsOrdinaryPerson(): Promise<string[]> {
  const user = await createOrdinaryUser();
  onTestFinished(() => user.remove());
  const display = await openDisplay(undefined, user.ids);
  onTestFinished(() => display.close());
  const server = await ServerProcess.start();
  onTestFinished(() => server.close());
  const open = async (who: DemoPerson) => {
    const app = await PackagedApp.launch({
      executable: `/usr/bin/${name}`,
      display,
      profile: who.profile,
      server: server.url,
      language: 'ru',
    });
    onTestFinished(async () => {
      await app.quit();
      await app.removeData();
    });
    const person = new Person(app);
    await person.signIn(who.phone, demoCode);
    await person.openChat(sharedChat);
    await person.waitUntilLive();
    return person;
  };
  const [a, b] = [await open(aleksandr), await open(andrey)];

  const processes = await processTree(a.app.processId);
  const renderers = processes.filter(({ commandLine }) => commandLine.includes('--type=renderer'));
  expect(renderers.map(({ seccomp }) => seccomp)).toEqual([2]);
  expect(processes.filter(({ commandLine }) => commandLine.includes('--no-sandbox'))).toEqual([]);
  expect(processes.filter(({ uid }) => uid !== user.ids?.uid)).toEqual([]);

  // Panels know by it which entry, and so which icon, a window belongs to.
  const entry = await readFile(`/usr/share/applications/${name}.desktop`, 'utf8');
  const windowClass = /^StartupWMClass=(.+)$/m.exec(entry)?.[1];
  const { stdout: windows } = await execute(
    'xdotool',
    ['search', '--onlyvisible', '--class', `^${windowClass}$`],
    { env: display.environment },
  );
  expect(windows.trim().split('\n')).toHaveLength(2);

  await a.send('Установлено из пакета');
  await b.waitForMessage('Установлено из пакета');
  await b.send('Вижу');
  await a.waitForMessage('Вижу');
  expect([...a.app.problems, ...b.app.problems]).toEqual([]);
  await Promise.all([a.app.quit(), b.app.quit()]);
  return [a.app.userDataDirectory, b.app.userDataDirectory];
}
