import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright';
import type { BridgeEvent } from '../../src/shared/bridge.ts';
import { commandNames } from '../../src/shared/bridgeNames.ts';
import { pageScript, watchPage } from '../support/app.ts';
import type { RunningApp } from '../support/askedApp.ts';
import { rootDirectory } from '../support/root.ts';
import type { HostMessage, HostOptions, HostRequest } from './engineHost.ts';

const hostScript = fileURLToPath(new URL('engineHost.ts', import.meta.url));

/** What the preload makes of the bridge, on Playwright's channel instead of Electron's. */
const bridgeScript = `(() => {
  const listeners = new Set();
  globalThis.chat3Deliver = (events) => {
    for (const listener of listeners) listener(events);
  };
  const bridge = {
    onEvents: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  for (const name of ${JSON.stringify(commandNames)}) bridge[name] = (input) => globalThis.chat3Ask(name, input);
  globalThis.chat3 = bridge;
})();`;

/** The built page in a browser of its own, and behind it a person's engine in a process of its own. */
export class ChromiumApp implements RunningApp {
  readonly page: Page;
  readonly profile: string;
  readonly problems: string[] = [];
  readonly #context: BrowserContext;
  readonly #host: ChildProcess;
  readonly #directory: string;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #lastId = 0;
  /** Ends when everything sent to the page so far has arrived there. */
  #delivered: Promise<unknown> = Promise.resolve();

  private constructor(context: BrowserContext, page: Page, host: ChildProcess, options: HostOptions) {
    this.#context = context;
    this.page = page;
    this.#host = host;
    this.#directory = options.directory;
    this.profile = options.profile;
    host.on('message', (message: HostMessage) => this.#take(message));
    host.stderr?.on('data', (chunk: Buffer) => this.problems.push(`engine: ${chunk.toString('utf8')}`));
    watchPage(page, this.problems);
  }

  /**
   * @param address where the built page is served
   * @param node the Node.js that runs the engine
   */
  static async launch(
    browser: Browser,
    address: string,
    node: string,
    who: Omit<HostOptions, 'directory'>,
  ): Promise<ChromiumApp> {
    const options = { ...who, directory: await mkdtemp(join(tmpdir(), 'chat3-chromium-')) };
    const host = fork(hostScript, [JSON.stringify(options)], {
      cwd: rootDirectory,
      execPath: node,
      execArgv: ['--import', 'tsx'],
      // A module that the engine uses asks where Electron is; told nowhere, its package would fetch one.
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: 'none' },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    const [context] = await Promise.all([
      browser.newContext({ viewport: { width: 1_000, height: 760 } }),
      once(host, 'message'),
    ]);
    const app = new ChromiumApp(context, await context.newPage(), host, options);
    await app.page.exposeBinding('chat3Ask', (_source, name: unknown, input: unknown) =>
      app.#ask(name, input),
    );
    await app.page.addInitScript({ content: `${bridgeScript}\n${pageScript}` });
    // Each has a screen of its own, and looks at it.
    app.page.on('domcontentloaded', () => void app.page.evaluate('chat3TellFocus(true)').catch(() => {}));
    await app.page.goto(`${address}/index.html`);
    return app;
  }

  async close(): Promise<void> {
    await this.#context.close();
    const ended = this.#host.exitCode === null ? once(this.#host, 'exit') : undefined;
    if (this.#host.connected) this.#host.disconnect();
    await ended;
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }

  #ask(name: unknown, input: unknown): Promise<unknown> {
    const id = ++this.#lastId;
    const request: HostRequest = { id, name, input };
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#host.send(request);
    });
  }

  #take(message: HostMessage): void {
    if (message.type === 'events') {
      this.#delivered = this.#delivered.then(() => this.#deliver(message.events));
    } else if (message.type === 'answer') {
      const resolve = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      void this.#delivered.then(() => resolve?.(message.result));
    }
  }

  async #deliver(events: readonly BridgeEvent[]): Promise<void> {
    try {
      for (const event of events) {
        // Electron tells its pages what the theme is as a system would.
        if (event.type === 'settings') {
          const { theme } = event.settings;
          await this.page.emulateMedia({ colorScheme: theme === 'system' ? null : theme });
        }
      }
      await this.page.evaluate(`globalThis.chat3Deliver?.(${JSON.stringify(events)})`);
    } catch (error) {
      // A page that has gone hears nothing; the next one begins with a snapshot.
      if (!this.page.isClosed() && !/navigation|closed/.test(String(error))) throw error;
    }
  }
}
