import type { Page } from 'playwright';

export interface PickedFile {
  name: string;
  mimeType: string;
  content: Buffer;
}

/** Drops files on the window, as from a file manager. */
export const dropFiles = (page: Page, files: readonly PickedFile[]) => transfer(page, 'drop', files);

/** Pastes files, as a picture from the clipboard. */
export const pasteFiles = (page: Page, files: readonly PickedFile[]) => transfer(page, 'paste', files);

async function transfer(page: Page, by: 'drop' | 'paste', files: readonly PickedFile[]): Promise<void> {
  const given = files.map(({ name, mimeType, content }) => ({
    name,
    mimeType,
    base64: content.toString('base64'),
  }));
  await page.evaluate(
    `(() => {
      const data = new DataTransfer();
      for (const { name, mimeType, base64 } of ${JSON.stringify(given)}) {
        const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: mimeType }));
      }
      const event = ${by === 'drop' ? "new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })" : "new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })"};
      (document.activeElement ?? document.body).dispatchEvent(event);
    })()`,
  );
}

/** Writes down in every frame how high pictures are and where they begin, from now on. */
export const watchPictures = (page: Page) =>
  page.evaluate(`(() => {
    window.pictureHeights = [];
    const look = () => {
      for (const picture of document.querySelectorAll('[data-testid="picture"]')) {
        const height = Math.round(picture.getBoundingClientRect().height);
        if (height > 0) window.pictureHeights.push(height);
      }
      requestAnimationFrame(look);
    };
    look();
  })()`);

export const pictureHeights = async (page: Page): Promise<number[]> => [
  ...new Set(await page.evaluate<number[]>('window.pictureHeights')),
];
