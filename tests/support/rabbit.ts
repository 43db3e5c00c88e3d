import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { freePort } from './freePort.ts';
import { endProcess, spawnHelper, waitForLine } from './processes.ts';

/** Starting an Erlang node takes seconds, on a busy machine many. */
const patienceMs = 120_000;

/** A RabbitMQ of our own on free ports, with temporary data, that can be killed and started again. */
export class RabbitServer {
  readonly port: number;
  readonly #directory: string;
  readonly #ports: { names: number; nodes: number };
  /** Of the names of Erlang nodes: one of our own, or a daemon would stay behind. */
  #names: ChildProcess | undefined;
  #child: ChildProcess | undefined;

  private constructor(port: number, directory: string, ports: { names: number; nodes: number }) {
    this.port = port;
    this.#directory = directory;
    this.#ports = ports;
  }

  static async start(): Promise<RabbitServer> {
    const [port, names, nodes] = [await freePort(), await freePort(), await freePort()];
    const directory = await mkdtemp(join(tmpdir(), 'chat3-rabbit-'));
    const server = new RabbitServer(port, directory, { names, nodes });
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `amqp://guest:guest@127.0.0.1:${this.port}`;
  }

  async startAgain(): Promise<void> {
    const { names, nodes } = this.#ports;
    const directory = this.#directory;
    const env = {
      ...process.env,
      HOME: directory,
      ERL_EPMD_PORT: String(names),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      RABBITMQ_NODENAME: 'chat3@localhost',
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: String(this.port),
      RABBITMQ_DIST_PORT: String(nodes),
      RABBITMQ_MNESIA_BASE: directory,
      RABBITMQ_LOG_BASE: directory,
      RABBITMQ_LOGS: '-',
      RABBITMQ_PID_FILE: join(directory, 'pid'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'plugins'),
      RABBITMQ_CONFIG_FILE: join(directory, 'none'),
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
      // The script then becomes the server, and a signal reaches it.
      RUNNING_UNDER_SYSTEMD: '1',
    };
    this.#names = spawnHelper('epmd', ['-port', String(names), '-address', '127.0.0.1'], {
      stdio: 'ignore',
      env,
    });
    const child = spawnHelper('/usr/lib/rabbitmq/bin/rabbitmq-server', [], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'ignore'],
      env,
    });
    this.#child = child;
    await waitForLine(child, child.stdout as Readable, /Server startup complete/, patienceMs);
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    if (this.#child) await endProcess(this.#child, 'SIGKILL');
    if (this.#names) await endProcess(this.#names, 'SIGKILL');
  }

  async close(): Promise<void> {
    await this.kill();
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
