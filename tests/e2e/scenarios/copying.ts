import { andrey, sharedChat } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

const history = Array.from({ length: 170 }, (_, index) => `Строка ${index + 1}`);
const written = ['*Важно:* раз', 'два 🎉', 'https://example.ru/_x_/', 'четыре', '`пять`'];

async function copy(person: Person): Promise<string> {
  const { electron } = person.app;
  await electron.evaluate(({ clipboard }) => clipboard.writeText('nothing yet'));
  await person.page.keyboard.press('Control+c');
  return until('something is copied', async () => {
    const text = await electron.evaluate(({ clipboard }) => clipboard.readText());
    return text === 'nothing yet' ? undefined : text;
  });
}

async function place(person: Person, text: string): Promise<{ x: number; y: number; right: number }> {
  const found = person.conversation.getByTestId('message-text').getByText(text, { exact: true }).last();
  const box = await found.boundingBox();
  if (!box) throw new Error(`«${text}» is not in sight`);
  return { x: box.x + 2, y: box.y + box.height / 2, right: box.x + box.width - 1 };
}

const textsOf = (copied: string) => copied.split('\n\n').map((part) => part.split('\n').slice(1).join('\n'));

export const scenario: Scenario = {
  number: 'copying',
  title:
    'What is dragged over is copied whole, with names and times, also where its rows are no longer drawn',
  async run(context) {
    const person = await context.signedIn(andrey);
    const { mouse, keyboard } = person.page;
    const { electron } = person.app;
    await person.openChat(sharedChat);
    await person.sendMany([...history, ...written]);
    await person.waitForMessage('пять');
    await person.scroll.toEnd();

    const [from, to] = [await place(person, 'пять'), await place(person, 'Важно: раз')];
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(to.x + 5, to.y, { steps: 8 });
    await mouse.up();
    const five = await copy(person);
    context.holds(
      'five messages: a name and a time above each',
      'Андрей Волков, [dd.mm.yyyy hh:mm]',
      five,
      five.split('\n\n').every((part) => /^Андрей Волков, \[\d\d\.\d\d\.\d{4} \d\d:\d\d\]\n/.test(part)),
    );
    context.same('five messages: their texts as they were written', written, textsOf(five));

    await electron.evaluate(({ clipboard }) => clipboard.writeText('nothing yet'));
    await mouse.click(to.x + 5, to.y, { button: 'right' });
    await person.page.getByRole('menuitem', { name: 'Копировать выбранные сообщения' }).click();
    const byMenu = await until('the menu has copied', async () => {
      const text = await electron.evaluate(({ clipboard }) => clipboard.readText());
      return text === 'nothing yet' ? undefined : text;
    });
    context.same('the menu copies the same', five, byMenu);

    await mouse.click(from.x, from.y);
    const four = await place(person, 'четыре');
    await mouse.move(four.x - 1, four.y);
    await mouse.down();
    await mouse.move(four.right, four.y + 1, { steps: 5 });
    await mouse.up();
    context.same('within one message: just that text', 'четыре', await copy(person));

    await mouse.click(from.x, from.y);
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x, from.y - 60, { steps: 3 });
    await until('the wheel has led to the beginning', async () => {
      await mouse.wheel(0, -900);
      return (await person.message('Строка 20')) !== undefined;
    });
    const target = await until('row 20 is in sight', async () => {
      const spot = await place(person, 'Строка 20').catch(() => undefined);
      if (spot === undefined || spot.y < 120) await mouse.wheel(0, -100);
      return spot && spot.y > 120 && spot.y < 900 ? spot : undefined;
    });
    await mouse.move(target.x, target.y, { steps: 4 });
    await mouse.up();
    const many = textsOf(await copy(person));
    context.same('a drag by the wheel: all from 20 to the end', [...history.slice(19), ...written], many);

    await mouse.click(target.x, target.y);
    const start = await place(person, 'Строка 20');
    await mouse.move(start.x, start.y);
    await mouse.down();
    const list = await person.page.getByRole('feed').boundingBox();
    if (!list) throw new Error('There is no list');
    await mouse.move(start.x, list.y + list.height + 40, { steps: 6 });
    await until(
      'the list has scrolled by itself',
      async () => (await person.message('Строка 90')) !== undefined,
    );
    await mouse.move(start.x, list.y + list.height / 2, { steps: 2 });
    await mouse.up();
    const scrolled = textsOf(await copy(person));
    context.same(
      'a drag beyond the edge: from 20 without a gap',
      history.slice(19, 19 + scrolled.length),
      scrolled,
    );
    context.holds('… over more than the screen shows', '> 40', scrolled.length, scrolled.length > 40);

    await keyboard.press('Escape');
    await mouse.click(start.x, list.y + list.height / 2);
    await keyboard.press('Control+a');
    const all = textsOf(await copy(person));
    context.holds('all that is loaded', '≥ 170', all.length, all.length >= 170 && all.at(-1) === '`пять`');
  },
};
