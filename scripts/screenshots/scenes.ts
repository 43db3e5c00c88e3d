import { join } from 'node:path';
import { sharedChat } from '../../tests/support/people.ts';
import type { Person } from '../../tests/support/person.ts';
import { resize } from '../../tests/support/resize.ts';
import { rootDirectory } from '../../tests/support/root.ts';
import { everyLook, zoom } from './looks.ts';

const talk: [who: 0 | 1, text: string][] = [
  [0, 'Доброе утро! Макеты новой версии готовы, посмотришь до обеда?'],
  [1, 'Привет! Да, как раз открываю.'],
  [1, 'Вот что заметил: на *втором* экране кнопка уезжает под клавиатуру.'],
  [0, 'Точно, спасибо 🙏 Поправлю и пришлю ещё раз.'],
  [0, 'Описание здесь: https://example.ru/design/release-notes, версия `2.4.1`'],
  [1, '👍'],
  [
    1,
    'Созвонимся в 15:00? Позову Марию и Дмитрия, чтобы _сразу_ решить про сроки и не возвращаться к этому на неделе.',
  ],
  [0, 'Договорились!'],
];

const hard = [
  'مرحبا، هذا نص من اليمين إلى اليسار مع 123 و English',
  '👩‍👩‍👧‍👦👨🏽‍🚀🏳️‍🌈',
  `Длинное слово: ${'Рентгеноэлектрокардиографический'.repeat(6)}`,
  '```\nconst answer = 42;\nconsole.log(answer);\n```',
];

/** Two people talk, and one of them reacts. */
export async function converse(a: Person, b: Person): Promise<void> {
  for (const person of [a, b]) {
    await person.openChat(sharedChat);
    await person.waitUntilLive();
  }
  for (const [who, text] of talk) {
    await (who === 0 ? a : b).send(text);
    const plain = text.replaceAll(/[*_`]/g, '');
    await Promise.all([a.waitForMessage(plain), b.waitForMessage(plain)]);
  }
  await b.react('Договорились!', '🎉');
  await a.react('Созвонимся', '👍');
}

async function press(person: Person, keys: string, name: string): Promise<void> {
  await person.page.keyboard.press(keys);
  await person.page.getByRole('dialog').waitFor();
  await person.page
    .getByRole('dialog')
    .getByRole('option')
    .or(person.page.getByRole('dialog'))
    .first()
    .waitFor();
  await everyLook(person, name);
}

async function closeScreen(person: Person): Promise<void> {
  await person.page.keyboard.press('Escape');
  await person.page.getByRole('dialog').waitFor({ state: 'detached' });
}

export async function showScreens(a: Person): Promise<void> {
  const { page } = a;
  await press(a, 'Control+n', 'new-chat');
  await closeScreen(a);
  await press(a, 'Control+k', 'switcher');
  await closeScreen(a);

  await page.keyboard.press('Control+Shift+f');
  await page.getByRole('searchbox', { name: 'Поиск сообщений' }).fill('экран');
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /экране/ })
    .waitFor();
  await everyLook(a, 'search');
  await closeScreen(a);

  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: 'Поиск в чате' }).fill('макеты');
  await page.getByText('0 из 1').waitFor();
  await page.keyboard.press('Enter');
  await everyLook(a, 'find-in-chat');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'О чате' }).click();
  await page
    .getByText(/участник/)
    .last()
    .waitFor();
  await everyLook(a, 'chat-info');
  await closeScreen(a);

  await a.openMenuOf('Договорились!');
  await everyLook(a, 'message-menu');
  await page.getByRole('menuitem', { name: 'Путь сообщения…' }).click();
  await page.getByTestId('trace-line').waitFor();
  await everyLook(a, 'message-path');
  await closeScreen(a);
  await page.getByRole('button', { name: 'Эмодзи' }).click();
  await page.getByRole('dialog').getByText('😀').first().waitFor();
  await everyLook(a, 'emoji-picker');
  await closeScreen(a);
  await showSettings(a);
}

async function showSettings(a: Person): Promise<void> {
  const { page } = a;
  await page.keyboard.press('Control+,');
  const tabs = page.getByRole('dialog').getByRole('tab');
  await tabs.first().waitFor();
  for (const [index, name] of [
    'general',
    'notifications',
    'profile',
    'devices',
    'storage',
    'about',
  ].entries()) {
    await tabs.nth(index).click();
    await everyLook(a, `settings-${name}`);
    if (name === 'profile') await showPhoneChange(a);
  }
  await page.getByRole('button', { name: 'Диагностика' }).click();
  await page.getByRole('heading', { name: 'Соединение', exact: true }).waitFor();
  await everyLook(a, 'diagnostics');
  await page.getByRole('button', { name: 'Проверить связь' }).click();
  await page.getByText('Связь в порядке.').waitFor();
  await everyLook(a, 'examination');
  await closeScreen(a);
  await press(a, 'Control+/', 'help');
  await closeScreen(a);
  await showDesktop(a);
}

/** Up to the codes: nothing is changed. */
async function showPhoneChange(a: Person): Promise<void> {
  const { page } = a;
  await page.getByRole('button', { name: 'Сменить номер' }).click();
  await page.getByLabel('Новый номер').fill('+7 900 123-45-67');
  await everyLook(a, 'phone-number');
  await page.keyboard.press('Enter');
  await page
    .getByLabel(/^Код из СМС на/)
    .first()
    .waitFor();
  await everyLook(a, 'phone-codes');
  // The settings stay.
  await page.keyboard.press('Escape');
  await page
    .getByLabel(/^Код из СМС на/)
    .first()
    .waitFor({ state: 'detached' });
}

/** What belongs to the program around the chats. */
async function showDesktop(a: Person): Promise<void> {
  for (const screen of ['newProfile', 'closing'] as const) {
    await a.tell({ type: 'showScreen', screen });
    await a.page.getByRole('dialog').waitFor();
    await everyLook(a, screen === 'closing' ? 'closing' : 'new-profile');
    await closeScreen(a);
  }
  await a.tell({ type: 'notificationsFailed' });
  await a.tell({ type: 'update', update: { state: 'downloading', version: '0.2.0', percent: 40 } });
  await a.page.getByTestId('update-banner').waitFor();
  await everyLook(a, 'update');
  await a.tell({ type: 'update', update: { state: 'idle' } });
  await a.page.getByTestId('notifications-hint').getByRole('button').click();
}

/** Names and texts that break what was drawn for ordinary ones. */
export async function showHardCases(a: Person, b: Person): Promise<void> {
  for (const text of hard) await b.send(text);
  await a.waitForMessage(hard[2] ?? '');
  await a.page.keyboard.press('Escape');
  await everyLook(a, 'hard-texts');
  const name = 'Рабочая группа по внедрению электронного документооборота в территориальных управлениях';
  for (const title of [name, 'مجموعة العمل 👩‍👩‍👧‍👦']) {
    await a.page.evaluate(
      `chat3.getSnapshot({}).then(({ value }) => chat3.createDialog({ name: ${JSON.stringify(title)}, memberIds: value.users.slice(0, 3).map(({ userId }) => userId) }))`,
    );
  }
  await a.openChat(name);
  await a.conversation.getByText('Вы создали группу').waitFor();
  await everyLook(a, 'long-name');
  await a.openChat(sharedChat);
  await zoom(a, 200);
  await everyLook(a, 'zoom-200', true);
  await zoom(a, 100);
  await resize(a, 480, 760);
  await everyLook(a, 'narrow');
  await resize(a, 1100, 760);
}

/** How the connection was, from here and from a report that somebody sent. */
export async function showDiagnostics(a: Person): Promise<void> {
  const { page } = a;
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog').getByRole('tab').last().click();
  await page.getByRole('button', { name: 'Диагностика' }).click();
  await page.getByRole('img', { name: /^Соединение с/ }).waitFor();
  await everyLook(a, 'diagnostics-cut');
  const report = join(rootDirectory, 'tests/simulation/reports/cuts-and-silence.json');
  await a.app.electron.evaluate(({ dialog }, path) => {
    // In one expression: a function with a name calls a helper of the loader's, which the app does not have.
    dialog.showOpenDialog = (async () => ({
      canceled: false,
      filePaths: [path],
    })) as unknown as typeof dialog.showOpenDialog;
  }, report);
  await page.getByRole('button', { name: 'Открыть отчёт…' }).click();
  await page.getByText(/^Отчёт от/).waitFor();
  await everyLook(a, 'diagnostics-report');
  await closeScreen(a);
}
