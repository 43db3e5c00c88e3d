import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { CrashWatch } from './crashes.ts';
import type { Display } from './display.ts';
import type { Machine } from './machine.ts';
import { endProcess } from './processes.ts';
import { rootDirectory } from './root.ts';

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface AppOptions {
  display: Display;
  profile: string;
  server?: string;
  bounds?: Bounds | undefined;
  language?: 'ru' | 'en';
  /** Kept when the app closes; a temporary one is made, and removed at the end, when absent. */
  userDataDirectory?: string;
  /** Added to what the display needs. */
  environment?: Record<string, string>;
  /** Added to the command line. */
  switches?: readonly string[];
  /** The computer it runs on, where that is not this one as it is. */
  machine?: Pick<Machine, 'wrap'>;
}

/** How an instance that had no window to show came to its end. */
export interface SecondStart {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** From spawning to the end of the process, in milliseconds. */
  tookMs: number;
}

const pageScripts = await Promise.all(
  ['observer', 'focus'].map((name) => readFile(new URL(`page/${name}.js`, import.meta.url), 'utf8')),
);
/** Runs in every window of the app, however it was started. */
export const pageScript = pageScripts.join('\n');
export const mainPreload = fileURLToPath(new URL('main/preload.cjs', import.meta.url));
const startMs = 30_000;
const mainFailure = /^CHAT3_MAIN_FAILURE (.+)$/gm;
const policyTrouble = /Content Security Policy/;

/** One running instance of the built app, its window, and everything that went wrong inside it. */
export class App {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly userDataDirectory: string;
  readonly #options: AppOptions;
  readonly #problems: string[];
  readonly #crashes: CrashWatch;
  /** Playwright forgets it with the end of the app. */
  readonly #process: ChildProcess;
  readonly #ended: Promise<void>;

  private constructor(
    electron: ElectronApplication,
    page: Page,
    userDataDirectory: string,
    options: AppOptions,
    problems: string[],
    crashes: CrashWatch,
  ) {
    this.electron = electron;
    this.page = page;
    this.userDataDirectory = userDataDirectory;
    this.#options = options;
    this.#problems = problems;
    this.#crashes = crashes;
    this.#process = electron.process();
    this.#ended = new Promise((resolve) => electron.once('close', () => resolve()));
  }

  static async launch(options: AppOptions): Promise<App> {
    const directory = options.userDataDirectory ?? (await mkdtemp(join(tmpdir(), 'chat3-app-')));
    const problems: string[] = [];
    const { machine } = options;
    const electron = await _electron
      .launch({
        executablePath: machine ? await machine.wrap(electronPath()) : electronPath(),
        args: ['-r', mainPreload, rootDirectory, ...commandLine(options, directory)],
        cwd: rootDirectory,
        chromiumSandbox: machine === undefined && sandboxWorks(),
        env: startEnvironment(options),
        timeout: startMs,
      })
      .catch(async (error) => {
        if (!options.userDataDirectory) await rm(directory, { recursive: true, force: true });
        throw error;
      });
    const crashes = new CrashWatch(electron.process(), options.profile, directory);
    try {
      const page = await openedWindow(electron, problems);
      await crashes.started();
      return new App(electron, page, directory, options, problems, crashes);
    } catch (error) {
      await endProcess(electron.process(), 'SIGKILL');
      throw error;
    }
  }

  /** Policy violations and uncaught errors of the window and of the main process. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  get profile(): string {
    return this.#options.profile;
  }

  get processId(): number {
    return Number(this.#process.pid);
  }

  /** Resolves when the app has ended, for whatever reason. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Ends it as its own quit command does, and keeps its data. */
  async quit(): Promise<void> {
    await this.#crashes.noteProcesses();
    await this.electron.close();
  }

  /** As a crash would. */
  async kill(): Promise<void> {
    await endProcess(this.#process, 'SIGKILL');
  }

  /** Starts the same profile again on the same data; this one must have ended. */
  launchAgain(changes: Partial<AppOptions> = {}): Promise<App> {
    return App.launch({ ...this.#options, userDataDirectory: this.userDataDirectory, ...changes });
  }

  /** Starts the same profile while this one runs, as the system does with a link; ends it by force after `limitMs`. */
  startBeside(switches: readonly string[], limitMs = 20_000): Promise<SecondStart> {
    const started = performance.now();
    const options = { ...this.#options, switches };
    const child = spawn(
      electronPath(),
      [
        ...(sandboxWorks() ? [] : ['--no-sandbox']),
        rootDirectory,
        ...commandLine(options, this.userDataDirectory),
      ],
      {
        cwd: rootDirectory,
        env: startEnvironment(options),
        stdio: 'ignore',
      },
    );
    new CrashWatch(child, this.#options.profile, this.userDataDirectory);
    const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (exitCode, signal) => {
        clearTimeout(limit);
        resolve({ exitCode, signal, tookMs: performance.now() - started });
      });
    });
  }

  async removeData(): Promise<void> {
    await this.#crashes.look();
    await rm(this.userDataDirectory, { recursive: true, force: true, maxRetries: 5 });
  }
}

export function electronPath(): string {
  const path = process.env['CHAT3_ELECTRON_PATH'];
  if (!path) throw new Error('CHAT3_ELECTRON_PATH is not set: start this through one of the npm scripts.');
  return path;
}

async function openedWindow(electron: ElectronApplication, problems: string[]): Promise<Page> {
  hearMainProcess(electron, problems);
  electron.context().on('page', (page) => watchPage(page, problems));
  await electron.context().addInitScript({ content: pageScript });
  const page = await electron.firstWindow({ timeout: startMs });
  watchPage(page, problems);
  await page.waitForLoadState('domcontentloaded');
  await page.evaluate(pageScript);
  await tellFocus(electron, page);
  // Not earlier: while the app starts, V8 may collect the promise that answers before anybody can await it.
  problems.push(...(await earlierFailures(electron)));
  return page;
}

/** Chromium's sandbox needs user namespaces, which root cannot use and some distributions forbid. */
export function sandboxWorks(): boolean {
  if (process.platform !== 'linux') return true;
  if (process.getuid?.() === 0) return false;
  const setting = (name: string) => {
    try {
      return readFileSync(`/proc/sys/kernel/${name}`, 'utf8').trim();
    } catch {
      return undefined;
    }
  };
  return (
    setting('unprivileged_userns_clone') !== '0' && setting('apparmor_restrict_unprivileged_userns') !== '1'
  );
}

export function commandLine(options: AppOptions, userDataDirectory: string): string[] {
  const { bounds, display, language, profile, server } = options;
  return [
    `--profile=${profile}`,
    `--user-data-dir=${userDataDirectory}`,
    ...(server ? [`--server=${server}`] : []),
    ...(bounds ? [`--window=${bounds.x},${bounds.y},${bounds.width},${bounds.height}`] : []),
    ...(language ? [`--lang=${language}`] : []),
    ...(display.ownKeyring ? ['--password-store=gnome-libsecret'] : []),
    ...(options.switches ?? []),
  ];
}

/** LC_ALL is there before Electron starts, and not only from the app's first statement on (localeVariable.ts). */
export function startEnvironment({
  display,
  environment,
}: Pick<AppOptions, 'display' | 'environment'>): Record<string, string> {
  return { LC_ALL: '', ...definedOnly(display.environment), ...environment };
}

export function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

/** Through standard error, which still tells when the process is about to end. */
function hearMainProcess(electron: ElectronApplication, problems: string[]): void {
  electron.process().stderr?.on('data', (chunk: Buffer) => {
    for (const [, failure] of chunk.toString('utf8').matchAll(mainFailure))
      problems.push(`main process: ${failure}`);
  });
}

/** What failed before anybody listened. */
async function earlierFailures(electron: ElectronApplication): Promise<string[]> {
  const failures = await electron.evaluate<string[]>('globalThis.chat3MainFailures');
  return failures.map((failure) => `main process: ${failure}`);
}

/** Keeps the window informed about its own focus (see page/focus.js). */
async function tellFocus(electron: ElectronApplication, page: Page): Promise<void> {
  // No named functions in here: tsx wraps them in a helper that the app does not have.
  await electron.evaluate(({ app }) => {
    for (const [event, focused] of [
      ['browser-window-focus', true],
      ['browser-window-blur', false],
    ] as const) {
      app.on(event as 'browser-window-focus', (_, window) => {
        window.webContents.executeJavaScript(`globalThis.chat3TellFocus?.(${focused})`).catch(() => {});
      });
    }
  });
  const tellNow = async () => {
    const window = await electron.browserWindow(page);
    const focused = await window.evaluate((browserWindow) => browserWindow.isFocused());
    await page.evaluate(`globalThis.chat3TellFocus?.(${focused})`);
  };
  page.on('domcontentloaded', () => tellNow().catch(() => {}));
  await tellNow();
}

const watched = new WeakSet<Page>();

export function watchPage(page: Page, problems: string[]): void {
  if (watched.has(page)) return;
  watched.add(page);
  page.on('console', (message) => {
    if (policyTrouble.test(message.text())) problems.push(`policy: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`page: ${error.stack ?? error.message}`));
  page.on('crash', () => problems.push('page: the renderer crashed'));
}
