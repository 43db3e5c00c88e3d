import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aleksandr, sharedChat } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

/** Keeps the last context menu instead of drawing it: what it offers can be read, and chosen. */
async function watchContextMenu({ app }: Person): Promise<void> {
  await app.electron.evaluate(({ Menu }) => {
    Menu.prototype.popup = function popup() {
      (globalThis as { lastMenu?: unknown }).lastMenu = this;
    };
  });
}

/** The labels of the menu that the right button opens at the field's first word; empty: there is none. */
async function menuAtFirstWord(person: Person): Promise<string[]> {
  await person.app.electron.evaluate(() => Object.assign(globalThis, { lastMenu: null }));
  const place = await person.composer.boundingBox();
  if (!place) throw new Error('The composer is not in the window');
  await person.page.mouse.click(place.x + 20, place.y + place.height / 2, { button: 'right' });
  return until('the context menu', () =>
    person.app.electron.evaluate(() => {
      const { lastMenu } = globalThis as { lastMenu?: { items: { label: string }[] } };
      return lastMenu?.items.map(({ label }) => label);
    }),
  );
}

/** The checker works beside the page, so its verdict may come after the first look. */
function firstWordIs(person: Person, verdict: 'wrong' | 'right'): Promise<string[]> {
  return until(`the first word is ${verdict}`, async () => {
    const labels = await menuAtFirstWord(person);
    return labels.includes('Добавить в словарь') === (verdict === 'wrong') ? labels : undefined;
  });
}

async function choose({ app }: Person, label: string): Promise<void> {
  await app.electron.evaluate((_electron, wanted) => {
    const { lastMenu } = globalThis as { lastMenu?: { items: { label: string; click(): void }[] } };
    lastMenu?.items.find((item) => item.label === wanted)?.click();
  }, label);
}

export const scenario: Scenario = {
  number: 'spelling',
  title: 'Misspelled words get suggestions in Russian and English, and nothing is fetched for it',
  async run(context) {
    const directory = await mkdtemp(join(tmpdir(), 'chat3-net-log-'));
    context.afterwards(() => rm(directory, { recursive: true, force: true }));
    const netLog = join(directory, 'net-log.json');
    const first = await context.signedIn(aleksandr, { switches: [`--log-net-log=${netLog}`] });
    await watchContextMenu(first);
    await first.openChat(sharedChat);

    await first.composer.pressSequentially('превет коллеги');
    const russian = await firstWordIs(first, 'wrong');
    context.holds('«превет» gets «привет»', 'привет, …', russian, russian.includes('привет'));
    context.same(
      'the rest of the menu',
      ['Вырезать', 'Копировать', 'Вставить', '', 'Выделить всё'],
      russian.slice(-5),
    );
    await choose(first, 'привет');
    await until('the word is replaced', async () => (await first.composer.inputValue()) === 'привет коллеги');
    await firstWordIs(first, 'right');

    await first.composer.fill('');
    await first.composer.pressSequentially('helo world');
    const english = await firstWordIs(first, 'wrong');
    context.holds('«helo» gets «hello»', 'hello, …', english, english.includes('hello'));

    await first.composer.fill('');
    await first.composer.pressSequentially('чатодав пришёл');
    await firstWordIs(first, 'wrong');
    await choose(first, 'Добавить в словарь');
    await first.composer.fill('');
    await first.composer.pressSequentially('чатодав ушёл');
    await firstWordIs(first, 'right');

    await first.page.evaluate('chat3.updateSettings({ spellCheck: false })');
    await first.composer.fill('');
    await first.composer.pressSequentially('превет снова');
    await firstWordIs(first, 'right');
    await first.page.evaluate('chat3.updateSettings({ spellCheck: true })');
    await first.composer.fill('');
    await first.composer.pressSequentially('превет ещё');
    await firstWordIs(first, 'wrong');
    context.same('the setting works at once', true, true);

    await first.app.quit();
    const asked = [...(await readFile(netLog, 'utf8')).matchAll(/"url":"(https?:\/\/[^"/]+)/g)];
    context.same(
      'only the server was asked',
      [context.server.url],
      [...new Set(asked.map(([, origin]) => origin))],
    );
  },
};
