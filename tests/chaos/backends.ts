/** The servers that chaos is made with: ours within this process, ours as a process that can be killed, and the old one. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { startServer } from '../../server/src/server.ts';
import type { Random } from '../../src/main/chat/ports.ts';
import type { OldVariantName } from '../fixtures/oldBackend/variants.ts';
import { type OldBackend, startOldBackend } from '../fixtures/oldBackend.ts';
import type { OldBackendReady } from '../fixtures/oldBackendProcess.ts';
import { endProcess, spawnHelper, waitForLine } from '../support/processes.ts';
import { rootDirectory } from '../support/root.ts';
import type { ScaledClock } from './scaledClock.ts';

export interface Backend {
  readonly url: string;
  readonly port: number;
  /** One row for a repeated clientMessageId. */
  readonly deduplicates: boolean;
  /** Sockets that the server counts; null where it cannot be asked. */
  socketCount(): number | null;
  close(): Promise<void>;
}

const pingIntervalMs = 25_000;
const pingTimeoutMs = 20_000;
/** Shorter pings would take a busy machine for a dead one. */
const shortestPingTimeoutMs = 1_500;

export function scaledPings(scale: number) {
  return {
    pingIntervalMs: Math.ceil(pingIntervalMs / scale),
    pingTimeoutMs: Math.max(shortestPingTimeoutMs, Math.ceil(pingTimeoutMs / scale)),
  };
}

/** Its clock is the given one, so that tokens, limits and timestamps age as fast as the engines. */
export async function startOurs(clock: ScaledClock, options: { tokenLifetimeMs?: number } = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'chat3-chaos-server-'));
  const server = await startServer({
    demo: true,
    port: 0,
    dataDir,
    now: () => clock.now(),
    logLevel: 'silent',
    sweepIntervalMs: Math.max(20, 1_000 / clock.scale),
    ...scaledPings(clock.scale),
    ...options,
  });
  return {
    url: server.url,
    port: Number(new URL(server.url).port),
    deduplicates: true,
    socketCount: () => server.socketCount(),
    async close() {
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  } satisfies Backend;
}

export type OldServer = Backend & { old: OldBackend };

export async function startOld(
  clock: ScaledClock,
  random: Random,
  options: { variant?: OldVariantName; tokenLifetimeMs?: number; brokerChance?: number } = {},
): Promise<OldServer> {
  const old = await startOldBackend({
    random,
    now: () => clock.now(),
    schedule: clock.schedule,
    scale: clock.scale,
    ...options,
  });
  return {
    old,
    url: old.url,
    port: old.port,
    deduplicates: false,
    socketCount: () => old.socketCount(),
    close: () => old.close(),
  };
}

/** Our server as the process people run, on one port and one data folder. */
export class OursProcess implements Backend {
  readonly deduplicates = true;
  readonly #directory = mkdtempSync(join(tmpdir(), 'chat3-chaos-server-'));
  readonly #scale: number;
  #child: ChildProcess | null = null;
  #port = 0;

  constructor(scale: number) {
    this.#scale = scale;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  socketCount(): null {
    return null;
  }

  async start(): Promise<void> {
    const pings = scaledPings(this.#scale);
    const child = spawnHelper(
      process.execPath,
      [
        ...['--import', 'tsx', 'server/src/main.ts', '--demo', '--world', 'small'],
        ...['--port', String(this.#port), '--data', this.#directory],
      ],
      {
        cwd: rootDirectory,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          ...process.env,
          LOG_LEVEL: 'silent',
          PING_INTERVAL_MS: String(pings.pingIntervalMs),
          PING_TIMEOUT_MS: String(pings.pingTimeoutMs),
        },
      },
    );
    this.#child = child;
    const line = await waitForLine(child, child.stdout as Readable, /^CHAT3_SERVER_READY (\{.*\})$/, 60_000);
    const { url } = JSON.parse(String(line[1])) as { url: string };
    this.#port = Number(new URL(url).port);
  }

  async kill(): Promise<void> {
    if (this.#child !== null) await endProcess(this.#child, 'SIGKILL');
  }

  async close(): Promise<void> {
    if (this.#child !== null) await endProcess(this.#child, 'SIGTERM');
    rmSync(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The old backend as a process, where engines must not share their processor with it. */
export async function startOldProcess(
  seed: number,
  variant: OldVariantName,
): Promise<Backend & { restart(): Promise<void> }> {
  const child = spawnHelper(
    process.execPath,
    ['--import', 'tsx', 'tests/fixtures/oldBackendProcess.ts', String(seed), variant],
    { cwd: rootDirectory, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ready = async () => {
    const line = await waitForLine(child, child.stdout as Readable, /^CHAT3_OLD_READY (\{.*\})$/, 60_000);
    return (JSON.parse(String(line[1])) as OldBackendReady).url;
  };
  const url = await ready();
  return {
    url,
    port: Number(new URL(url).port),
    deduplicates: false,
    socketCount: () => null,
    async restart() {
      const again = ready();
      child.stdin?.write('restart\n');
      await again;
    },
    close: () => endProcess(child),
  };
}
