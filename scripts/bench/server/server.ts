import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { rootDirectory } from '../../../tests/support/root.ts';
import type { Setting, Usage } from './process.ts';

/** A server to be measured, in a process of its own. */
export class MeasuredServer {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(setting: Setting): Promise<MeasuredServer> {
    const file = join(rootDirectory, 'scripts', 'bench', 'server', 'process.ts');
    const child = fork(file, [JSON.stringify(setting)], {
      execArgv: ['--import', 'tsx', '--expose-gc'],
      cwd: rootDirectory,
    });
    const ended = once(child, 'exit').then(() => {
      throw new Error('the measured server ended by itself');
    });
    const [{ url }] = (await Promise.race([once(child, 'message'), ended])) as [{ url: string }];
    ended.catch(() => undefined);
    return new MeasuredServer(child, url);
  }

  /** What it has used since the last call. */
  async usage(): Promise<Usage> {
    this.#child.send('usage');
    const [usage] = (await once(this.#child, 'message')) as [Usage];
    return usage;
  }

  async end(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}
