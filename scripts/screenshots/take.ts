import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { App } from '../../tests/support/app.ts';
import { openDisplay } from '../../tests/support/display.ts';
import { demoCode, demoPeople, sharedChat } from '../../tests/support/people.ts';
import { Person } from '../../tests/support/person.ts';
import { rootDirectory } from '../../tests/support/root.ts';
import { ServerProcess } from '../../tests/support/server.ts';
import { until } from '../../tests/support/until.ts';

const gallery = join(rootDirectory, 'reports', 'screenshots');
const chosen = join(rootDirectory, 'docs', 'screenshots');
/** What the README shows. */
const best = [
  'conversation-ru-light',
  'conversation-en-dark',
  'sign-in-ru-light',
  'new-chat-ru-dark',
  'narrow-ru-light',
];

const talk: [who: 0 | 1, text: string][] = [
  [0, 'Доброе утро! Макеты новой версии готовы, посмотришь до обеда?'],
  [1, 'Привет! Да, как раз открываю.'],
  [1, 'Вот что заметил: на втором экране кнопка уезжает под клавиатуру.'],
  [0, 'Точно, спасибо 🙏 Поправлю и пришлю ещё раз.'],
  [0, 'Описание здесь: https://example.ru/design/release-notes'],
  [1, '👍'],
  [
    1,
    'Созвонимся в 15:00? Позову Марию и Дмитрия, чтобы сразу решить про сроки и не возвращаться к этому на неделе.',
  ],
  [0, 'Договорились!'],
];

/** Pictures of every screen × language × theme; resolves with the exit code. */
export async function takeScreenshots(): Promise<number> {
  await rm(gallery, { recursive: true, force: true });
  await mkdir(gallery, { recursive: true });
  await mkdir(chosen, { recursive: true });
  const display = await openDisplay();
  const server = await ServerProcess.start();
  const launch = async (profile: string, address?: string) => {
    const app = await App.launch({
      display,
      profile,
      ...(address === undefined ? {} : { server: address }),
      language: 'ru',
      bounds: { x: 0, y: 0, width: 1100, height: 760 },
    });
    apps.push(app);
    return new Person(app);
  };
  const apps: App[] = [];
  try {
    const [first, second] = demoPeople;
    if (!first || !second) throw new Error('The demo needs two people');
    const stranger = await launch('stranger');
    await stranger.page.getByRole('textbox').first().waitFor();
    await everyLook(stranger, 'server-address');

    const [a, b] = [await launch('first', server.url), await launch('second', server.url)];
    await a.page.getByTestId('sign-in').waitFor();
    await everyLook(a, 'sign-in');
    await a.page.getByRole('tab', { name: 'Регистрация' }).click();
    await everyLook(a, 'registration');
    await a.page.getByRole('tab', { name: 'Вход' }).click();
    await a.askForCode('123');
    await everyLook(a, 'sign-in-problem');
    await a.askForCode(first.phone);
    await a.page.getByLabel('Код из СМС').waitFor();
    await everyLook(a, 'code');
    await a.enterCode(demoCode);
    await a.ownCard.waitFor();
    await b.signIn(second.phone, demoCode);
    await everyLook(a, 'no-chat-chosen');
    await converse(a, b);
    await everyLook(a, 'conversation');
    await b.type('Набираю ответ');
    await a.typingLine.waitFor();
    await a.page
      .getByRole('button', { name: /Новый чат|Написать/ })
      .first()
      .click();
    await a.page.getByRole('dialog').waitFor();
    await a.page.getByRole('dialog').getByRole('option').first().waitFor();
    await everyLook(a, 'new-chat');
    await a.page.keyboard.press('Escape');
    await a.page.getByRole('dialog').waitFor({ state: 'detached' });
    await a.ownCard.getByRole('button').first().click();
    await a.page.getByRole('menu').first().waitFor();
    await everyLook(a, 'own-menu');
    await a.page.getByRole('menuitem', { name: 'Выйти' }).click();
    await a.page.getByRole('alertdialog').or(a.page.getByRole('dialog')).first().waitFor();
    await everyLook(a, 'sign-out');
    await a.page.keyboard.press('Escape');
    await resize(a, 480, 760);
    await everyLook(a, 'narrow');
    await resize(a, 1100, 760);
    await server.kill();
    await a.banner.waitFor();
    await a.send('Это уйдёт, когда связь восстановится');
    await everyLook(a, 'offline');
    for (const name of best) await copyFile(join(gallery, `${name}.png`), join(chosen, `${name}.png`));
    console.log(`Pictures are in reports/screenshots; ${best.length} of them in docs/screenshots.`);
    return 0;
  } finally {
    for (const app of apps) {
      await app.kill();
      await app.removeData();
    }
    await server.close();
    await display.close();
  }
}

async function converse(a: Person, b: Person): Promise<void> {
  for (const person of [a, b]) {
    await person.openChat(sharedChat);
    await person.waitUntilLive();
  }
  for (const [who, text] of talk) {
    await (who === 0 ? a : b).send(text);
    await Promise.all([a.waitForMessage(text), b.waitForMessage(text)]);
  }
}

async function everyLook(person: Person, name: string): Promise<void> {
  for (const language of ['ru', 'en'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      await person.page.evaluate(`chat3.updateSettings({ language: '${language}', theme: '${theme}' })`);
      // Playwright overrides what the system prefers, and with it what the app asks of the system.
      await person.page.emulateMedia({ colorScheme: theme });
      await holds(person, `document.documentElement.lang === '${language}'`);
      await person.page.screenshot({
        path: join(gallery, `${name}-${language}-${theme}.png`),
        animations: 'disabled',
      });
    }
  }
  await person.page.evaluate(`chat3.updateSettings({ language: 'ru', theme: 'light' })`);
  await person.page.emulateMedia({ colorScheme: 'light' });
  await holds(person, `document.documentElement.lang === 'ru'`);
}

async function resize(person: Person, width: number, height: number): Promise<void> {
  const window = await person.app.electron.browserWindow(person.page);
  await window.evaluate((browserWindow, size) => browserWindow.setSize(size.width, size.height), {
    width,
    height,
  });
  await holds(person, `innerWidth <= ${width}`);
}

/** The page forbids evaluated predicates, so it is asked again and again from outside. */
async function holds(person: Person, expression: string): Promise<void> {
  await until(expression, () => person.page.evaluate<boolean>(expression));
}
