/** Starts engineProcess.ts, bundled once so that a start takes as long as the program needs and not its compiler. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { rolldown } from 'rolldown';
import { endProcess, spawnHelper } from '../support/processes.ts';
import { rootDirectory } from '../support/root.ts';
import type { EngineProcessOptions, EngineReport } from './engineProcess.ts';

let bundle: Promise<string> | null = null;

/** Within node_modules, so that the bundle finds the one native module it leaves out. */
async function build(): Promise<string> {
  const directory = join(rootDirectory, 'node_modules', '.cache', 'chat3-chaos');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `engineProcess-${process.pid}.mjs`);
  const built = await rolldown({
    input: join(rootDirectory, 'tests', 'chaos', 'engineProcess.ts'),
    platform: 'node',
    external: ['libsql', 'bufferutil', 'utf-8-validate'],
    logLevel: 'silent',
  });
  await built.write({ file, format: 'esm', codeSplitting: false });
  await built.close();
  return file;
}

export interface EngineChild {
  reports: EngineReport[];
  /** Resolves with the first report of this type from now on, or null when the process ends or time is up. */
  next<Type extends EngineReport['type']>(
    type: Type,
    timeoutMs?: number,
  ): Promise<Extract<EngineReport, { type: Type }> | null>;
  tell(word: 'drain' | 'free' | 'rows' | 'stop'): void;
  kill(): Promise<void>;
  /** Ends in an orderly way; answers the exit code, null for a signal. */
  stop(): Promise<number | null>;
  readonly hasEnded: boolean;
}

export async function startEngine(
  options: EngineProcessOptions & {
    /** Shell words that run before, in a mount namespace of its own; `$1` is the folder `mount`. */
    prepare?: string;
    mount?: string;
  },
): Promise<EngineChild> {
  bundle ??= build();
  const file = await bundle;
  const { prepare, mount = options.directory, ...rest } = options;
  const run = [process.execPath, file, JSON.stringify(rest)];
  const [command = '', ...args] =
    prepare === undefined
      ? run
      : ['unshare', '-rm', 'sh', '-c', `${prepare} && shift && exec "$@"`, 'sh', mount, ...run];
  const child = spawnHelper(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  return attach(child);
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

function attach(child: ChildProcess): EngineChild {
  const reports: EngineReport[] = [];
  const listeners = new Set<(report: EngineReport | null) => void>();
  if (child.stdout === null || child.stdin === null) throw new Error('The process has no pipes');
  // Killed in the middle of a word, it cannot be told anything.
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    let report: EngineReport;
    try {
      report = JSON.parse(line) as EngineReport;
    } catch {
      // Half a line: it was killed before it had said it, so it counts as not said.
      return;
    }
    reports.push(report);
    for (const listener of listeners) listener(report);
  });
  const closed = once(lines, 'close').then(() => {
    for (const listener of listeners) listener(null);
  });

  const engine: EngineChild = {
    reports,
    next: (type, timeoutMs = 60_000) =>
      new Promise((resolve) => {
        const end = (report: EngineReport | null) => {
          clearTimeout(limit);
          listeners.delete(listen);
          resolve(report as Parameters<typeof resolve>[0]);
        };
        const listen = (report: EngineReport | null) => {
          if (report === null || report.type === type) end(report);
        };
        const limit = setTimeout(() => end(null), timeoutMs);
        listeners.add(listen);
        if (hasEnded(child)) void closed.then(() => end(null));
      }),
    tell: (word) => void child.stdin?.write(`${word}\n`),
    async kill() {
      await endProcess(child, 'SIGKILL');
      await closed;
    },
    async stop() {
      const ended = hasEnded(child) ? Promise.resolve() : once(child, 'exit');
      engine.tell('stop');
      const limit = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(limit);
      await closed;
      return child.exitCode;
    },
    get hasEnded() {
      return hasEnded(child);
    },
  };
  return engine;
}
