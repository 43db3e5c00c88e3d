/** One server of several processes, on a PostgreSQL and a Redis of their own, each of which can be killed, cut off and started. */
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { createDatabase, createTemplate } from '../../server/src/store/testing/postgresDatabases.ts';
import { createFaultProxy, type FaultProxy } from '../chaos/faultProxy.ts';
import { freePort } from './freePort.ts';
import { PostgresServer } from './postgres.ts';
import { endProcess, spawnHelper, waitForLine } from './processes.ts';
import { RedisServer } from './redis.ts';
import { rootDirectory } from './root.ts';

export interface ClusterNode {
  readonly url: string;
  readonly port: number;
  isUp: () => boolean;
  kill: () => Promise<void>;
  startAgain: () => Promise<void>;
  /** Cut off from Redis, or not any more: its connections stay open and say nothing. */
  cutOff: (isCutOff: boolean) => void;
}

export type Cluster = Awaited<ReturnType<typeof startCluster>>;

/** `env`: of every node. */
export async function startCluster(count: number, env: NodeJS.ProcessEnv = {}) {
  const [postgres, redis] = await Promise.all([PostgresServer.start(), RedisServer.start()]);
  await createTemplate(postgres.url());
  const databaseUrl = await createDatabase(postgres.url(), 'cluster');
  const links: FaultProxy[] = [];
  const nodes: ClusterNode[] = [];
  for (let index = 0; index < count; index += 1) {
    const link = await createFaultProxy({ targetPort: () => redis.port });
    links.push(link);
    const redisUrl = `redis://127.0.0.1:${link.port}`;
    nodes.push(
      createNode(await freePort(), link, { ...env, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl }),
    );
  }
  // The first seeds what the others find.
  await nodes[0]?.startAgain();
  await Promise.all(nodes.slice(1).map((node) => node.startAgain()));
  return {
    nodes,
    postgres,
    redis,
    databaseUrl,
    async close(): Promise<void> {
      await Promise.all(nodes.map((node) => node.kill()));
      await Promise.all(links.map((link) => link.close()));
      await Promise.all([postgres.close(), redis.close()]);
    },
  };
}

function createNode(port: number, link: FaultProxy, env: NodeJS.ProcessEnv): ClusterNode {
  let child: ChildProcess | undefined;
  let isUp = false;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    isUp: () => isUp,
    async kill() {
      isUp = false;
      if (child) await endProcess(child, 'SIGKILL');
    },
    async startAgain() {
      const command = ['--import', 'tsx', 'server/src/main.ts', '--demo', '--world', 'small'];
      child = spawnHelper(process.execPath, [...command, '--port', String(port)], {
        cwd: rootDirectory,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, LOG_LEVEL: 'silent', ...env },
      });
      await waitForLine(child, child.stdout as Readable, /^CHAT3_SERVER_READY /, 60_000);
      isUp = true;
    },
    cutOff: (isCutOff) => link.swallow(isCutOff),
  };
}
