import type { Person } from './person.ts';
import { until } from './until.ts';

/** Gives the page of somebody's window this size in CSS pixels, and waits until it has it. */
export async function resize(person: Person, width: number, height: number): Promise<void> {
  const window = await person.app.electron.browserWindow(person.page);
  await window.evaluate((browserWindow, size) => browserWindow.setContentSize(size.width, size.height), {
    width,
    height,
  });
  await until(`the page is ${width} × ${height}`, () =>
    person.page.evaluate<boolean>(`innerWidth === ${width} && innerHeight === ${height}`),
  );
}
