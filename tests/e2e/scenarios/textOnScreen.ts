import { andrey, sharedChat } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How many pixels there have a colour that neither text nor bubble has. */
async function colouredPixels({ app, page }: Person, box: Box | null): Promise<number> {
  if (!box) throw new Error('It is not on the screen');
  const window = await app.electron.browserWindow(page);
  return window.evaluate(async (browserWindow, { x, y, width, height }) => {
    const place = { x: Math.floor(x), y: Math.floor(y), width: Math.ceil(width), height: Math.ceil(height) };
    const bitmap = (await browserWindow.webContents.capturePage(place)).toBitmap();
    let count = 0;
    for (let index = 0; index < bitmap.length; index += 4) {
      const [blue = 0, green = 0, red = 0] = bitmap.subarray(index, index + 3);
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > 60) count += 1;
    }
    return count;
  }, box);
}

/** Boxes of a list that lie over one another, and those whose content stands out below them. */
const overlaps = (selector: string) => `(() => {
  const boxes = [...document.querySelectorAll(${JSON.stringify(selector)})]
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.height > 0)
    .sort((a, b) => a.box.top - b.box.top);
  const over = boxes.filter(({ box }, index) => index > 0 && boxes[index - 1].box.bottom > box.top + 0.6);
  const out = boxes.filter(({ element }) => element.scrollHeight > element.clientHeight + 1);
  return { rows: boxes.length, over: over.length, out: out.length };
})()`;

async function checkLists(person: Person, selectors: string[]): Promise<string[]> {
  const faults: string[] = [];
  let rows = 0;
  const window = await person.app.electron.browserWindow(person.page);
  for (const textSize of ['small', 'normal', 'large', 'largest']) {
    await person.page.evaluate(`chat3.updateSettings({ textSize: '${textSize}' })`);
    for (const zoom of [0.5, 1, 1.5, 2, 3]) {
      await window.evaluate((browserWindow, factor) => browserWindow.webContents.setZoomFactor(factor), zoom);
      // What was measured takes a frame to be drawn.
      await person.page.evaluate(
        'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
      );
      for (const selector of selectors) {
        const seen = await person.page.evaluate<{ rows: number; over: number; out: number }>(
          overlaps(selector),
        );
        rows += seen.rows;
        if (seen.over + seen.out > 0)
          faults.push(`${textSize} × ${zoom}: ${selector} ${JSON.stringify(seen)}`);
      }
    }
  }
  if (rows === 0) faults.push('there was nothing to look at');
  await window.evaluate((browserWindow) => browserWindow.webContents.setZoomFactor(1));
  await person.page.evaluate(`chat3.updateSettings({ textSize: 'normal' })`);
  return faults;
}

/** Every state of the times on the page from now on, as they were painted together. */
const watchTimes = `(() => {
  const seen = (window.chat3Times = new Set());
  const look = () => {
    const texts = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent);
    const row = [...document.querySelectorAll('[data-message-key]')].at(-1);
    const list = document.querySelector('[role="option"][aria-selected="true"] .tabular-nums');
    seen.add([row?.querySelector('time')?.textContent, list?.textContent, /\\d\\d:\\d\\d/.exec(row?.getAttribute('aria-label') ?? '')?.[0]].join(' '));
    if (window.chat3Times === seen) requestAnimationFrame(look);
  };
  look();
})()`;

export const scenario: Scenario = {
  number: 'text-on-screen',
  title:
    'Emoji are in colour, no row lies over another at any text size and zoom, times follow the time zone',
  async run(context) {
    const person = await context.signedIn(andrey);
    for (const name of ['Мария Соколова', 'Елена Кузнецова']) await person.startChatWith(name);
    await person.openChat(sharedChat);

    const text = (content: string) =>
      person.conversation.getByTestId('message-text').filter({ hasText: content }).last();
    for (const content of ['😂 в строке', '❤ и ☺ и ☎', '❤️', '‼️', '1️⃣', '🇷🇺', '`☺ в коде`']) {
      await person.send(content);
      const shown = content.replaceAll('`', '');
      await person.waitForMessage(shown);
      const count = await colouredPixels(person, await text(shown).boundingBox());
      context.holds(`«${content}» is in colour`, '> 20 coloured pixels', count, count > 20);
    }
    for (const content of ['0123456789 # * © ® ™']) {
      await person.send(content);
      await person.waitForMessage(content);
      context.same(
        `«${content}» is text`,
        0,
        await colouredPixels(person, await text(content).boundingBox()),
      );
    }
    const sizes = await Promise.all(
      ['1️⃣', '🇷🇺', '❤️'].map((emoji) =>
        text(emoji).evaluate(
          (element) => element.ownerDocument.defaultView?.getComputedStyle(element).fontSize,
        ),
      ),
    );
    context.same('a single emoji is large', ['36px', '36px', '36px'], sizes);

    await person.react('1️⃣', '😂');
    const chip = await person.reactionTo('1️⃣', '😂').boundingBox();
    const inChip = await colouredPixels(person, chip);
    context.holds('the reaction is in colour', '> 20', inChip, inChip > 20);
    await person.openMenuOf('1️⃣');
    // It comes into sight little by little.
    const heart = person.page.getByRole('menuitem', { name: '❤️' });
    const inMenu = async () => colouredPixels(person, await heart.boundingBox());
    await until('the menu is in colour', async () => (await inMenu()) > 20).catch(() => {});
    const seen = await inMenu();
    context.holds('the menu of reactions is in colour', '> 20', seen, seen > 20);
    await person.page.keyboard.press('Escape');

    await person.send('*☺ жирный* и `код` https://example.ru/_x_/');
    await person.waitForMessage('☺ жирный и код https://example.ru/_x_/');
    const row = person.chats.getByRole('option', { name: sharedChat });
    const preview = row.locator('bdi').last();
    await until('the preview is there', async () => (await preview.innerText()).includes('жирный'));
    context.same(
      'the preview is plain text',
      '☺ жирный и код https://example.ru/_x_/',
      await preview.innerText(),
    );
    const inPreview = await colouredPixels(person, await preview.boundingBox());
    context.holds('the preview is in colour', '> 20', inPreview, inPreview > 20);

    await person.sendMany(['Длинная строка '.repeat(40), '```js\nconst a = 1;\n```', 'Ещё одна']);
    context.same(
      'no message lies over another, in four sizes and five zooms',
      [],
      await checkLists(person, ['[data-message-key]']),
    );
    // In one column the list is there only without an open chat.
    await person.page.keyboard.press('Alt+ArrowLeft');
    await person.composer.waitFor({ state: 'hidden' });
    context.same('nor a chat', [], await checkLists(person, ['[role="listbox"] [role="option"]']));
    await person.openChat(sharedChat);
    await person.page.keyboard.press('Control+n');
    await person.page.getByRole('dialog').getByRole('option').first().waitFor();
    context.same('nor among the people', [], await checkLists(person, ['[role="dialog"] [role="option"]']));
    await person.page.keyboard.press('Escape');

    await person.page.evaluate(watchTimes);
    const session = await person.page.context().newCDPSession(person.page);
    await session.send('Emulation.setTimezoneOverride', { timezoneId: 'Asia/Kathmandu' });
    const states = await until('the times are of the new zone', async () => {
      const seen = await person.page.evaluate<string[]>('[...window.chat3Times]');
      return seen.length > 1 ? seen : undefined;
    });
    context.holds(
      'all times change at once',
      'two states, each of three equal times',
      states,
      states.length === 2 && states.every((state) => new Set(state.split(' ')).size === 1),
    );
    await session.detach();
  },
};
