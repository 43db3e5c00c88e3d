import { readFile } from 'node:fs/promises';
import { andrey, sharedChat } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import { createSender } from '../../support/sender.ts';
import { until } from '../../support/until.ts';

interface Mark {
  /** The same for the same element. */
  id: number;
  /** What has the focus, by role and name. */
  what: string;
  ringed: boolean;
}

const script = await readFile(new URL('../../support/page/marks.js', import.meta.url), 'utf8');

/** Presses the key until it leads nowhere new, and tells what had no ring on the way. */
async function walk(person: Person, key: string, most: number): Promise<{ seen: string[]; bare: string[] }> {
  const seen: string[] = [];
  const bare: string[] = [];
  const ids: number[] = [];
  for (let step = 0; step < most; step += 1) {
    await person.page.keyboard.press(key);
    const mark = await person.page.evaluate<Mark>(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(chat3Mark()))))',
    );
    // Round again, or at the end.
    if (ids.includes(mark.id)) break;
    ids.push(mark.id);
    seen.push(mark.what);
    if (!mark.ringed) bare.push(mark.what);
  }
  return { seen, bare };
}

export const scenario: Scenario = {
  number: 'focus ring',
  title: 'Whatever the keyboard reaches is seen to have the focus, in both themes',
  timeLimitMs: 240_000,
  async run(context) {
    const b = await context.signedIn(andrey);
    const { page } = b;
    const { keyboard } = page;
    const sender = await createSender(() => context.server.url, b);
    const dialogId = await sender.createChat('Склад № 1');
    for (const text of ['Первое', 'Второе', 'Третье https://example.ru/a']) await sender.post(dialogId, text);
    await b.openChat('Склад № 1');
    await b.conversation.getByText('Третье').waitFor();
    // What comes with the first look at a chat draws it anew, and closes menus.
    await until('the chat is read', async () =>
      (await b.snapshot()).dialogs.some((dialog) => dialog.dialogId === dialogId && dialog.unreadCount === 0),
    );
    await b.react('Второе', '👍');
    // Colours are judged when they have arrived.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.evaluate(script);
    const dialog = page.getByRole('dialog');

    for (const theme of ['light', 'dark'] as const) {
      await page.evaluate(`chat3.updateSettings({ theme: '${theme}' })`);
      await until(theme, () =>
        page.evaluate<boolean>(`(document.documentElement.dataset.theme ?? 'light') === '${theme}'`),
      );
      const problems: string[] = [];
      const look = async (what: string, key: string, least: number, most = 60) => {
        const { seen, bare } = await walk(b, key, most);
        problems.push(...bare.map((place) => `${what}: ${place} has no ring`));
        if (seen.length < least) problems.push(`${what}: ${seen.length} places, ${seen.join(', ')}`);
      };
      const closed = async (role: 'menu' | 'dialog') => {
        await keyboard.press('Escape');
        await page.getByRole(role).waitFor({ state: 'detached' });
        await until('something has the focus', () =>
          page.evaluate<boolean>('document.activeElement !== document.body'),
        );
      };
      const inDialog = async (
        open: string,
        what: string,
        keys: [key: string, least: number][],
        typed = '',
      ) => {
        await keyboard.press(open);
        await dialog.waitFor();
        if (typed !== '') {
          await keyboard.type(typed);
          await dialog.getByRole('option').first().waitFor();
        }
        for (const [key, least] of keys) await look(`${what} by ${key}`, key, least);
        await closed('dialog');
      };

      await clickInto(b);
      await look('the window', 'Tab', 12);
      await clickInto(b);
      await keyboard.press('F6');
      await look('chats', 'ArrowDown', 1);
      await look('chats', 'ArrowUp', 1);
      await clickInto(b);
      await look('messages', 'ArrowUp', 3);
      // The topmost one only tells who made the group, and has no menu.
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      await page.getByRole('menu').waitFor();
      await look('the menu of a message', 'ArrowDown', 6);
      await closed('menu');
      await keyboard.press('F6');
      await keyboard.press('F6');
      await keyboard.press('Shift+F10');
      await page.getByRole('menu').waitFor();
      await look('the menu of a chat', 'ArrowDown', 3);
      await closed('menu');

      await inDialog(
        'Control+k',
        'switcher',
        [
          ['ArrowDown', 1],
          ['Tab', 1],
        ],
        'с',
      );
      await inDialog(
        'Control+Shift+f',
        'search',
        [
          ['ArrowDown', 1],
          ['Tab', 1],
        ],
        'Первое',
      );
      await inDialog('Control+n', 'new chat', [
        ['ArrowDown', 3],
        ['Tab', 2],
      ]);
      await inDialog('Control+/', 'help', [['Tab', 1]]);
      await keyboard.press('Control+,');
      const tabs = dialog.getByRole('tab');
      await tabs.first().waitFor();
      await keyboard.press('Tab');
      await look('tabs of the settings', 'ArrowDown', 3);
      for (let index = 0; index < (await tabs.count()); index += 1) {
        await tabs.nth(index).click();
        await look(`settings ${index + 1}`, 'Tab', 2);
      }
      await closed('dialog');
      await page.getByRole('button', { name: 'О чате' }).click();
      await dialog.getByRole('list').waitFor();
      await look('about the chat', 'Tab', 2);
      await closed('dialog');
      await page.getByRole('button', { name: 'Эмодзи' }).click();
      await dialog.getByText('😀').first().waitFor();
      await look('emoji', 'Tab', 2);
      await closed('dialog');
      await keyboard.press('Control+f');
      await keyboard.type('Первое');
      await look('search in the chat', 'Tab', 3);
      await clickInto(b);
      await keyboard.press('Escape');
      context.same(`${theme}: what the keyboard reaches`, [], problems);
    }
    await b.openChat(sharedChat);
  },
};

/** The mouse has been used last, and the composer has the focus. */
async function clickInto(person: Person): Promise<void> {
  await person.composer.click();
}
