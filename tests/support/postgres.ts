import { type ChildProcess, execFile } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { freePort } from './freePort.ts';
import { endProcess, spawnHelper, waitForLine } from './processes.ts';

const execute = promisify(execFile);

/** Where Debian keeps its versions, the newest of which is taken. */
const versions = '/usr/lib/postgresql';
const settings = ['listen_addresses=127.0.0.1', 'max_connections=300'];
/** What lasts is the machine's affair; that nothing is lost when a process ends needs none of it. */
const careless = ['fsync=off', 'full_page_writes=off'];

/** A PostgreSQL of our own on a free port, with temporary data, that can be killed and started again. */
export class PostgresServer {
  readonly port: number;
  readonly #binaries: string;
  readonly #directory: string;
  /** PostgreSQL refuses to run as root. */
  readonly #user: { uid: number; gid: number } | undefined;
  readonly #isDurable: boolean;
  #child: ChildProcess | undefined;

  private constructor(place: {
    port: number;
    binaries: string;
    directory: string;
    user: User;
    isDurable: boolean;
  }) {
    this.#isDurable = place.isDurable;
    this.port = place.port;
    this.#binaries = place.binaries;
    this.#directory = place.directory;
    this.#user = place.user;
  }

  /** `isDurable`: a commit is on the disk, as in a company. */
  static async start({ isDurable = false } = {}): Promise<PostgresServer> {
    const [newest = ''] = (await readdir(versions)).sort((a, b) => Number(b) - Number(a));
    const binaries = join(versions, newest, 'bin');
    const directory = await mkdtemp(join(tmpdir(), 'chat3-postgres-'));
    const user = await ordinaryUser();
    if (user) await chown(directory, user.uid, user.gid);
    const options = ['--username=chat3', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
    await execute(join(binaries, 'initdb'), ['--pgdata', directory, ...options], { ...user, cwd: directory });
    const server = new PostgresServer({ port: await freePort(), binaries, directory, user, isDurable });
    await server.startAgain();
    return server;
  }

  /** The address of one of its databases; the password is asked for by nobody. */
  url(database = 'postgres'): string {
    return `postgres://chat3:hidden-word@127.0.0.1:${this.port}/${database}`;
  }

  /** Resolves when it accepts connections, which it does not while something of a killed one is left. */
  async startAgain(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const child = spawnHelper(join(this.#binaries, 'postgres'), this.#arguments(), {
        ...this.#user,
        cwd: this.#directory,
        env: { ...process.env, LC_ALL: 'C' },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      this.#child = child;
      try {
        await waitForLine(child, child.stderr as Readable, /ready to accept connections/);
        return;
      } catch (error) {
        await endProcess(child, 'SIGKILL');
        if (tries === 50) throw error;
      }
    }
  }

  #arguments(): string[] {
    const options = [
      ...settings,
      ...(this.#isDurable ? [] : careless),
      `unix_socket_directories=${this.#directory}`,
    ];
    return ['-D', this.#directory, '-p', String(this.port), ...options.flatMap((option) => ['-c', option])];
  }

  /** As a power cut would; its own processes end when they notice. */
  async kill(): Promise<void> {
    if (this.#child) await endProcess(this.#child, 'SIGKILL');
  }

  /** Ends it with whatever it has open; it can be started again. */
  async stop(): Promise<void> {
    if (this.#child) await endProcess(this.#child, 'SIGINT');
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

type User = { uid: number; gid: number } | undefined;

async function ordinaryUser(): Promise<User> {
  if (process.getuid?.() !== 0) return undefined;
  const ask = async (option: string) => Number((await execute('id', [option, 'postgres'])).stdout);
  return { uid: await ask('-u'), gid: await ask('-g') };
}
