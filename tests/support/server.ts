import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Cast } from './people.ts';
import { endProcess, spawnHelper, waitForLine } from './processes.ts';
import { rootDirectory } from './root.ts';
import type { Step } from './step.ts';

export interface ServerOptions {
  /** Kept across restarts; a temporary one is made, and removed at the end, when absent. */
  dataDirectory?: string;
  /** 0 takes a free one, which restarts keep. */
  port?: number;
  /** Demo people, the shared chat and the fixed code. */
  demo?: boolean;
  /** Whom the demo knows: a company in one of two languages, or the few that tests count on. */
  world?: 'ru' | 'en' | 'small';
  /** Further variables, as of a gateway. */
  environment?: Record<string, string>;
}

/** What scenarios ask of a server, whichever it is. */
export interface ScenarioServer {
  readonly url: string;
  readonly log: string;
  /** Within how many milliseconds a message is shown to the other person when nothing is in its way. */
  readonly promptMs: number;
  /** How long it is waited for what a message becomes; by default as a person is patient. */
  readonly patienceMs?: number;
  /** Sending takes its time. */
  readonly isSlow?: boolean;
  /** Whom it knows; by default those of the demo. */
  readonly cast?: Cast;
  /** Makes the chat of the two, where it is not there from the beginning; both are signed in. Answers its id. */
  makeChat?(): Promise<string>;
  /** What is to be said once it is closed. */
  remains?(): Step[];
  /** Called when two people look at their chat: what troubles the server has begin then. */
  trouble?(): void;
  startAgain(): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Our server as a real process that can be killed and started again on the same port and data. */
export class ServerProcess implements ScenarioServer {
  readonly promptMs = 1_000;
  readonly #dataDirectory: string;
  readonly #ownsData: boolean;
  readonly #demo: boolean;
  readonly #world: string;
  readonly #environment: Record<string, string>;
  #port: number;
  #child: ChildProcess | undefined;
  #log = '';

  private constructor(dataDirectory: string, ownsData: boolean, options: ServerOptions) {
    this.#dataDirectory = dataDirectory;
    this.#ownsData = ownsData;
    this.#demo = options.demo ?? true;
    this.#world = options.world ?? 'small';
    this.#environment = options.environment ?? {};
    this.#port = options.port ?? 0;
  }

  static async start(options: ServerOptions = {}): Promise<ServerProcess> {
    const own = options.dataDirectory === undefined;
    const directory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'chat3-server-')));
    const server = new ServerProcess(directory, own, options);
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Where its data are while it does not run. */
  get databaseFile(): string {
    return join(this.#dataDirectory, 'chat3.sqlite');
  }

  /** The last 20,000 characters of what it logged. */
  get log(): string {
    return this.#log;
  }

  /** Resolves when it accepts connections. */
  async startAgain(): Promise<void> {
    const options = ['--port', String(this.#port), '--data', this.#dataDirectory];
    const child = spawnHelper(
      process.execPath,
      [
        '--import',
        'tsx',
        'server/src/main.ts',
        ...(this.#demo ? ['--demo', '--world', this.#world] : []),
        ...options,
      ],
      {
        cwd: rootDirectory,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...this.#environment },
      },
    );
    this.#child = child;
    const keep = (chunk: Buffer) => {
      this.#log = (this.#log + chunk.toString('utf8')).slice(-20_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const ready = waitForLine(child, child.stdout as Readable, /^CHAT3_SERVER_READY (\{.*\})$/);
    const line = await ready.catch((error: Error) => {
      throw new Error(`The server did not start: ${error.message}\n${this.#log}`);
    });
    const { url } = JSON.parse(String(line[1])) as { url: string };
    this.#port = Number(new URL(url).port);
  }

  /** As a power cut would: no farewell to anyone. */
  async kill(): Promise<void> {
    if (this.#child) await endProcess(this.#child, 'SIGKILL');
  }

  /** Ends it in an orderly way; it can be started again. */
  async stop(): Promise<void> {
    if (this.#child) await endProcess(this.#child, 'SIGTERM');
  }

  /** Ends it for good and removes its data if they are temporary. */
  async close(): Promise<void> {
    await this.stop();
    if (this.#ownsData) await rm(this.#dataDirectory, { recursive: true, force: true, maxRetries: 5 });
  }
}
