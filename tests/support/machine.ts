import { execFile } from 'node:child_process';
import { appendFile, chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface MachineOptions {
  /** The content of the policy file. */
  policy?: string;
  /** Names that lead to this machine. */
  hosts?: string[];
  /** PEM certificates that the administrator added to the system's bundle. */
  authorities?: string[];
}

/**
 * A computer as its administrator set it up: what starts through it sees a private copy of /etc, in a mount namespace of
 * its own. The product needs no switch for tests, and the real /etc stays as it is.
 */
export class Machine {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async create(options: MachineOptions): Promise<Machine> {
    const machine = new Machine(await mkdtemp(join(tmpdir(), 'chat3-machine-')));
    // Files that only the real administrator may read are left out.
    await execute('cp', ['-a', '/etc', machine.#directory]).catch(() => {});
    const { policy, hosts = [], authorities = [] } = options;
    if (policy !== undefined) await machine.writePolicy(policy);
    const lines = hosts.map((host) => `127.0.0.1 ${host}\n`).join('');
    await appendFile(join(machine.#etc, 'hosts'), `\n${lines}`);
    await mkdir(join(machine.#etc, 'ssl/certs'), { recursive: true });
    await appendFile(join(machine.#etc, 'ssl/certs/ca-certificates.crt'), `\n${authorities.join('\n')}`);
    return machine;
  }

  /** Whether this system lets us make one. */
  static async isPossible(): Promise<boolean> {
    if (process.platform !== 'linux') return false;
    return execute('unshare', ['-rm', 'mount', '--bind', tmpdir(), '/etc']).then(
      () => true,
      () => false,
    );
  }

  /** Takes effect at the next start of an app. */
  async writePolicy(text: string): Promise<void> {
    const folder = join(this.#etc, 'chat3-desktop');
    await mkdir(folder, { recursive: true, mode: 0o755 });
    await writeFile(join(folder, 'policy.json'), text, { mode: 0o644 });
  }

  async removePolicy(): Promise<void> {
    await rm(join(this.#etc, 'chat3-desktop'), { recursive: true, force: true });
  }

  /** An executable that starts this one on the machine. */
  async wrap(executable: string): Promise<string> {
    const script = join(this.#directory, 'start');
    const enter = `mount --bind '${this.#etc}' /etc && exec "$@"`;
    await writeFile(
      script,
      `#!/bin/sh\nexec unshare -rm -- /bin/sh -c "${enter.replace(/["$]/g, '\\$&')}" start '${executable}' "$@"\n`,
    );
    await chmod(script, 0o755);
    return script;
  }

  async remove(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
  }

  get #etc(): string {
    return join(this.#directory, 'etc');
  }
}
