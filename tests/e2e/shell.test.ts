import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, inject, test } from 'vitest';
import { adoptDisplay } from '../support/display.ts';
import { Launcher } from '../support/launcher.ts';
import { aleksandr, andrey, sharedChat } from '../support/people.ts';
import { runScenario, type ScenarioContext } from '../support/scenario.ts';
import { TrayHost, type TrayItem } from '../support/trayHost.ts';
import { until } from '../support/until.ts';
import { NativeWindow } from '../support/window.ts';

const display = adoptDisplay(inject('display'));
const tooltip = 'Chat3 Desktop — andrey';
const digest = (name: string) => createHash('sha256').update(readFileSync(name)).digest('hex');

/** Which picture the file holds: whatever a profile's bar and rounding made of it, the nearer of the two. */
async function pictureOf(file: string): Promise<'quiet' | 'unread'> {
  const { width } = await sharp(file).metadata();
  const pixels = (source: string) =>
    sharp(source)
      .extract({ left: 0, top: 0, width, height: Math.floor(width / 2) })
      .ensureAlpha()
      .raw()
      .toBuffer();
  const [shown, quiet, unread] = await Promise.all([
    pixels(file),
    pixels(`resources/tray/tray-${width}.png`),
    pixels(`resources/tray/trayUnread-${width}.png`),
  ]);
  const distance = (other: Buffer) =>
    shown.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0);
  return distance(quiet) < distance(unread) ? 'quiet' : 'unread';
}

/** For `until`. A file goes as soon as there is another picture. */
const shows = (icon: TrayItem, picture: 'quiet' | 'unread') => async () =>
  (await pictureOf(await icon.icon()).catch(() => null)) === picture;

async function run(title: string, scenario: (context: ScenarioContext) => Promise<void>): Promise<void> {
  const result = await runScenario({ number: 'shell', title, run: scenario }, display);
  expect(result.steps.filter((step) => !step.ok)).toEqual([]);
}

async function withTray(context: ScenarioContext): Promise<TrayHost> {
  const host = await TrayHost.open(display.environment);
  context.afterwards(() => host.close());
  return host;
}

describe.skipIf(process.platform !== 'linux')('the desktop around the window', () => {
  test('the tray: unread, closing, «Не беспокоить», quitting', () =>
    run('tray', async (context) => {
      const launcher = await Launcher.open(display.environment);
      context.afterwards(() => launcher.close());
      const host = await withTray(context);
      const [a, b] = await Promise.all([context.signedIn(aleksandr), context.signedIn(andrey)]);
      const window = new NativeWindow(b.app);
      const icon = await host.item(tooltip);
      await b.startChatWith('Мария Соколова');
      await b.page.evaluate('chat3.markAllRead({})');
      await until('nothing is unread', async () => (await icon.tooltip()) === tooltip);
      await until('the quiet picture', shows(icon, 'quiet'));

      await window.close();
      const question = b.page.getByRole('dialog');
      await question.waitFor();
      context.same('the first close is explained', 'shown', await window.state());
      await question.getByRole('button', { name: 'Закрыть окно' }).click();
      await window.waitUntil('hidden');

      await a.openChat(sharedChat);
      await a.sendMany(['Раз', 'Два', 'Три']);
      await until('the tooltip counts', async () =>
        (await icon.tooltip()).includes('3 непрочитанных сообщения'),
      );
      await until('the title counts', async () => (await window.title()) === `(3) ${tooltip}`);
      await until('the icon shows it', shows(icon, 'unread'));
      await launcher.waitFor('chat3-desktop.desktop', 3);

      const { dialogs } = await b.snapshot();
      const dialogId = dialogs.find((dialog) => dialog.title === sharedChat)?.dialogId;
      await b.page.evaluate(`chat3.setMuted({ dialogId: ${JSON.stringify(dialogId)}, muted: true })`);
      await until('a silenced chat does not light it', async () => (await icon.tooltip()) === tooltip);
      await until('and its picture is the quiet one again', shows(icon, 'quiet'));
      await until('nor does it count in the title', async () => (await window.title()) === tooltip);
      await launcher.waitFor('chat3-desktop.desktop', 0);

      await icon.activate();
      await window.waitUntil('shown');
      context.same(
        'the menu speaks Russian',
        ['Открыть Chat3 Desktop', 'Не беспокоить', '30 минут', '1 час', 'До завтра', 'Настройки…', 'Выйти'],
        await icon.labels(),
      );
      await icon.click('1 час');
      await until('the tray says until when', async () =>
        (await icon.tooltip()).includes('Не беспокоить до'),
      );
      await icon.click('Настройки…');
      await b.page.getByRole('tab', { name: 'Уведомления' }).click();
      await b.page.getByText(/^Не беспокоить до:/).waitFor();
      await icon.click('Выключить');
      await b.page.getByText(/^Не беспокоить до:/).waitFor({ state: 'detached' });
      await b.page.keyboard.press('Escape');

      await window.close();
      await window.waitUntil('hidden');
      await icon.click('Открыть Chat3 Desktop');
      await window.waitUntil('shown');
      await icon.click('Выйти');
      await b.app.ended;
      await icon.gone();
    }));

  test('without a tray host closing minimises, and a start hidden is a minimised one', () =>
    run('no tray', async (context) => {
      const b = await context.signedIn(andrey, { switches: ['--hidden'] });
      const window = new NativeWindow(b.app);
      await until('it is minimised', async () => (await window.state()) === 'minimised', 20_000);
      await b.app.startBeside([]);
      await window.waitUntil('shown');
      await window.close();
      await window.waitUntil('minimised');
      // A question would be told to the page before any answer.
      await b.snapshot();
      context.same('nothing is asked', 0, await b.page.getByRole('dialog').count());
    }));

  test('a start hidden stays in the tray; a second start brings the window forward', () =>
    run('hidden', async (context) => {
      const host = await withTray(context);
      const b = await context.signedIn(andrey, { switches: ['--hidden'] });
      const window = new NativeWindow(b.app);
      const icon = await host.item(tooltip);
      context.same('no window is seen', 'hidden', await window.state());
      await b.app.startBeside(['--hidden']);
      context.same('nor when the system starts it twice', 'hidden', await window.state());
      const { tookMs: stayedMs } = await b.app.startBeside([]);
      context.holds('the second one leaves', 'within 2 s', stayedMs, stayedMs <= 2_000);
      await window.waitUntil('shown');
      await b.focusWindow();
      await icon.activate();
      await window.waitUntil('hidden');
      await icon.activate();
      await window.waitUntil('shown');
    }));

  test('quitting keeps what was typed just before', () =>
    run('flush', async (context) => {
      const b = await context.signedIn(andrey);
      await b.openChat(sharedChat);
      await b.composer.focus();
      // The keys lie in front of a busy page when the program is told to quit.
      const busy = b.page.waitForEvent('console', (message) => message.text() === 'busy');
      const work = 'console.log("busy"); for (const end = Date.now() + 400; Date.now() < end; );';
      void b.page.evaluate(work).catch(() => {});
      await busy;
      void b.page.keyboard.insertText('Набрано перед самым выходом').catch(() => {});
      await b.app.quit();
      const again = await context.openAgain(b);
      await again.openChat(sharedChat);
      const text = 'Набрано перед самым выходом';
      context.same('the draft is there', text, await again.typedText(text));
    }));

  test('the native menu in both languages reaches the screens', () =>
    run('menu', async (context) => {
      const b = await context.openWindow(andrey);
      const window = new NativeWindow(b.app);
      await window.choose('Справка', 'Горячие клавиши');
      await b.page.getByRole('dialog', { name: 'Горячие клавиши' }).waitFor();
      await b.page.keyboard.press('Escape');
      await b.signIn(andrey.phone, '1234');
      await b.waitUntilLive();
      context.same('menus', ['Файл', 'Правка', 'Вид', 'Чат', 'Окно', 'Справка'], await window.menus());
      await window.choose('Файл', 'Новый чат…');
      await b.page.getByRole('dialog', { name: 'Новый чат' }).waitFor();
      await b.page.keyboard.press('Escape');
      await b.page.getByRole('dialog').waitFor({ state: 'detached' });
      await window.choose('Чат', 'Следующий чат');
      await b.conversation.waitFor();
      await window.choose('Правка', 'Найти в чате');
      await b.page.getByRole('textbox', { name: 'Поиск в чате' }).waitFor();
      await b.page.evaluate("chat3.updateSettings({ language: 'en' })");
      context.same('in English', ['File', 'Edit', 'View', 'Chat', 'Window', 'Help'], await window.menus());
      await b.focusWindow();
      // Real keys: the system's own way through menu and page.
      await display.press('ctrl+n');
      await b.page.getByRole('dialog', { name: 'New chat' }).waitFor();
      await display.press('ctrl+q');
      await b.app.ended;
    }));

  test('profiles share no file, and a new one opens beside', () =>
    run('profiles', async (context) => {
      const userDataDirectory = await mkdtemp(join(tmpdir(), 'chat3-profiles-'));
      const folder = (name: string) => join(userDataDirectory, 'profiles', name);
      const host = await withTray(context);
      const [a, b] = await Promise.all([
        context.signedIn(aleksandr, { userDataDirectory }),
        context.signedIn(andrey, { userDataDirectory }),
      ]);
      for (const [own, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const open = openFiles(own.app.processId).filter((file) => file.startsWith(userDataDirectory));
        context.holds(`${own.app.profile} has files open`, 'some', open.length, open.length > 0);
        const foreign = open.filter((file) => file.startsWith(folder(other.app.profile)));
        context.same('and none of the other’s', [], foreign);
      }
      const color = async (page: typeof a.page) =>
        page.evaluate<string>(
          "getComputedStyle(document.querySelector('[data-testid=profile-bar]')).backgroundColor",
        );
      const [first, second] = await Promise.all([color(a.page), color(b.page)]);
      context.holds('colours of their own', 'two', `${first} ${second}`, first !== second);

      await a.app.quit();
      const before = filesBelow(folder(aleksandr.profile));
      const window = new NativeWindow(b.app);
      await window.choose('Файл', 'Профили', 'Новый профиль…');
      const dialog = b.page.getByRole('dialog', { name: 'Новый профиль' });
      await dialog.getByLabel('Название').fill('Работа');
      await dialog.getByText('Будет называться: rabota').waitFor();
      await dialog.getByRole('button', { name: 'Открыть' }).click();
      const opened = await host.item('Chat3 Desktop — rabota');
      context.same('it has a folder', true, existsSync(folder('rabota')));
      await opened.click('Выйти');
      await opened.gone();
      await b.openChat(sharedChat);
      await b.send('Только здесь');
      await b.waitForEmptyOutbox();
      await b.focusWindow();
      await b.app.quit();
      context.same('nothing of the first has changed', before, filesBelow(folder(aleksandr.profile)));
    }));

  test('starting with the system is a file of the desktop, one a profile', () =>
    run('autostart', async (context) => {
      const b = await context.signedIn(andrey);
      const folder = join(String(display.environment['HOME']), '.config', 'autostart');
      const file = join(folder, 'chat3-desktop-andrey.desktop');
      await b.page.keyboard.press('Control+,');
      const toggle = b.page.getByRole('switch', { name: 'Запускать вместе с системой' });
      const label = b.page.getByText('Запускать вместе с системой');
      await label.click();
      await until('it is written', () => existsSync(file));
      await until('and set', () => toggle.isChecked());
      const exec = /^Exec=(.*)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
      context.holds('it starts hidden', '--hidden', exec, exec.endsWith('"--profile=andrey" "--hidden"'));
      await label.click();
      await until('it is removed', () => !existsSync(file));
    }));
});

/** Paths that the process and its children have open now. */
function openFiles(processId: number): string[] {
  const own = readdirSync(`/proc/${processId}/fd`).flatMap((name) => {
    try {
      return [readlinkSync(`/proc/${processId}/fd/${name}`)];
    } catch {
      return [];
    }
  });
  const children = readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8').trim();
  return [
    ...own,
    ...children
      .split(' ')
      .filter(Boolean)
      .flatMap((child) => openFiles(Number(child))),
  ];
}

/** Every file below the folder with its inode, times and contents. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { ino, mtimeMs, ctimeMs } = statSync(path);
      return `${path} ${ino} ${mtimeMs} ${ctimeMs} ${digest(path)}`;
    })
    .sort();
}
