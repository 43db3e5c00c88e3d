import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bounds } from '../../support/app.ts';
import { aleksandr, andrey, demoCode, sharedChat } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

async function zoomOf({ app, page }: Person): Promise<number> {
  const window = await app.electron.browserWindow(page);
  return window.evaluate((browserWindow) => Math.round(browserWindow.webContents.getZoomFactor() * 100));
}

/** Chooses from the native menu; keys that Playwright presses do not reach it. */
async function chooseZoom({ app }: Person, label: string): Promise<void> {
  await app.electron.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    items.find((item) => item.label === wanted)?.click();
  }, label);
}

async function boundsOf({ app, page }: Person) {
  const window = await app.electron.browserWindow(page);
  return window.evaluate((browserWindow) => browserWindow.getBounds());
}

/** As a window manager would, when the person drags it. */
async function moveTo({ app, page }: Person, x: number, y: number): Promise<void> {
  const window = await app.electron.browserWindow(page);
  await window.evaluate(
    (browserWindow, place) => browserWindow.setBounds({ ...place, width: 900, height: 700 }),
    {
      x,
      y,
    },
  );
}

export const scenario: Scenario = {
  number: 'window-memory',
  title: 'Zoom, open chat and place in it are there again after a restart, before any network',
  async run(context) {
    let person = await context.signedIn(aleksandr);
    await person.openChat(sharedChat);
    await person.sendMany(Array.from({ length: 120 }, (_, index) => `Строка номер ${index + 1}`));
    await chooseZoom(person, 'Крупнее');
    await chooseZoom(person, 'Крупнее');
    await until('the window is drawn at 125 %', async () => (await zoomOf(person)) === 125);
    for (let press = 0; press < 12; press++) await chooseZoom(person, 'Крупнее');
    context.same(
      'it goes no further than 300 %',
      300,
      await until('the largest', async () => (await zoomOf(person)) === 300 && 300),
    );
    await chooseZoom(person, 'Обычный размер');
    for (let press = 0; press < 12; press++) await chooseZoom(person, 'Мельче');
    context.same(
      'and no less than 50 %',
      50,
      await until('the smallest', async () => (await zoomOf(person)) === 50 && 50),
    );
    await chooseZoom(person, 'Обычный размер');
    await chooseZoom(person, 'Крупнее');
    await until('the window is drawn at 110 %', async () => (await zoomOf(person)) === 110);

    // The reader is further up than where the chat would open.
    await person.scroll.readUpTo('Строка номер 5');
    await person.scroll.toEnd();
    for (let step = 0; step < 12; step++) await person.scroll.upBy(400);
    const before = await person.scroll.topRow();
    await until('the place is noted', () =>
      person.page.evaluate<boolean>(`(localStorage.getItem('chat3.place') ?? '').includes('${before?.key}')`),
    );

    await person.app.quit();
    await context.server.stop();
    person = await context.openAgain(person);
    await person.conversation.getByRole('heading', { name: sharedChat }).waitFor();
    context.same('the chat is open, without a server', true, (await person.diagnostics()).state !== 'live');
    await until('the zoom is the same', async () => (await zoomOf(person)) === 110);
    const place = await until('the row is where it was', async () => {
      const top = before && (await person.scroll.topOf(before.key));
      return top !== null && Math.abs(top - Number(before?.top)) <= 2 ? 'there' : undefined;
    });
    context.same('so is the place in the chat', 'there', place);
    await context.server.startAgain();
    await person.waitUntilLive();

    // Without --window the place of the window is remembered, and comes back on screen when its monitor is gone.
    await person.app.quit();
    person = await context.openAgain(person, { bounds: undefined });
    await moveTo(person, 200, 150);
    await until('the window has moved', async () => (await boundsOf(person)).width === 900);
    const moved = await boundsOf(person);
    await person.app.quit();
    person = await context.openAgain(person, { bounds: undefined });
    await until('size and place are the same', async () => {
      const bounds = await boundsOf(person);
      return (['x', 'y', 'width', 'height'] as const).every((key) => bounds[key] === moved[key]);
    });

    await person.app.quit();
    const file = join(person.app.userDataDirectory, 'profiles', person.app.profile, 'settings.json');
    const stored = JSON.parse(await readFile(file, 'utf8')) as { windowBounds: Bounds };
    const far = { ...stored.windowBounds, x: context.display.width + 500 };
    await writeFile(file, JSON.stringify({ ...stored, windowBounds: far }));
    person = await context.openAgain(person, { bounds: undefined });
    const back = await boundsOf(person);
    const isOnScreen = back.x >= 0 && back.x + back.width <= context.display.width;
    context.holds('a window whose monitor is gone comes back on screen', 'on screen', back, isOnScreen);

    await person.page.evaluate('chat3.signOut({ eraseHistory: true })');
    await person.signIn(andrey.phone, demoCode);
    await person.app.quit();
    person = await context.openAgain(person);
    await person.ownCard.waitFor();
    await person.waitUntilLive();
    const open = await person.page.evaluate('chat3.getSnapshot({}).then(({ value }) => value.openDialogId)');
    context.same("another person's start opens no chat of the first", null, open);
  },
};
