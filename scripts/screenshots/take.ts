import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { App } from '../../tests/support/app.ts';
import { openDisplay } from '../../tests/support/display.ts';
import { demoCode, demoPeople, sharedChat } from '../../tests/support/people.ts';
import { Person } from '../../tests/support/person.ts';
import { rootDirectory } from '../../tests/support/root.ts';
import { ServerProcess } from '../../tests/support/server.ts';
import { settleIn } from '../start/company.ts';
import { showCarried } from './carried.ts';
import { everyLook, gallery } from './looks.ts';
import { takePanelPicture } from './panel.ts';
import { converse, showDiagnostics, showHardCases, showScreens } from './scenes.ts';

const chosen = join(rootDirectory, 'docs', 'screenshots');
/** What the README shows. */
const best = [
  'conversation-ru-light',
  'conversation-en-dark',
  'sign-in-ru-light',
  'new-chat-ru-dark',
  'narrow-ru-light',
  'search-ru-light',
  'chat-info-ru-light',
  'message-menu-ru-dark',
  'settings-general-ru-light',
  'emoji-picker-ru-dark',
  'diagnostics-ru-light',
  'hard-texts-ru-light',
];

/** Pictures of every screen × language × theme; resolves with the exit code. */
export async function takeScreenshots(): Promise<number> {
  await rm(gallery, { recursive: true, force: true });
  await mkdir(gallery, { recursive: true });
  await mkdir(chosen, { recursive: true });
  const display = await openDisplay();
  const server = await ServerProcess.start({ world: 'ru' });
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
    const [first, second, third] = demoPeople;
    if (!first || !second || !third) throw new Error('The demo needs three people');
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
    await settleIn(a, 'ru');
    await everyLook(a, 'no-chat-chosen');
    await converse(a, b);
    await everyLook(a, 'conversation');
    await b.type('Набираю ответ');
    await a.typingLine.waitFor();
    await everyLook(a, 'typing');
    await showScreens(a);
    await b.type('');
    await showCarried(a, b);
    await showHardCases(a, b);
    await a.ownCard.getByRole('button').first().click();
    await a.page.getByRole('menu').first().waitFor();
    await everyLook(a, 'own-menu');
    await a.page.getByRole('menuitem', { name: 'Выйти' }).click();
    await a.page.getByRole('alertdialog').or(a.page.getByRole('dialog')).first().waitFor();
    await everyLook(a, 'sign-out');
    await a.page.keyboard.press('Escape');
    const newcomer = await launch('third', server.url);
    await newcomer.signIn(third.phone, demoCode);
    await newcomer.chats.getByRole('option', { name: sharedChat }).waitFor();
    await server.kill();
    await newcomer.banner.waitFor();
    await newcomer.openChat(sharedChat);
    await newcomer.page.getByText('Сообщения загрузятся').waitFor();
    await everyLook(newcomer, 'not-loaded');
    await a.banner.waitFor();
    await a.send('Это уйдёт, когда связь восстановится');
    await everyLook(a, 'offline');
    await showDiagnostics(a);
    for (const name of best) await copyFile(join(gallery, `${name}.png`), join(chosen, `${name}.png`));
    await takePanelPicture(join(chosen, 'panel.png'));
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
