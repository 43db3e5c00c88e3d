import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const setpriv = '/usr/bin/setpriv';

/**
 * Spawns a helper that ends when this process ends, however it ends: on Linux the kernel sees to it, elsewhere an exit
 * handler does as far as it can.
 */
export function spawnHelper(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const guarded = process.platform === 'linux' && existsSync(setpriv);
  const child = guarded
    ? spawn(setpriv, ['--pdeathsig', 'KILL', '--', command, ...args], options)
    : spawn(command, [...args], options);
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  return child;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Resolves when the process has ended; asks with the given signal first, and insists after `patienceMs`. */
export async function endProcess(
  child: ChildProcess,
  signal: NodeJS.Signals = 'SIGTERM',
  patienceMs = 5000,
): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const insist = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(insist);
}

/**
 * Resolves with the first line of the stream that the pattern matches.
 * @throws Error with the last lines seen, when the process ends or `timeoutMs` passes without it
 */
export function waitForLine(
  child: ChildProcess,
  stream: Readable,
  pattern: RegExp,
  timeoutMs = 60_000,
): Promise<RegExpMatchArray> {
  return new Promise((resolve, reject) => {
    const recent: string[] = [];
    const lines = createInterface({ input: stream });
    const stop = () => {
      clearTimeout(limit);
      child.off('exit', onExit);
      lines.close();
      stream.resume();
    };
    const fail = (why: string) => {
      stop();
      reject(new Error(`${child.spawnargs.join(' ')} ${why}\n${recent.join('\n')}`));
    };
    const onExit = (code: number | null, signal: string | null) => fail(`ended with ${code ?? signal}`);
    const limit = setTimeout(() => fail(`said nothing like ${pattern} in ${timeoutMs} ms`), timeoutMs);
    child.once('exit', onExit);
    child.once('error', (error) => fail(error.message));
    lines.on('line', (line) => {
      recent.push(line);
      if (recent.length > 25) recent.shift();
      const match = line.match(pattern);
      if (!match) return;
      stop();
      resolve(match);
    });
  });
}
