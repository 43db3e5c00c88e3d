import { andrey, sharedChat } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

/** Keys by their place, as the X server numbers them. */
const places = {
  Minus: 20,
  Equal: 21,
  KeyE: 26,
  BracketLeft: 34,
  KeyG: 42,
  KeyL: 46,
  KeyW: 25,
  KeyI: 31,
  KeyC: 54,
  KeyB: 56,
  KeyN: 57,
  KeyZ: 52,
  KeyY: 29,
  Slash: 61,
} as const;

type Place = keyof typeof places;

async function zoomOf({ app, page }: Person): Promise<number> {
  const window = await app.electron.browserWindow(page);
  return window.evaluate((browserWindow) => Math.round(browserWindow.webContents.getZoomFactor() * 100));
}

interface Keys {
  layout: string;
  /** What each key is on this layout. */
  copy: Place;
  paste: string;
  italic: Place;
  undo: Place;
  help: string;
  newChat: Place;
  smaller: string;
  usual: string;
  /** Pressed with Ctrl, and nothing but what the layout prints on it may happen. */
  harmless: Place[];
}

const layouts: Keys[] = [
  {
    layout: 'us',
    copy: 'KeyC',
    paste: 'ctrl+55',
    italic: 'KeyI',
    undo: 'KeyZ',
    help: 'ctrl+61',
    newChat: 'KeyN',
    smaller: 'ctrl+20',
    usual: 'ctrl+19',
    harmless: ['BracketLeft'],
  },
  {
    layout: 'ru',
    copy: 'KeyC',
    paste: 'ctrl+55',
    italic: 'KeyI',
    undo: 'KeyZ',
    help: 'ctrl+61',
    newChat: 'KeyN',
    smaller: 'ctrl+20',
    usual: 'ctrl+19',
    harmless: ['BracketLeft'],
  },
  {
    layout: 'de',
    copy: 'KeyC',
    paste: 'ctrl+55',
    italic: 'KeyI',
    undo: 'KeyY',
    help: 'ctrl+shift+16',
    newChat: 'KeyN',
    smaller: 'ctrl+61',
    usual: 'ctrl+19',
    harmless: ['Minus', 'Equal'],
  },
  {
    layout: 'us(dvorak)',
    copy: 'KeyI',
    paste: 'ctrl+60',
    italic: 'KeyG',
    undo: 'Slash',
    help: 'ctrl+34',
    newChat: 'KeyL',
    smaller: 'ctrl+48',
    usual: 'ctrl+19',
    harmless: ['KeyC', 'Minus'],
  },
  {
    layout: 'fr',
    copy: 'KeyC',
    paste: 'ctrl+55',
    italic: 'KeyI',
    undo: 'KeyW',
    help: 'ctrl+shift+60',
    newChat: 'KeyN',
    smaller: 'ctrl+15',
    usual: 'ctrl+19',
    harmless: ['Minus'],
  },
];

export const scenario: Scenario = {
  number: 'layouts',
  title: 'Keys mean what is printed on them: US, Russian, German, Dvorak and French keyboards',
  async run(context) {
    const { display } = context;
    context.afterwards(() => display.setKeyboard('us'));
    const b = await context.signedIn(andrey);
    await b.openChat(sharedChat);
    await b.focusWindow();
    const text = 'итог';
    const value = () => b.composer.inputValue();
    const ctrl = (place: Place) => display.press(`ctrl+${places[place]}`);
    const dialog = b.page.getByRole('dialog');
    const clipboard = () => b.app.electron.evaluate((electron) => electron.clipboard.readText());
    // On every layout, and by the keyboard of the display: keys of two sources may overtake each other.
    const selectAll = async () => {
      await display.press('Home');
      await display.press('shift+End');
    };

    for (const keys of layouts) {
      const { layout } = keys;
      const becomes = (step: string, wanted: string) =>
        until(`${layout}: ${step}`, async () => (await value()) === wanted)
          .catch(() => {})
          .then(async () => context.same(`${layout}: ${step}`, wanted, await value()));
      await display.setKeyboard(layout);
      await b.app.electron.evaluate((electron) => electron.clipboard.clear());
      await b.composer.fill(text);
      await selectAll();
      await ctrl(keys.copy);
      await until(`${layout}: copied`, async () => (await clipboard()) === text);
      await display.press('End');
      await display.press(keys.paste);
      await becomes('copied and pasted', text + text);
      await selectAll();
      await ctrl(keys.italic);
      await becomes('italic', `_${text}${text}_`);
      await ctrl(keys.undo);
      await becomes('undone', text + text);
      for (const place of keys.harmless) await ctrl(place);
      await display.press(keys.smaller);
      await until(`${layout}: smaller`, async () => (await zoomOf(b)) === 90);
      context.same(
        `${layout}: nothing else happens`,
        `0 ${text}${text}`,
        `${await dialog.count()} ${await value()}`,
      );
      await display.press(keys.usual);
      await until(`${layout}: the usual size`, async () => (await zoomOf(b)) === 100);
      await display.press(keys.help);
      await dialog.getByRole('heading', { name: 'Горячие клавиши' }).waitFor();
      await display.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await ctrl(keys.newChat);
      await dialog.getByRole('heading', { name: 'Новый чат' }).waitFor();
      await display.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }

    await display.setKeyboard('de');
    await b.composer.fill('');
    await b.chats.getByRole('option', { name: sharedChat }).click();
    await display.press(String(places.Equal));
    await display.press(String(places.KeyE));
    await until('the letter is composed in the composer', async () => (await value()).length > 0).catch(
      () => {},
    );
    context.same('a dead key after a click on a chat', 'é', await value());
  },
};
