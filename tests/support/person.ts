import { setTimeout as pause } from 'node:timers/promises';
import type { Locator } from 'playwright';
import type { BridgeEvent } from '../../src/shared/bridge.ts';
import { eventChannel } from '../../src/shared/bridgeNames.ts';
import type { App } from './app.ts';
import { AskedApp, type RunningApp } from './askedApp.ts';
import { Scroll } from './scroll.ts';
import { until } from './until.ts';

export type Tick = 'queued' | 'sent' | 'delivered' | 'read' | 'failed' | 'held';

/** A message as it is shown. */
export interface ShownMessage {
  key: string;
  id: string | null;
  author: string;
  own: boolean;
  tick: Tick;
  text: string;
}

export interface PaintedMessage extends ShownMessage {
  /** Milliseconds since 1970 with a fraction, by this machine's clock. */
  paintedAt: number;
}

/** How slowly somebody acts so that another can watch. */
export interface Pace {
  keystrokeMs: number;
  /** How long what was done can be looked at. */
  lookMs: number;
  /** Called when something can be looked at. */
  onLook?(): void;
}

/** What a person does and sees in one window, in their words. The app is expected to speak Russian. */
export class Person<Running extends RunningApp = App> extends AskedApp<Running> {
  readonly #pace: Pace | undefined;

  /** @param pace where somebody watches; tests do not wait */
  constructor(app: Running, patienceMs = 30_000, pace?: Pace) {
    super(app, patienceMs);
    this.#pace = pace;
  }

  get composer(): Locator {
    return this.page.getByTestId('composer').getByRole('textbox');
  }

  get conversation(): Locator {
    return this.page.getByTestId('conversation');
  }

  get ownCard(): Locator {
    return this.page.getByTestId('own-card');
  }

  get banner(): Locator {
    return this.page.getByTestId('connection-banner');
  }

  get typingLine(): Locator {
    return this.page.getByTestId('typing');
  }

  get scroll(): Scroll {
    return new Scroll(this.page);
  }

  get chats(): Locator {
    return this.page.getByRole('listbox', { name: 'Чаты' });
  }

  async askForCode(phone: string): Promise<void> {
    await this.page.getByTestId('sign-in').waitFor();
    await this.page.getByLabel('Телефон').fill(phone);
    await this.page.getByRole('button', { name: 'Получить код' }).click();
  }

  async enterCode(code: string): Promise<void> {
    // The last of four digits sends it.
    await this.page.getByLabel('Код из СМС').fill(code);
  }

  /** @param code or where it comes from, once it was asked for */
  async signIn(phone: string, code: string | (() => Promise<string>)): Promise<void> {
    await this.askForCode(phone);
    await this.page.getByLabel('Код из СМС').waitFor();
    await this.enterCode(typeof code === 'string' ? code : await code());
    await this.ownCard.waitFor();
  }

  async openChat(title: string): Promise<void> {
    await this.chats.getByRole('option', { name: title }).first().click();
    await this.conversation.waitFor();
    await this.composer.waitFor();
    await this.#beSeen();
  }

  /** As a click on a notification does, once it is listed: its title may be that of another chat. */
  async openChatById(this: Person, dialogId: string): Promise<void> {
    const isListed = async () =>
      (await this.snapshot()).dialogs.some((dialog) => dialog.dialogId === dialogId);
    await until('the chat is listed', isListed, 90_000);
    await this.tell({ type: 'showDialog', dialogId, key: null });
    await until('it is open', async () => (await this.snapshot()).openDialogId === dialogId);
    await this.conversation.waitFor();
    await this.composer.waitFor();
    await this.#beSeen();
  }

  /** Opens the chat with somebody, through «Новый чат». */
  async startChatWith(name: string): Promise<void> {
    await this.page.keyboard.press('Control+n');
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('option', { name }).click();
    await dialog.getByRole('button', { name: 'Написать', exact: true }).click();
    await this.conversation.getByRole('heading', { name }).waitFor();
    await this.composer.waitFor();
  }

  async type(text: string): Promise<void> {
    await this.composer.fill(this.#pace ? '' : text);
    if (this.#pace) await this.composer.pressSequentially(text, { delay: this.#pace.keystrokeMs });
  }

  async send(text: string): Promise<void> {
    await this.type(text);
    await this.composer.press('Enter');
    await this.#beSeen();
  }

  /** Opens the menu of the message that begins with this text, by the right button. */
  async openMenuOf(text: string): Promise<void> {
    await this.conversation
      .getByTestId('message-text')
      .filter({ hasText: text })
      .last()
      .click({ button: 'right' });
    await this.page.getByRole('menu').waitFor();
  }

  /** Reacts to the message that begins with this text, and waits for the chip. */
  async react(text: string, emoji: string): Promise<void> {
    await this.openMenuOf(text);
    await this.page.getByRole('menuitem', { name: emoji }).click();
    await this.reactionTo(text, emoji).waitFor();
  }

  reactionTo(text: string, emoji: string): Locator {
    const row = this.page.getByRole('article').filter({ hasText: text }).last();
    return row.getByRole('list').getByRole('button', { name: emoji });
  }

  /** The rows that are in the window now, oldest first. */
  messages(): Promise<ShownMessage[]> {
    return this.page.evaluate('chat3Observer.rows()');
  }

  async message(text: string): Promise<ShownMessage | undefined> {
    return (await this.messages()).find((message) => message.text === text);
  }

  /** Resolves when a row with exactly this text has been painted. */
  async waitForMessage(text: string, timeoutMs = this.patienceMs): Promise<PaintedMessage> {
    const painted = this.page.evaluate<PaintedMessage>(`chat3Observer.whenPainted(${JSON.stringify(text)})`);
    return withLimit(painted, timeoutMs, `«${text.slice(0, 60)}» is painted for ${this.app.profile}`);
  }

  /** Resolves with the tick when the message has reached one of those given. */
  async waitForTick(text: string, ticks: readonly Tick[], timeoutMs = this.patienceMs): Promise<Tick> {
    return until(
      `«${text.slice(0, 60)}» has one of the ticks ${ticks.join(', ')}`,
      () => this.#tickOf(text, ticks),
      timeoutMs,
    );
  }

  /** Which side of the conversation the message stands on. */
  async sideOf(text: string): Promise<'left' | 'right'> {
    const bubble = this.conversation.getByTestId('message-text').filter({ hasText: text }).first();
    // A list that begins anew has another element for the same row: one of the old list has no place any more.
    const [shape, whole] = await until(`«${text.slice(0, 60)}» is in the window`, async () => {
      const [inner, outer] = await Promise.all([bubble.boundingBox(), this.conversation.boundingBox()]);
      return inner && outer && ([inner, outer] as const);
    });
    const before = shape.x - whole.x;
    const behind = whole.x + whole.width - (shape.x + shape.width);
    return before < behind ? 'left' : 'right';
  }

  /** Brings the window to the front, as clicking on it would. */
  async focusWindow(this: Person): Promise<void> {
    const window = await this.app.electron.browserWindow(this.page);
    await window.evaluate((browserWindow) => browserWindow.focus());
    await this.waitForFocus();
  }

  /**
   * How often the window has made the sound of a new message since it was loaded. What waits to be told to the page is told
   * before any answer: after asking for one, no sound that is due is still on its way.
   */
  async chimes(): Promise<number> {
    await this.snapshot();
    return this.page.evaluate('chat3Observer.chimes()');
  }

  async waitForFocus(this: Person): Promise<boolean> {
    const window = await this.app.electron.browserWindow(this.page);
    return until(`${this.app.profile} has the focus`, () =>
      window.evaluate((browserWindow) => browserWindow.isFocused()),
    );
  }

  /** What the main process would say to the page, for what cannot be brought about here. */
  async tell(this: Person, event: BridgeEvent): Promise<void> {
    const window = await this.app.electron.browserWindow(this.page);
    await window.evaluate(
      (browserWindow, [channel, told]) => browserWindow.webContents.send(channel, [told]),
      [eventChannel, event] as const,
    );
  }

  /** Writes many messages as fast as the app takes them; resolves when all are on the server. */
  async sendMany(texts: readonly string[]): Promise<void> {
    await this.page.evaluate(
      `chat3.getSnapshot({}).then(async ({ value }) => {
        for (const text of ${JSON.stringify(texts)}) await chat3.sendMessage({ dialogId: value.openDialogId, text });
      })`,
    );
    await this.waitForEmptyOutbox(60_000);
  }

  /** Resolves when the development server has replaced a module in the running page. */
  async nextHotReplacement(): Promise<string> {
    const message = await this.page.waitForEvent('console', (entry) =>
      entry.text().includes('[vite] hot updated'),
    );
    return message.text();
  }

  /** When Enter was pressed in the composer and on which text. */
  entered(): Promise<{ text: string; at: number }[]> {
    return this.page.evaluate('chat3Observer.entered()');
  }

  /** Every row painted since the window opened. */
  painted(): Promise<PaintedMessage[]> {
    return this.page.evaluate('chat3Observer.painted()');
  }

  /** Keys or ids that were in two rows at one moment. */
  shownTwice(): Promise<string[]> {
    return this.page.evaluate('chat3Observer.shownTwice()');
  }

  /** What the field holds: this text as soon as it does, or what is in it instead after a while. */
  async typedText(expected: string): Promise<string> {
    const isThere = async () => (await this.composer.inputValue()) === expected;
    await until(`the field holds «${expected.slice(0, 60)}»`, isThere).catch(() => {});
    return this.composer.inputValue();
  }

  async #beSeen(): Promise<void> {
    if (!this.#pace) return;
    this.#pace.onLook?.();
    await pause(this.#pace.lookMs);
  }

  async #tickOf(text: string, wanted: readonly Tick[]): Promise<Tick | undefined> {
    const tick = (await this.message(text))?.tick;
    return tick && wanted.includes(tick) ? tick : undefined;
  }
}

async function withLimit<T>(promise: Promise<T>, timeoutMs: number, what: string): Promise<T> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new Error(`Not in ${timeoutMs} ms: ${what}`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(limit);
  }
}
