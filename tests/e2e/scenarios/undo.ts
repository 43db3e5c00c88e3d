import { andrey, sharedChat } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

export const scenario: Scenario = {
  number: 'undo',
  title: 'Emoji picked one after the other, and words made bold, are taken back by Ctrl+Z',
  async run(context) {
    const b = await context.signedIn(andrey);
    await b.openChat(sharedChat);
    await b.composer.pressSequentially('Итог');
    const holds = (text: string) =>
      until(`the field holds «${text}»`, async () => (await b.composer.inputValue()) === text);

    await b.page.getByRole('button', { name: 'Эмодзи' }).click();
    const picker = b.page.getByRole('dialog', { name: 'Эмодзи' });
    await picker
      .getByRole('gridcell', { name: 'широко улыбается', exact: true })
      .click({ modifiers: ['Shift'] });
    await holds('Итог😀');
    context.same('the picker stays open', 1, await picker.count());
    await picker.getByRole('gridcell', { name: 'смеется', exact: true }).click({ modifiers: ['Shift'] });
    await b.page.keyboard.press('Escape');
    await picker.waitFor({ state: 'detached' });
    await until('the field has the focus', () =>
      b.page.evaluate<boolean>(`document.activeElement?.tagName === 'TEXTAREA'`),
    );
    const both = await b.composer.inputValue();
    context.holds('two emoji stand behind the word', 'Итог and two', both, [...both].length === 6);

    // What is put in at one go is one step, as typing is.
    await b.page.keyboard.press('Control+z');
    await holds('Итог');
    await b.page.keyboard.press('Control+a');
    await b.page.keyboard.press('Control+b');
    await until('the word stands in signs', async () => (await b.composer.inputValue()).includes('*'));
    await b.page.keyboard.press('Control+z');
    await until('the signs are gone', async () => !(await b.composer.inputValue()).includes('*'));
    context.holds('nothing was sent', 'no row', (await b.messages()).length, !(await b.message('Итог')));
  },
};
