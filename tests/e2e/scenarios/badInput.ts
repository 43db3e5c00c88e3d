import { andrey, demoCode, sharedChat } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario, ScenarioContext } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

const sentences = {
  phoneInvalid: 'Проверьте номер: нужны 11 цифр, например +7 900 000-00-00.',
  codeInvalid: 'Код не подошёл или устарел. Проверьте его или запросите новый.',
};

async function sees(context: ScenarioContext, person: Person, step: string, sentence: string): Promise<void> {
  await person.page
    .getByText(sentence)
    .first()
    .waitFor()
    .catch(() => {});
  const visible = await person.page.getByText(sentence).first().isVisible();
  context.holds(step, sentence, visible ? sentence : await person.page.locator('body').innerText(), visible);
}

/** Proves (S8.10). */
export const scenario: Scenario = {
  number: 'bad-input',
  title: 'Mistakes get a sentence, and what was typed stays in the field',
  async run(context) {
    const person = await context.openWindow(andrey);
    const phone = person.page.getByLabel('Телефон');
    const code = person.page.getByLabel('Код из СМС');

    await person.askForCode('7912');
    await sees(context, person, 'a phone that is too short', sentences.phoneInvalid);
    context.same('its digits are still in the field', '7912', (await phone.inputValue()).replace(/\D/g, ''));

    await person.askForCode(andrey.phone);
    await person.enterCode('0000');
    await sees(context, person, 'a wrong code', sentences.codeInvalid);
    context.same('it is still in the field', '0000', await code.inputValue());
    await person.enterCode(demoCode);
    await person.ownCard.waitFor();

    await person.openChat(sharedChat);
    const shownBefore = await until('the chat is there', async () => (await person.messages()).length);
    await person.send('   \n  ');
    context.same('white space alone is not queued', 0, (await person.diagnostics()).outbox.length);
    context.same('nor shown', shownBefore, (await person.messages()).length);

    const long = 'я'.repeat(10_001);
    await person.send(long);
    const question = person.page.getByRole('alertdialog', { name: 'Отправить 2 сообщениями?' });
    await question.waitFor();
    // Enter once more says yes.
    await question.locator('button:focus', { hasText: 'Отправить' }).waitFor();
    await person.page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    context.same('they are still in the field', long.length, (await person.composer.inputValue()).length);
    context.same('and not queued', 0, (await person.diagnostics()).outbox.length);

    await person.send('я'.repeat(10_000));
    await person.waitForMessage('я'.repeat(10_000));
    await person.waitForTick('я'.repeat(10_000), ['sent', 'delivered', 'read']);
    context.same('one character less is sent', '', await person.composer.inputValue());

    const lines = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => `    ${from + index}: строка журнала целиком`).join(
        '\n',
      );
    await person.send(lines(0, 500));
    await question.waitFor();
    await person.page.keyboard.press('Enter');
    await person.waitForEmptyOutbox();
    const shown = (await person.messages()).slice(-2).map(({ text }) => text);
    context.same('500 lines go as two messages, none lost, in their order', lines(0, 500), shown.join('\n'));
    context.same('nothing is left in the field', '', await person.composer.inputValue());
  },
};
