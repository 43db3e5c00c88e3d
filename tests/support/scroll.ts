import type { Page } from 'playwright';
import type { ShownMessage } from './person.ts';

/** How a person moves through the messages of a window, and whether they are left in peace there. */
export class Scroll {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Towards older messages, as the wheel does. */
  upBy(pixels: number): Promise<void> {
    return this.#page.evaluate(`chat3Observer.scrollUpBy(${pixels})`);
  }

  toEnd(): Promise<void> {
    return this.#page.evaluate('chat3Observer.scrollToEnd()');
  }

  /** Distance of the newest message's end from the lower edge, in pixels. */
  distanceFromEnd(): Promise<number> {
    return this.#page.evaluate('chat3Observer.distanceFromEnd()');
  }

  /** All rows down to the newest, scrolling up to the one with this text. */
  readUpTo(text: string): Promise<ShownMessage[]> {
    return this.#page.evaluate(`chat3Observer.readUpTo(${JSON.stringify(text)})`);
  }

  /** All rows passed while scrolling up or down to the one with this text, in order. */
  readTo(text: string, direction: 'up' | 'down'): Promise<ShownMessage[]> {
    const step = direction === 'up' ? -1 : 1;
    return this.#page.evaluate(`chat3Observer.readTo(${JSON.stringify(text)}, ${step})`);
  }

  /**
   * Scrolls up until a page is put in above; answers by how many pixels that moved the topmost row in sight, also after
   * every row above it has grown by `growth` pixels.
   */
  driftOfNextPage(growth = 0): Promise<number | null> {
    return this.#page.evaluate(`chat3Observer.driftOfNextPage(${growth})`);
  }

  /** Scrolls to the end of what is loaded; answers how far the next page moved what is in sight; null: out of sight, or none came. */
  driftAtLoadedEnd(): Promise<number | null> {
    return this.#page.evaluate('chat3Observer.driftAtLoadedEnd()');
  }

  /** The topmost row that is whole in sight, and where it stands. */
  topRow(): Promise<{ key: string; top: number } | null> {
    return this.#page.evaluate('chat3Observer.topRow()');
  }

  /** Where the row with this key stands, in pixels of the window; null: it is not there. */
  topOf(key: string): Promise<number | null> {
    return this.#page.evaluate(`chat3Observer.topOf(${JSON.stringify(key)})`);
  }
}
