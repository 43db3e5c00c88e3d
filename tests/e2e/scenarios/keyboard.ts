import { andrey, demoCode } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

/** What has the focus, as a screen reader would begin to say it. */
const focused = `(() => { const e = document.activeElement; return e ? (e.getAttribute('aria-label') ?? e.textContent ?? '') : ''; })()`;

export const scenario: Scenario = {
  number: '12',
  title:
    'Signing in, a new chat, a message, a reaction and signing out by keyboard alone, at 200 % zoom, in both themes',
  async run(context) {
    for (const theme of ['light', 'dark'] as const) {
      const person = await context.openWindow(andrey);
      const { keyboard } = person.page;
      await person.page.getByTestId('sign-in').waitFor();
      await person.page.evaluate(`chat3.updateSettings({ theme: '${theme}' })`);
      const window = await person.app.electron.browserWindow(person.page);
      await window.evaluate((browserWindow) => browserWindow.webContents.setZoomFactor(2));

      await keyboard.type(andrey.phone.slice(1));
      await keyboard.press('Enter');
      await person.page.getByLabel('Код из СМС').waitFor();
      await keyboard.type(demoCode);
      await keyboard.press('Enter');
      await person.ownCard.waitFor();
      await person.waitUntilLive();

      await keyboard.press('Control+n');
      await person.page.getByRole('dialog').getByRole('option').first().waitFor();
      await keyboard.type('Елена');
      await until('only Елена is listed', async () => {
        const options = await person.page.getByRole('dialog').getByRole('option').allInnerTexts();
        return options.length === 1 && options[0]?.includes('Елена');
      });
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      await person.page.getByRole('dialog').getByText('Елена Кузнецова').nth(1).waitFor();
      for (
        let steps = 0;
        steps < 12 && !(await person.page.evaluate<string>(focused)).includes('Написать');
        steps += 1
      )
        await keyboard.press('Tab');
      await keyboard.press('Enter');
      await person.composer.waitFor();
      context.same(
        `${theme}: the chat is open`,
        1,
        await person.page.getByRole('heading', { name: 'Елена Кузнецова' }).count(),
      );

      const text = `С клавиатуры, тема ${theme}`;
      await keyboard.type(text);
      await keyboard.press('Enter');
      await person.waitForTick(text, ['sent', 'delivered', 'read']);
      // ↑ alone edits what was just written.
      await keyboard.press('Shift+F6');
      await keyboard.press('ArrowUp');
      context.holds(
        `${theme}: ↑ leads to the message`,
        'the article',
        await person.page.evaluate<string>(focused),
        (await person.page.evaluate<string>(
          `document.activeElement?.getAttribute('data-message-key') ?? ''`,
        )) !== '',
      );
      await keyboard.press('Enter');
      await person.page.getByRole('menu').waitFor();
      await keyboard.press('ArrowRight');
      await keyboard.press('Enter');
      await person.page
        .getByRole('article')
        .filter({ hasText: text })
        .getByRole('list', { name: 'Реакции' })
        .waitFor();
      context.same(
        `${theme}: one reaction`,
        1,
        await person.page
          .getByRole('article')
          .filter({ hasText: text })
          .getByRole('list', { name: 'Реакции' })
          .count(),
      );

      await keyboard.press('Control+,');
      await person.page.getByRole('dialog').getByRole('tab', { name: 'Профиль' }).waitFor();
      await person.page.keyboard.press('Tab');
      for (
        let steps = 0;
        steps < 6 && (await person.page.evaluate<string>(focused)) !== 'Профиль';
        steps += 1
      )
        await keyboard.press(
          (await person.page.evaluate<string>(`document.activeElement?.getAttribute('role') ?? ''`)) === 'tab'
            ? 'ArrowRight'
            : 'Tab',
        );
      for (
        let steps = 0;
        steps < 8 && !(await person.page.evaluate<string>(focused)).includes('Выйти из аккаунта');
        steps += 1
      )
        await keyboard.press('Tab');
      await keyboard.press('Enter');
      await person.page.getByRole('alertdialog').waitFor();
      for (let steps = 0; steps < 5 && (await person.page.evaluate<string>(focused)) !== 'Выйти'; steps += 1)
        await keyboard.press('Tab');
      await keyboard.press('Enter');
      await person.page.getByTestId('sign-in').waitFor();
      context.same(`${theme}: signed out`, 1, await person.page.getByTestId('sign-in').count());
      await person.app.quit();
    }
  },
};
