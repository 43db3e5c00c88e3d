/** Several nodes as the server of a stage: whoever connects comes to a node that is up, as behind a load balancer. */
import { type Cluster, startCluster } from '../support/cluster.ts';
import { type Backend, scaledPings } from './backends.ts';

export type Nodes = Backend & Cluster;

/** `env`: of every node. */
export async function startNodes(count: number, scale: number, env: NodeJS.ProcessEnv = {}): Promise<Nodes> {
  const pings = scaledPings(scale);
  const cluster = await startCluster(count, {
    ...env,
    PING_INTERVAL_MS: String(pings.pingIntervalMs),
    PING_TIMEOUT_MS: String(pings.pingTimeoutMs),
  });
  const up = () => cluster.nodes.filter((node) => node.isUp());
  let turn = 0;
  return {
    ...cluster,
    get url() {
      return up()[0]?.url ?? '';
    },
    /** Of the next node that is up: connections go round. */
    get port() {
      turn += 1;
      return up()[turn % up().length]?.port ?? cluster.nodes[0]?.port ?? 0;
    },
    deduplicates: true,
    socketCount: () => null,
  };
}

/** The nodes behind a stage that was opened with them. */
export function nodesOf(stage: { backend: Backend }): Nodes {
  if (!('nodes' in stage.backend)) throw new Error('This stage has another server');
  return stage.backend as Nodes;
}
