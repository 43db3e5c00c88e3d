import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

const [first, second, third] = ['Встреча в понедельник', 'Встреча во вторник', 'Встреча в среду'];

/** Another text for the last own message, as hands do it. */
async function editLast(person: Person, from: string, to: string): Promise<void> {
  await person.composer.press('ArrowUp');
  const field = person.page.getByRole('textbox', { name: 'Изменённый текст' });
  await field.waitFor();
  await until('the text stands in the field', async () => (await field.inputValue()) === from);
  await field.fill(to);
  await field.press('Enter');
  await field.waitFor({ state: 'detached' });
}

const rowOf = (person: Person, text: string) =>
  person.conversation.getByRole('article').filter({ hasText: text });

/** Proves (S8.14, P7.13). */
export const scenario: Scenario = {
  number: 'editing',
  title: 'What was written is changed and removed for everybody, also without a connection',
  async run(context) {
    const [a, b] = await context.bothInSharedChat();
    await a.send(first);
    await b.waitForMessage(first);

    await editLast(a, first, second);
    for (const person of [a, b]) await rowOf(person, second).getByText('изменено').waitFor();
    context.same('the first text is gone at B', 0, await rowOf(b, first).count());
    await a.page.locator('[data-testid=composer] textarea:focus').waitFor();

    await context.server.stop();
    await a.banner.waitFor();
    await editLast(a, second, third);
    await rowOf(a, third).waitFor();
    context.same('B has the text before it', 1, await rowOf(b, second).count());
    await context.server.startAgain();
    await rowOf(b, third).getByText('изменено').waitFor();
    await a.waitForEmptyOutbox();
    context.same('A shows what it wrote', 1, await rowOf(a, third).count());

    await a.openMenuOf(third);
    await a.page.getByRole('menuitem', { name: 'Удалить' }).click();
    const question = a.page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Удалить' }).click();
    await question.waitFor({ state: 'detached' });
    for (const person of [a, b]) {
      await person.conversation.getByText('Сообщение удалено').waitFor();
      context.same(`nothing of it is left at ${person.app.profile}`, 0, await rowOf(person, third).count());
      context.same(`no row was there twice at ${person.app.profile}`, [], await person.shownTwice());
    }

    await b.openMenuOf('Всем привет!');
    context.same(
      'B may not remove what others wrote',
      0,
      await b.page.getByRole('menuitem', { name: 'Удалить' }).count(),
    );
  },
};
