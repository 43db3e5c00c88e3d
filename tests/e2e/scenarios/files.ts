import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from '../../support/person.ts';
import {
  dropFiles,
  type PickedFile,
  pasteFiles,
  pictureHeights,
  watchPictures,
} from '../../support/pickedFiles.ts';
import { pngOf } from '../../support/png.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

const sent = ['sent', 'delivered', 'read'] as const;

const paperOf = (name: string): PickedFile => ({
  name,
  mimeType: 'application/pdf',
  content: Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(600_000)]),
});

const pictureOf = (name: string): PickedFile => ({
  name,
  mimeType: 'image/png',
  content: pngOf(1_200, 800, [34, 102, 170]),
});

/** Says something with what was picked, and sends it. */
async function sendPicked(who: Person, caption: string): Promise<void> {
  const dialog = who.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Подпись' }).fill(caption);
  await dialog.getByRole('textbox', { name: 'Подпись' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await who.waitForTick(caption, sent);
}

const isDrawn = (who: Person, name: string) =>
  until(`${name} is drawn`, () =>
    who.page.evaluate<boolean>(
      `[...document.querySelectorAll('[data-testid="picture"] img')].some((image) =>
        image.alt === ${JSON.stringify(name)} && image.complete && image.naturalWidth > 0)`,
    ),
  );

/** Proves (S20.1, S20.9, S20.10). */
export const scenario: Scenario = {
  number: 'files',
  title: 'Files by drop, paste and picker: received, seen, saved; nothing in the list moves',
  timeLimitMs: 5 * 60_000,
  async run(context) {
    const folder = await mkdtemp(join(tmpdir(), 'chat3-saved-'));
    context.afterwards(() => rm(folder, { recursive: true, force: true }));
    const [a, b] = await context.bothInSharedChat();
    await watchPictures(b.page);

    await pasteFiles(a.page, [pictureOf('Снимок.png')]);
    await sendPicked(a, 'По снимку');
    await b.waitForMessage('По снимку');
    await isDrawn(b, 'Снимок.png');
    await isDrawn(a, 'Снимок.png');
    context.same(
      'the picture took its room from the first frame on',
      1,
      (await pictureHeights(b.page)).length,
    );

    const paper = paperOf('Договор «на подпись».pdf');
    await dropFiles(a.page, [paper]);
    await sendPicked(a, 'По договору');
    await b.waitForMessage('По договору');
    const saved = join(folder, 'saved.pdf');
    await b.app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = (async () => ({
        canceled: false,
        filePath,
      })) as unknown as typeof dialog.showSaveDialog;
    }, saved);
    await b.page.getByRole('button', { name: /^Сохранить Договор/ }).click();
    const content = await until('the file is saved whole', async () => {
      const bytes = await readFile(saved).catch(() => null);
      return bytes?.length === paper.content.length ? bytes : undefined;
    });
    context.same('what B saved is what A sent', true, content.equals(paper.content));

    const chosen = [paperOf('Смета.pdf'), pictureOf('План.png')];
    await a.page
      .locator('input[type="file"]')
      .setInputFiles(chosen.map(({ name, mimeType, content: buffer }) => ({ name, mimeType, buffer })));
    await sendPicked(a, 'По выбору');
    await b.waitForMessage('По выбору');
    await isDrawn(b, 'План.png');

    await b.page.getByRole('button', { name: 'Открыть фото План.png' }).click();
    const viewer = b.page.getByRole('dialog', { name: 'Фото План.png' });
    await viewer.waitFor();
    await b.page.keyboard.press('+');
    await viewer.locator('[data-scale="1.5"]').waitFor();
    await b.page.keyboard.press('ArrowLeft');
    await b.page.getByRole('dialog', { name: 'Фото Снимок.png' }).waitFor();
    await b.page.keyboard.press('Escape');
    await b.page.getByRole('dialog').waitFor({ state: 'detached' });

    const preview = await b.chats.getByRole('option').first().innerText();
    context.holds(
      'the list of chats says what came',
      'Файлы: 2 · По выбору',
      preview,
      preview.includes('Файлы: 2 · По выбору'),
    );
    context.same('B never saw a row twice', [], await b.shownTwice());
  },
};
