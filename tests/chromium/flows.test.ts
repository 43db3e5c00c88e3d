/**
 * The main flows of the page in the newest Chromium that this system has, newer than that of the newest Electron, with
 * the real engine in the newest Node.js that can be had. What that proves: docs/decisions/0020-newest-chromium.md.
 */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newestNode } from '../../scripts/setup/newestNode.mjs';
import { aleksandr, andrey, type DemoPerson, demoCode, sharedChat } from '../support/people.ts';
import { Person } from '../support/person.ts';
import { ServerProcess } from '../support/server.ts';
import { until } from '../support/until.ts';
import { ChromiumApp } from './chromiumApp.ts';
import { servePage } from './pageServer.ts';

const executable = '/usr/bin/chromium';
const possible = existsSync(executable);
if (!possible)
  console.log(`The page is not tried in another Chromium by this run: there is no ${executable}.`);

describe.runIf(executable)('the page in the newest Chromium', () => {
  const closes: (() => Promise<unknown>)[] = [];
  let browser: Browser;
  let server: ServerProcess;
  let a: Person<ChromiumApp>;
  let b: Person<ChromiumApp>;

  beforeAll(async () => {
    const node = await newestNode();
    [browser, server] = await Promise.all([
      // Chromium has no sandbox for root.
      chromium.launch({ executablePath: String(executable), chromiumSandbox: process.getuid?.() !== 0 }),
      ServerProcess.start(),
    ]);
    const site = await servePage();
    closes.push(
      () => site.close(),
      () => server.close(),
      () => browser.close(),
    );
    const open = async ({ profile }: DemoPerson) => {
      const app = await ChromiumApp.launch(browser, site.address, node, {
        server: server.url,
        language: 'ru',
        profile,
      });
      closes.push(() => app.close());
      return new Person(app);
    };
    [a, b] = await Promise.all([open(aleksandr), open(andrey)]);
    console.log(`Chromium ${browser.version()}, engine: ${(await a.snapshot()).app.electron}`);
  });

  afterAll(async () => {
    for (const close of closes.reverse()) await close();
  });

  test('it is newer than the Chromium that comes with any Electron at hand', () => {
    expect(Number(browser.version().split('.')[0])).toBeGreaterThanOrEqual(150);
  });

  test('signing in, with a mistake first, leads to the chats', async () => {
    await a.askForCode('123');
    await a.page.getByText('Проверьте номер').waitFor();
    await a.signIn(aleksandr.phone, demoCode);
    await b.signIn(andrey.phone, demoCode);
    await Promise.all([a.waitUntilLive(), b.waitUntilLive()]);
    await a.chats.getByRole('option', { name: sharedChat }).waitFor();
  });

  test('what one writes, the other reads, both ways, with ticks, typing and reactions', async () => {
    await Promise.all([a.openChat(sharedChat), b.openChat(sharedChat)]);
    await a.composer.click();
    await a.page.keyboard.type('Привет из нового Chromium');
    await b.typingLine.getByText('печатает').waitFor();
    await a.page.keyboard.press('Enter');
    const { author } = await b.waitForMessage('Привет из нового Chromium');
    expect(author).toBe(aleksandr.name);
    expect(await a.waitForTick('Привет из нового Chromium', ['read'])).toBe('read');
    await b.send('*Вижу* 👍 https://example.ru/a_b_c');
    await a.waitForMessage('Вижу 👍 https://example.ru/a_b_c');
    expect([await a.sideOf('Привет из нового Chromium'), await a.sideOf('Вижу')]).toEqual(['right', 'left']);
    await b.react('Привет из нового Chromium', '👍');
    await a.reactionTo('Привет из нового Chromium', '👍').waitFor();
  });

  test('a long history scrolls, and every message is there once', async () => {
    const texts = Array.from({ length: 80 }, (_, index) => `Строка ${index + 1}`);
    await a.sendMany(texts);
    await b.waitForMessage('Строка 80');
    const up = await b.scroll.readTo('Строка 1', 'up');
    expect(up.map(({ text }) => text).filter((text) => text.startsWith('Строка '))).toEqual(texts);
    await b.scroll.toEnd();
    expect([await a.shownTwice(), await b.shownTwice()]).toEqual([[], []]);
  });

  test('what was written while the server was away comes through when it is back', async () => {
    await server.stop();
    await Promise.all([a.banner.waitFor(), b.banner.waitFor()]);
    await a.send('Без сервера');
    await a.waitForTick('Без сервера', ['queued']);
    await server.startAgain();
    await b.waitForMessage('Без сервера', 30_000);
    await a.waitForTick('Без сервера', ['sent', 'delivered', 'read'], 30_000);
    await Promise.all([a.banner.waitFor({ state: 'hidden' }), b.banner.waitFor({ state: 'hidden' })]);
    expect([await a.shownTwice(), await b.shownTwice()]).toEqual([[], []]);
  });

  test('the search finds a message, in the chat and in all', async () => {
    await b.page.keyboard.press('Control+f');
    await b.page.getByRole('textbox', { name: 'Поиск в чате' }).fill('Без сервера');
    await b.page.getByText('0 из 1').waitFor();
    await b.page.keyboard.press('Escape');
    await b.page.keyboard.press('Control+Shift+f');
    const dialog = b.page.getByRole('dialog');
    await dialog.getByRole('textbox').or(dialog.getByRole('searchbox')).first().fill('Chromium');
    await dialog.getByText('Привет из нового').first().waitFor();
    await b.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('a new chat opens, and the other has it at once', async () => {
    await a.startChatWith('Андрей Волков');
    await a.send('Только тебе');
    await b.chats.getByRole('option', { name: aleksandr.name }).waitFor();
    await b.openChat(aleksandr.name);
    await b.waitForMessage('Только тебе');
  });

  test('theme and language change at once, and stay after a reload', async () => {
    const brightness = () =>
      a.page.evaluate<number>(`(() => {
        const canvas = document.createElement('canvas').getContext('2d');
        canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
        canvas.fillRect(0, 0, 1, 1);
        return canvas.getImageData(0, 0, 1, 1).data[0];
      })()`);
    await a.page.keyboard.press('Control+,');
    const dialog = a.page.getByRole('dialog');
    await dialog.getByText('Тёмная').click();
    await until('it is dark', async () => (await brightness()) < 80);
    await dialog.getByText('Светлая').click();
    await until('it is light', async () => (await brightness()) > 200);
    await dialog.getByText('English').click();
    await dialog.getByText('Theme').waitFor();
    await a.page.reload();
    await a.page.getByRole('listbox', { name: 'Chats' }).waitFor();
    expect(await a.page.evaluate('document.documentElement.lang')).toBe('en');
    expect(await brightness()).toBeGreaterThan(200);
  });

  test('nothing went wrong in the pages or the engines meanwhile', () => {
    expect([...a.app.problems, ...b.app.problems]).toEqual([]);
  });
});
