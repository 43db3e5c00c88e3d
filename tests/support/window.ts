import type { App } from './app.ts';
import { until } from './until.ts';

/** The native window of an app, as the desktop sees it and as a person handles it. */
export class NativeWindow {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async title(): Promise<string> {
    return (await this.#window()).evaluate((window) => window.getTitle());
  }

  async state(): Promise<'hidden' | 'minimised' | 'shown'> {
    return (await this.#window()).evaluate((window) =>
      window.isMinimized() ? 'minimised' : window.isVisible() ? 'shown' : 'hidden',
    );
  }

  async waitUntil(state: 'hidden' | 'minimised' | 'shown'): Promise<void> {
    await until(`the window is ${state}`, async () => (await this.state()) === state);
  }

  /** As the cross in its corner does. */
  async close(): Promise<void> {
    await (await this.#window()).evaluate((window) => window.close());
  }

  /** The menus in the native menu. */
  menus(): Promise<string[]> {
    return this.#app.electron.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).map((item) => item.label),
    );
  }

  /** Chooses an entry of the native menu, as «Справка», «Горячие клавиши». */
  async choose(...path: string[]): Promise<void> {
    await this.#app.electron.evaluate(({ Menu }, labels) => {
      let menu = Menu.getApplicationMenu();
      for (const label of labels) {
        const item = menu?.items.find((entry) => entry.label === label);
        if (!item) throw new Error(`No menu entry ${label}`);
        if (item.submenu) menu = item.submenu;
        else item.click();
      }
    }, path);
  }

  #window() {
    return this.#app.electron.browserWindow(this.#app.page);
  }
}
