import axe from 'axe-core';
import { expect, inject, onTestFinished, test } from 'vitest';
import { minimumSize } from '../../src/main/desktop/windowBounds.ts';
import { adoptDisplay } from '../support/display.ts';
import { Machine } from '../support/machine.ts';
import { aleksandr, andrey, demoCode, sharedChat } from '../support/people.ts';
import type { Person } from '../support/person.ts';
import { resize } from '../support/resize.ts';
import { runScenario } from '../support/scenario.ts';
import { until } from '../support/until.ts';

/** What axe is to look for: everything where the words are new, what has to do with colours in every theme. */
const colourRules = ['color-contrast', 'link-in-text-block'];

const looks = [
  { language: 'ru', theme: 'light', rules: null },
  { language: 'ru', theme: 'dark', rules: colourRules },
  { language: 'en', theme: 'dark', rules: null },
  { language: 'en', theme: 'light', rules: colourRules },
] as const;

async function show(
  { page }: Person,
  { language, theme }: Pick<(typeof looks)[number], 'language' | 'theme'>,
) {
  await page.evaluate(`chat3.updateSettings({ language: '${language}', theme: '${theme}' })`);
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await until(language, () => page.evaluate<boolean>(`document.documentElement.lang === '${language}'`));
  // Colours are judged when they have arrived.
  await page.evaluate(
    'new Promise(requestAnimationFrame).then(() => Promise.allSettled(document.getAnimations().map((one) => one.finished))).then(() => true)',
  );
}

/** What axe finds wrong on the screen as it is, in both themes and both languages; leaves it Russian and light. */
async function findings(person: Person): Promise<string[]> {
  const { page } = person;
  const found: string[] = [];
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(axe.source);
  for (const look of looks) {
    await show(person, look);
    const options = {
      resultTypes: ['violations'],
      ...(look.rules && { runOnly: { type: 'rule', values: look.rules } }),
    };
    // What React Aria has already spoken may name a button that is gone by now.
    const context = { exclude: [['[data-live-announcer]']] };
    const { violations, passes } = await page.evaluate<axe.AxeResults>(
      `axe.run(${JSON.stringify(context)}, ${JSON.stringify(options)})`,
    );
    if (violations.length + passes.length === 0)
      found.push(`${look.language} ${look.theme}: nothing was looked at`);
    for (const { id, nodes } of violations) {
      const where = `${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`;
      found.push(`${look.language} ${look.theme}: ${id}: ${where}`);
    }
  }
  await show(person, looks[0]);
  return found;
}

const screens = [
  ['Control+n', 'new chat'],
  ['Control+k', 'switcher'],
  ['Control+Shift+f', 'search'],
  ['Control+/', 'help'],
] as const;

/** Opens what lies over the chat, one after another, and closes it again. */
async function eachDialog(person: Person, look: (name: string) => Promise<void>): Promise<void> {
  const { page } = person;
  const dialog = page.getByRole('dialog');
  async function close() {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  for (const [keys, name] of screens) {
    await page.keyboard.press(keys);
    await dialog.waitFor();
    await look(name);
    await close();
  }
  await page.getByRole('button', { name: 'О чате' }).click();
  await dialog.getByRole('list').waitFor();
  await look('chat info');
  await close();
  await page.keyboard.press('Control+,');
  const tabs = dialog.getByRole('tab');
  await tabs.first().waitFor();
  for (let index = 0; index < (await tabs.count()); index += 1) {
    await tabs.nth(index).click();
    await look(`settings ${index + 1}`);
  }
  await page.getByRole('button', { name: 'Диагностика' }).click();
  await page.getByRole('rowheader', { name: 'Подключений' }).waitFor();
  await look('diagnostics');
  await close();
}

test('axe finds nothing on any screen, in both themes and both languages', { timeout: 300_000 }, async () => {
  const machine = (await Machine.isPossible()) ? await Machine.create({ policy: '{' }) : null;
  onTestFinished(() => machine?.remove());
  const result = await runScenario(
    {
      number: 'accessibility',
      title: 'axe finds nothing',
      async run(context) {
        const stranger = await context.openWindow(aleksandr, { server: null, ...(machine && { machine }) });
        await stranger.page.getByRole('textbox', { name: 'Сервер' }).waitFor();
        if (machine) await stranger.page.getByTestId('policy-problem').waitFor();
        context.same('server address, and a broken policy file', [], await findings(stranger));
        await stranger.app.quit();

        const person = await context.openWindow(andrey);
        await person.page.getByTestId('sign-in').waitFor();
        context.same('sign-in', [], await findings(person));
        await person.page.getByRole('tab', { name: 'Регистрация' }).click();
        context.same('registration', [], await findings(person));
        await person.page.getByRole('tab', { name: 'Вход' }).click();
        await person.askForCode('123');
        await person.page.getByText('Проверьте номер').waitFor();
        context.same('a mistake', [], await findings(person));
        await person.askForCode(andrey.phone);
        await person.page.getByLabel('Код из СМС').waitFor();
        context.same('code', [], await findings(person));
        await person.enterCode(demoCode);
        await person.ownCard.waitFor();
        context.same('no chat chosen', [], await findings(person));
        await person.openChat(sharedChat);
        await person.send('Проверка доступности');
        await person.waitForTick('Проверка доступности', ['sent', 'delivered', 'read']);
        context.same('conversation', [], await findings(person));
        await person.composer.pressSequentially('@');
        await person.page.getByRole('listbox', { name: 'Кого упомянуть' }).waitFor();
        context.same('whom to mention', [], await findings(person));
        await person.composer.press('Enter');
        await person.composer.press('Enter');
        await person.conversation.getByRole('link', { name: /^@/ }).waitFor();
        context.same('a mention', [], await findings(person));
        await person.react('Проверка доступности', '👍');
        context.same('a reaction', [], await findings(person));
        await person.openMenuOf('Проверка доступности');
        context.same('message menu', [], await findings(person));
        await person.page.keyboard.press('Escape');
        await person.page.getByRole('button', { name: 'Эмодзи' }).click();
        await person.page.getByRole('dialog').getByText('😀').first().waitFor();
        context.same('emoji picker', [], await findings(person));
        await person.page.keyboard.press('Escape');
        await person.page.getByRole('dialog').waitFor({ state: 'detached' });
        await person.page.keyboard.press('Control+f');
        await person.page.getByRole('textbox', { name: 'Поиск в чате' }).fill('проверка');
        await person.page.getByText('0 из 1').waitFor();
        context.same('find in chat', [], await findings(person));
        await person.page.keyboard.press('Escape');
        await eachDialog(person, async (name) => context.same(name, [], await findings(person)));
        for (const screen of ['newProfile', 'closing'] as const) {
          await person.tell({ type: 'showScreen', screen });
          await person.page.getByRole('dialog').waitFor();
          context.same(screen, [], await findings(person));
          await person.page.keyboard.press('Escape');
          await person.page.getByRole('dialog').waitFor({ state: 'detached' });
        }
        await person.tell({ type: 'notificationsFailed' });
        await person.tell({ type: 'update', update: { state: 'available', version: '0.2.0' } });
        await person.page.getByTestId('update-banner').waitFor();
        context.same('an update, and no notifications', [], await findings(person));
        await person.ownCard.getByRole('button').first().click();
        await person.page.getByRole('menu').waitFor();
        context.same('own menu', [], await findings(person));
        await person.page.getByRole('menuitem', { name: 'Выйти' }).click();
        await person.page.getByRole('alertdialog').waitFor();
        context.same('sign-out', [], await findings(person));
        await person.page.keyboard.press('Escape');
        const newcomer = await context.signedIn(aleksandr);
        await newcomer.chats.getByRole('option', { name: sharedChat }).waitFor();
        await context.server.stop();
        await person.banner.waitFor();
        context.same('no connection', [], await findings(person));
        await newcomer.banner.waitFor();
        await newcomer.openChat(sharedChat);
        await newcomer.page.getByText('Сообщения загрузятся').waitFor();
        context.same('a chat that is not here yet', [], await findings(newcomer));
      },
    },
    adoptDisplay(inject('display')),
  );
  expect(result.steps.filter((step) => !step.ok)).toEqual([]);
});

test('in the lowest window everything that scrolls is reached by keys', async () => {
  const options = { runOnly: ['scrollable-region-focusable'] };
  const scrolling: string[] = [];
  const result = await runScenario(
    {
      number: 'low-window',
      title: 'What scrolls is reached by keys',
      async run(context) {
        const person = await context.signedIn(andrey);
        await person.openChat(sharedChat);
        await resize(person, 900, minimumSize.height);
        await person.page.evaluate(axe.source);
        await eachDialog(person, async (name) => {
          const { violations, passes } = await person.page.evaluate<axe.AxeResults>(
            `axe.run(${JSON.stringify(options)})`,
          );
          if (passes.length > 0) scrolling.push(name);
          const found = violations.flatMap(({ nodes }) => nodes.map(({ html }) => html));
          context.same(name, [], found);
        });
      },
    },
    adoptDisplay(inject('display')),
  );
  expect(result.steps.filter((step) => !step.ok)).toEqual([]);
  expect(scrolling).toEqual(expect.arrayContaining(['help', 'diagnostics']));
});
