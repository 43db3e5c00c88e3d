import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { freePort } from './freePort.ts';
import { endProcess, spawnHelper, waitForLine } from './processes.ts';

/** A Redis of our own on a free port that keeps nothing, and can be killed and started again. */
export class RedisServer {
  readonly port: number;
  readonly #directory: string;
  #child: ChildProcess | undefined;

  private constructor(port: number, directory: string) {
    this.port = port;
    this.#directory = directory;
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), await mkdtemp(join(tmpdir(), 'chat3-redis-')));
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async startAgain(): Promise<void> {
    const options = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', this.#directory];
    const child = spawnHelper('redis-server', ['--port', String(this.port), ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    await waitForLine(child, child.stdout as Readable, /Ready to accept connections/);
  }

  async kill(): Promise<void> {
    if (this.#child) await endProcess(this.#child, 'SIGKILL');
  }

  /** It goes on holding its connections, and says nothing, until it may go on. */
  pause(isPaused: boolean): void {
    this.#child?.kill(isPaused ? 'SIGSTOP' : 'SIGCONT');
  }

  async close(): Promise<void> {
    this.pause(false);
    await this.kill();
    await rm(this.#directory, { recursive: true, force: true });
  }
}
