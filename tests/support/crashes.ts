/** Any process of an app that ends by a fault is found, whoever started the app and whether or not the test looks. */
import type { ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { constants, uptime } from 'node:os';
import { join } from 'node:path';
import { Family, kernelFaults } from './kernelLog.ts';

const faultSignals = ['SIGSEGV', 'SIGABRT', 'SIGILL', 'SIGBUS', 'SIGFPE', 'SIGTRAP', 'SIGSYS'] as const;
/** The app's own record of processes that have gone (src/main/desktop/crash.ts). */
const gone = /(?:window\.crashed|process\.gone) .*"reason":"(?!clean-exit|killed)/;

/** Some processes of a start live for half a second. */
const lookEveryMs = 150;

const watches = new Set<CrashWatch>();
/** Told already; the app's own record is read again after every restart of it. */
const taken = new Set<string>();

/** Watches over one running app. */
export class CrashWatch {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #directory: string;
  readonly #since = uptime();
  readonly #family: Family;
  readonly #starting: NodeJS.Timeout;
  readonly #found = new Set<string>();

  constructor(child: ChildProcess, profile: string, userDataDirectory: string) {
    this.#child = child;
    this.#profile = profile;
    this.#directory = join(userDataDirectory, 'profiles', profile);
    watches.add(this);
    this.#family = new Family(Number(child.pid));
    this.#starting = setInterval(() => void this.noteProcesses(), lookEveryMs).unref();
    child.once('exit', (code, signal) => {
      clearInterval(this.#starting);
      const by = faultSignals.find((name) => name === signal || code === 128 + constants.signals[name]);
      if (by) this.#found.add(`${profile}: the main process ended by ${by}`);
    });
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Notes which processes there are: of one that dies while the app ends, the kernel alone tells. */
  async noteProcesses(): Promise<void> {
    if (!this.hasEnded) await this.#family.look();
  }

  /** The app has started: from now on its processes are noted when it is told to end. */
  async started(): Promise<void> {
    clearInterval(this.#starting);
    await this.noteProcesses();
  }

  /** Everything that is known by now. Look before the app's data are removed, and its record with them. */
  async look(): Promise<string[]> {
    await this.noteProcesses();
    const [told, dumps, faults] = await Promise.all([
      goneProcesses(join(this.#directory, 'logs', 'main.log')),
      dumpsIn(join(this.#directory, 'Crashpad')),
      kernelFaults(this.#family.threads, this.#since),
    ]);
    for (const crash of [...told, ...dumps, ...faults]) this.#found.add(`${this.#profile}: ${crash}`);
    return [...this.#found];
  }
}

/**
 * The crashes of all apps of this test process that were not taken before. A test that crashes something on purpose takes
 * them and compares; whatever nobody takes fails the test (failOnCrash.ts).
 */
export async function takeCrashes(): Promise<string[]> {
  const fresh: string[] = [];
  for (const watch of [...watches]) {
    const ended = watch.hasEnded;
    for (const crash of await watch.look()) {
      if (taken.has(crash)) continue;
      taken.add(crash);
      fresh.push(crash);
    }
    if (ended) watches.delete(watch);
  }
  return fresh;
}

async function goneProcesses(log: string): Promise<string[]> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => gone.test(line));
}

async function dumpsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith('.dmp')).map((name) => `there is a crash dump ${name}`);
}
