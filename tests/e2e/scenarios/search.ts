import { aleksandr, sharedChat } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

const texts = [
  'Купили ёлку в офис',
  'Электрокабель подключили, выпуск v2.14.0 на C++ 👍',
  'Охрана: +7 912 345-67-89, ёлки не трогать',
];

const field = ({ page }: Person) => page.getByRole('searchbox', { name: 'Поиск чатов, людей и сообщений' });
const found = ({ page }: Person) => page.getByRole('listbox', { name: 'Найденное' });

/** Types into the field over the chats and resolves with what is marked in the message found, once it is this. */
async function askFor(person: Person, query: string, expected: string, marked: string[]): Promise<string[]> {
  await field(person).click();
  await person.page.keyboard.press('Control+a');
  await person.page.keyboard.type(query);
  const marks = found(person).getByRole('option').filter({ hasText: expected }).first().locator('mark');
  // The hit may still be the one of the query before.
  const isThere = async () => (await marks.allTextContents()).join() === marked.join();
  await until(`${query} marks ${marked.join()}`, isThere).catch(() => {});
  return marks.allTextContents();
}

/** What a search in the chat paints over the messages. */
const painted = ({ page }: Person, name: string) =>
  page.evaluate<string[]>(`[...(CSS.highlights.get('${name}') ?? [])].map((range) => range.toString())`);

const focused = ({ page }: Person) =>
  page.evaluate<string>(
    'document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.tagName',
  );

export const scenario: Scenario = {
  number: 'search',
  title: 'The field over the chats, Ctrl+K and Ctrl+F find what people mean, by keys alone',
  async run(context) {
    const a = await context.signedIn(aleksandr);
    await a.openChat(sharedChat);
    for (const text of texts) {
      await a.send(text);
      await a.waitForMessage(text);
    }

    const [christmas = '', cable = '', guard = ''] = texts;
    context.same('«елка»', ['ёлку'], await askFor(a, 'елка', christmas, ['ёлку']));
    context.same('«кабель»', ['кабель'], await askFor(a, 'кабель', cable, ['кабель']));
    context.same('«2.14»', ['2.14'], await askFor(a, '2.14', cable, ['2.14']));
    context.same('«👍»', ['👍'], await askFor(a, '👍', cable, ['👍']));
    context.same(
      'a phone',
      ['+7 912 345-67-89'],
      await askFor(a, '89123456789', guard, ['+7 912 345-67-89']),
    );
    await askFor(a, 'ёлку', christmas, ['ёлку']);
    await a.page.keyboard.press('ArrowDown');
    await a.page.keyboard.press('Enter');
    await a.page.getByRole('article').filter({ hasText: christmas }).first().waitFor();
    context.same(
      'Enter leaves the keyboard to the message',
      await a.composer.getAttribute('aria-label'),
      await focused(a),
    );
    await field(a).click();
    await a.page.keyboard.press('Control+a');
    await a.page.keyboard.type('небывалое');
    await found(a).getByText('Ничего не найдено').waitFor();
    await a.page.keyboard.press('Escape');
    context.same('Escape clears', '', await field(a).inputValue());
    await a.chats.waitFor();

    await a.page.keyboard.press('Control+k');
    const switcher = a.page.getByRole('dialog', { name: 'Перейти к чату' });
    await switcher.waitFor();
    await a.page.keyboard.type('комната 7');
    await switcher.getByText('Никого не нашли').waitFor();
    await a.page.keyboard.press('Enter');
    context.same('nobody is taken', true, await switcher.isVisible());
    await a.page.keyboard.press('Control+a');
    await a.page.keyboard.type('Vfhbz');
    await switcher.getByRole('option').filter({ hasText: 'Мария Соколова' }).waitFor();
    await a.page.keyboard.press('Enter');
    await a.conversation.getByRole('heading', { name: 'Мария Соколова' }).waitFor();
    await a.page.keyboard.press('Control+k');
    await switcher.waitFor();
    await a.page.keyboard.type('j,obq');
    await switcher.getByRole('option').filter({ hasText: sharedChat }).waitFor();
    await a.page.keyboard.press('Enter');
    await a.conversation.getByRole('heading', { name: sharedChat }).waitFor();

    await a.page.getByRole('article').filter({ hasText: guard }).first().waitFor();
    await a.page.keyboard.press('Control+f');
    await a.page.getByRole('textbox', { name: 'Поиск в чате' }).waitFor();
    await a.page.keyboard.type('елка');
    await a.page.getByText('0 из 2').waitFor();
    context.same('both are marked', ['ёлки', 'ёлку'], (await painted(a, 'found')).sort());
    await a.page.keyboard.press('Enter');
    await a.page.getByText('1 из 2').waitFor();
    await until(
      'the current one is marked as such',
      async () => (await painted(a, 'found-current'))[0] === 'ёлки',
    );
    context.same('the other one still is', ['ёлку'], await painted(a, 'found'));
    await a.page.keyboard.press('Escape');
    await until('nothing is marked', async () => (await painted(a, 'found')).length === 0);
  },
};
