import { withReply } from '../../../src/shared/textHeader.ts';
import { andrey, sharedChat } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import type { ScenarioServer } from '../../support/server.ts';

const question = 'Когда встреча?';
const answer = 'В три часа';
const between = Array.from({ length: 25 }, (_, index) => `Между делом ${index}`);

const rowOf = (person: Person, text: string) =>
  person.conversation.getByRole('article').filter({ has: person.page.getByText(text, { exact: true }) });

const quoteAbove = (person: Person, text: string) => rowOf(person, text).last().getByTestId('quote');

async function choose(person: Person, text: string, entry: string): Promise<void> {
  await person.openMenuOf(text);
  await person.page.getByRole('menuitem', { name: entry }).click();
}

/** Pixels that a line takes, as any page of this engine draws it. */
function widthOf(person: Person, line: string): Promise<number> {
  return person.page.evaluate(`(() => {
    const span = document.body.appendChild(document.createElement('span'));
    span.textContent = ${JSON.stringify(line)};
    const { width } = span.getBoundingClientRect();
    span.remove();
    return width;
  })()`);
}

/** Proves (S18.1, S18.5, S18.6, S18.7). */
export const scenario: Scenario<ScenarioServer> = {
  number: 'quoting',
  title: 'What is answered stands above the answer and leads there; what is forwarded names who said it',
  async run(context) {
    const [a, b] = await context.bothInSharedChat();
    await b.send(question);
    await a.waitForMessage(question);

    await choose(a, question, 'Ответить');
    const strip = a.page.getByTestId('reply-strip');
    await strip.getByText(question).waitFor();
    await a.page.locator('[data-testid=composer] textarea:focus').waitFor();
    await a.composer.press('Escape');
    await strip.waitFor({ state: 'detached' });
    await a.composer.press('Control+ArrowUp');
    await strip.getByText(question).waitFor();
    await a.send(answer);
    await strip.waitFor({ state: 'detached' });
    await b.waitForMessage(answer);
    for (const person of [a, b]) {
      const words = await quoteAbove(person, answer).innerText();
      context.same(
        `${person.app.profile} sees what is answered`,
        `${andrey.name}\n${question}`,
        words.trim(),
      );
    }
    context.same('the answer is its own words', answer, (await b.message(answer))?.text);
    await b.chats.getByRole('option', { name: sharedChat }).getByText(answer).waitFor();

    for (const text of between) await b.send(text);
    await a.waitForMessage(between.at(-1) ?? '');
    await b.send('Спасибо');
    await choose(b, answer, 'Ответить');
    await b.send('Тогда до встречи');
    await a.waitForMessage('Тогда до встречи');
    await quoteAbove(a, 'Тогда до встречи').click();
    await a.conversation.locator('[data-jumped]').getByText(answer).waitFor();

    // Back to the newest.
    await a.composer.press('Escape');
    await choose(a, 'Тогда до встречи', 'Переслать…');
    const dialog = a.page.getByRole('dialog', { name: 'Переслать' });
    await dialog.getByRole('option', { name: sharedChat }).click();
    await dialog.getByLabel('Комментарий').fill('Смотри');
    await dialog.getByRole('button', { name: 'Переслать', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await b.waitForMessage('Смотри');
    const forwarded = b.conversation.getByTestId('forwarded');
    await forwarded.waitFor();
    context.same('B sees who said it', `Переслано от ${andrey.name}`, (await forwarded.innerText()).trim());

    await choose(a, answer, 'Ответить');
    await a.type('черновик');
    await strip.getByText(answer).waitFor();
    await a.app.quit();
    const again = await context.openAgain(a);
    await again.openChat(sharedChat);
    await again.page.getByTestId('reply-strip').getByText(answer).waitFor();
    context.same('the draft is still an answer', 'черновик', await again.composer.inputValue());
    context.same('B never saw a row twice', [], await b.shownTwice());

    const line = withReply('', { id: 'msg_a1b2c3d4e5f6g7h8i9j0', author: 'Андрей', excerpt: 'да' }).trimEnd();
    const plain = '> Андрей: да';
    context.same('the mark takes no room', await widthOf(b, plain), await widthOf(b, line));
  },
};
