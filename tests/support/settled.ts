import type { Page } from 'playwright';

/** Resolves when nothing on the page moves or changes its colour any more, and that has been drawn. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    'Promise.allSettled(document.getAnimations().map((animation) => animation.finished)).then(() => new Promise(requestAnimationFrame)).then(() => true)',
  );
}
