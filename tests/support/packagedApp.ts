import type { ChildProcess } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Browser, chromium, type Page } from 'playwright';
import {
  type AppOptions,
  commandLine,
  pageScript,
  sandboxWorks,
  startEnvironment,
  watchPage,
} from './app.ts';
import type { RunningApp } from './askedApp.ts';
import { CrashWatch } from './crashes.ts';
import { endProcess, spawnHelper, waitForLine } from './processes.ts';
import { until } from './until.ts';

export interface PackagedAppOptions extends AppOptions {
  executable: string;
}

const startMs = 30_000;

/**
 * The packaged program as people get it. Its fuses shut every door to the main process, so that its window is reached over
 * the debugging port of Chromium alone.
 */
export class PackagedApp implements RunningApp {
  readonly page: Page;
  readonly userDataDirectory: string;
  /** Milliseconds since 1970 at which the process was asked for. */
  readonly spawnedAt: number;
  readonly #options: PackagedAppOptions;
  readonly #child: ChildProcess;
  readonly #browser: Browser;
  readonly #problems: string[];
  readonly #crashes: CrashWatch;

  private constructor(
    options: PackagedAppOptions,
    started: { child: ChildProcess; browser: Browser; page: Page; directory: string; spawnedAt: number },
    problems: string[],
    crashes: CrashWatch,
  ) {
    this.page = started.page;
    this.userDataDirectory = started.directory;
    this.spawnedAt = started.spawnedAt;
    this.#options = options;
    this.#child = started.child;
    this.#browser = started.browser;
    this.#problems = problems;
    this.#crashes = crashes;
  }

  static async launch(options: PackagedAppOptions): Promise<PackagedApp> {
    const directory = options.userDataDirectory ?? (await ownedDirectory(options));
    const { owner } = options.display;
    const spawnedAt = performance.timeOrigin + performance.now();
    const child = spawnHelper(
      options.executable,
      [
        ...commandLine(options, directory),
        '--remote-debugging-port=0',
        ...(owner || sandboxWorks() ? [] : ['--no-sandbox']),
      ],
      {
        cwd: tmpdir(),
        env: startEnvironment(options),
        stdio: ['ignore', 'ignore', 'pipe'],
        ...owner,
      },
    );
    const crashes = new CrashWatch(child, options.profile, directory);
    try {
      const errors = child.stderr as Readable;
      const [, address] = await waitForLine(child, errors, /^DevTools listening on (ws:\S+)$/, startMs);
      // A window that opens while Playwright attaches may be paused for ever.
      await until('the window is there', () => hasWindow(String(address)), startMs);
      const browser = await chromium.connectOverCDP(String(address), { timeout: startMs });
      const problems: string[] = [];
      const page = await openedPage(browser, problems);
      await crashes.started();
      return new PackagedApp(options, { child, browser, page, directory, spawnedAt }, problems, crashes);
    } catch (error) {
      await endProcess(child, 'SIGKILL');
      throw error;
    }
  }

  get problems(): readonly string[] {
    return this.#problems;
  }

  get profile(): string {
    return this.#options.profile;
  }

  get processId(): number {
    return Number(this.#child.pid);
  }

  /** Ends it as the session manager does at the end of a session. */
  async quit(): Promise<void> {
    await this.#crashes.noteProcesses();
    await this.#browser.close().catch(() => {});
    await endProcess(this.#child);
  }

  /** Resolves when the app has ended by itself. */
  async ended(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    await new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
  }

  async removeData(): Promise<void> {
    await this.#crashes.look();
    await rm(this.userDataDirectory, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function ownedDirectory({ display: { owner } }: PackagedAppOptions): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'chat3-packaged-'));
  if (owner) await chown(directory, owner.uid, owner.gid);
  return directory;
}

/** Whether Chromium lists a page that has left its first blank document. */
async function hasWindow(address: string): Promise<boolean> {
  const answer = await fetch(`http://${new URL(address).host}/json/list`);
  const targets = (await answer.json()) as { type: string; url: string }[];
  return targets.some(({ type, url }) => type === 'page' && url !== '' && url !== 'about:blank');
}

async function openedPage(browser: Browser, problems: string[]): Promise<Page> {
  const context = browser.contexts()[0];
  if (!context) throw new Error('The packaged app has no window context.');
  await context.addInitScript({ content: pageScript });
  const page = context.pages()[0] ?? (await context.waitForEvent('page', { timeout: startMs }));
  watchPage(page, problems);
  await page.waitForLoadState('domcontentloaded');
  await page.evaluate(pageScript);
  return page;
}
