import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Person } from '../../tests/support/person.ts';
import { rootDirectory } from '../../tests/support/root.ts';
import { settled } from '../../tests/support/settled.ts';
import { until } from '../../tests/support/until.ts';

export const gallery = join(rootDirectory, 'reports', 'screenshots');

/** One screen in both languages and themes. */
export async function everyLook(person: Person, name: string, zoomed = false): Promise<void> {
  for (const language of ['ru', 'en'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      await person.page.evaluate(`chat3.updateSettings({ language: '${language}', theme: '${theme}' })`);
      // Playwright overrides what the system prefers, and with it what the app asks of the system.
      await person.page.emulateMedia({ colorScheme: theme });
      await holds(person, `document.documentElement.lang === '${language}'`);
      const path = join(gallery, `${name}-${language}-${theme}.png`);
      if (zoomed) await writeFile(path, await capture(person));
      else await person.page.screenshot({ path, animations: 'disabled' });
    }
  }
  await person.page.evaluate(`chat3.updateSettings({ language: 'ru', theme: 'light' })`);
  await person.page.emulateMedia({ colorScheme: 'light' });
  await holds(person, `document.documentElement.lang === 'ru'`);
}

/** What the window shows: Playwright would cut a zoomed page. */
async function capture(person: Person): Promise<Buffer> {
  await settled(person.page);
  const window = await person.app.electron.browserWindow(person.page);
  const png = await window.evaluate(async (browserWindow) =>
    (await browserWindow.webContents.capturePage()).toPNG().toString('base64'),
  );
  return Buffer.from(png, 'base64');
}

/** In per cent, as Ctrl + does it. */
export async function zoom(person: Person, percent: number): Promise<void> {
  await person.page.evaluate(`chat3.updateSettings({ zoom: ${percent} })`);
  const window = await person.app.electron.browserWindow(person.page);
  await until(`the zoom is ${percent} %`, () =>
    window.evaluate(
      (browserWindow, factor) => browserWindow.webContents.getZoomFactor() === factor,
      percent / 100,
    ),
  );
}

/** The page forbids evaluated predicates, so it is asked again and again from outside. */
async function holds(person: Person, expression: string): Promise<void> {
  await until(expression, () => person.page.evaluate<boolean>(expression));
}
