import { andrey } from '../../tests/support/people.ts';
import type { Person } from '../../tests/support/person.ts';
import { type PickedFile, pasteFiles } from '../../tests/support/pickedFiles.ts';
import { pngOf } from '../../tests/support/png.ts';
import { until } from '../../tests/support/until.ts';
import { everyLook } from './looks.ts';

const picked: PickedFile[] = [
  { name: 'Макет.png', mimeType: 'image/png', content: pngOf(1_200, 800, [34, 102, 170]) },
  { name: 'Договор.pdf', mimeType: 'application/pdf', content: Buffer.from('%PDF-1.7\n'.padEnd(80_000)) },
];
const [question, answer, caption] = ['Кто посмотрит макет?', 'Я посмотрю до обеда', 'Последняя версия'];

const isDrawn = `[...document.querySelectorAll('[data-testid="picture"] img')].every((image) => image.complete && image.naturalWidth > 0)`;

async function choose(person: Person, text: string, entry: string): Promise<void> {
  await person.openMenuOf(text);
  await person.page.getByRole('menuitem', { name: entry }).click();
}

/** What a message has besides its text: people, an answer, files; and what becomes of it later. Both are in their chat. */
export async function showCarried(a: Person, b: Person): Promise<void> {
  await a.composer.pressSequentially(`${question} @`);
  await a.page.getByRole('listbox', { name: 'Кого упомянуть' }).waitFor();
  await everyLook(a, 'mention-list');
  await a.composer.pressSequentially('андрей');
  await a.composer.press('Enter');
  await a.composer.press('Enter');
  await b.waitForMessage(`${question} @${andrey.name}`);

  await choose(b, question, 'Ответить');
  await b.page.getByTestId('reply-strip').waitFor();
  await b.type(answer);
  await everyLook(b, 'reply');
  await b.composer.press('Enter');
  await a.waitForMessage(answer);

  await pasteFiles(a.page, picked);
  const dialog = a.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Подпись' }).fill(caption);
  await everyLook(a, 'send-files');
  await dialog.getByRole('textbox', { name: 'Подпись' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  const picture = b.page.getByTestId('picture').last();
  await picture.waitFor();
  await until('the picture is drawn', () => b.page.evaluate<boolean>(isDrawn));
  await everyLook(b, 'files');
  await picture.click();
  await b.page.getByRole('dialog').waitFor();
  await everyLook(b, 'image-viewer');
  await b.page.keyboard.press('Escape');

  await choose(a, answer, 'Переслать…');
  await dialog.waitFor();
  await everyLook(a, 'forward');
  await a.page.keyboard.press('Escape');
  await choose(b, answer, 'Изменить');
  await everyLook(b, 'editing');
  await b.page.keyboard.press('Escape');
  await choose(b, answer, 'Удалить');
  await everyLook(b, 'remove-message');
  await b.page
    .getByRole('alertdialog')
    .or(b.page.getByRole('dialog'))
    .getByRole('button', { name: 'Удалить' })
    .click();
  await a.page.getByText('Сообщение удалено').first().waitFor();
  await everyLook(a, 'removed');
}
