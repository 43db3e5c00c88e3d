/** Parts of a server of several nodes die, are cut off from each other and come back (S17.19). */
import type { ClusterNode } from '../../support/cluster.ts';
import { check, type Fault, type FaultOptions, type Outcome } from '../fault.ts';
import { type Nodes, nodesOf } from '../nodes.ts';
import { openStage, type Stage } from '../stage.ts';

/** Slow: nodes live by the real clock. */
export const scale = 4;
export const longestOutageMs = 12_000;

/** What is broken, and how it is mended. */
export type Outage = (stage: Stage, nodes: Nodes) => Promise<() => Promise<void>>;

const fault = (name: string, outage: Outage): Fault => ({
  name,
  modes: ['nodes'],
  perSeed: true,
  slow: true,
  run: (options) => withOutages(options, outage),
});

export const nodeKilled = fault('a node killed mid-send', (stage, { nodes }) => kill(stage.pick(nodes)));
export const redisKilled = fault('Redis killed and started', (_stage, { redis }) => kill(redis));
export const postgresKilled = fault('PostgreSQL killed and started', (_stage, { postgres }) =>
  kill(postgres),
);
export const nodeCutOff = fault('a node cut off from the others', (stage, { nodes }) =>
  cutOff(stage.pick(nodes)),
);
export const redisSilent = fault('Redis silent', async (_stage, { redis }) => {
  redis.pause(true);
  return async () => redis.pause(false);
});

export const everyPart: Fault = {
  name: 'every part of several nodes',
  modes: ['nodes'],
  perSeed: true,
  run: (options) =>
    withOutages(options, async (stage, nodes) => {
      // In the order in which they are mended: a node does not start without what it needs.
      const outages: (() => ReturnType<Outage>)[] = [
        () => kill(nodes.postgres),
        () => kill(nodes.redis),
        () => kill(stage.pick(nodes.nodes)),
        () => cutOff(stage.pick(nodes.nodes)),
        async () => {
          stage.pick(stage.clients).proxy.reset();
          return async () => {};
        },
      ];
      const chosen = new Set([stage.pick(outages), stage.pick(outages)]);
      const mends = new Map<(typeof outages)[number], () => Promise<void>>();
      for (const outage of chosen) mends.set(outage, await outage());
      return async () => {
        for (const outage of outages) await mends.get(outage)?.();
      };
    }),
};

export async function kill(part: { kill: () => Promise<void>; startAgain: () => Promise<void> }) {
  await part.kill();
  return () => part.startAgain();
}

async function cutOff(node: ClusterNode) {
  node.cutOff(true);
  return async () => node.cutOff(false);
}

export async function withOutages(
  { seed, mode, quick, nodes: count }: FaultOptions,
  outage: Outage,
): Promise<Outcome> {
  const stage = await openStage({ mode, nodes: count, seed, scale });
  try {
    const nodes = nodesOf(stage);
    const recoveriesMs: number[] = [];
    const times = quick ? 2 : 5;
    for (let time = 0; time < times; time++) {
      let mend = async () => {};
      await duringSends(stage, async () => {
        mend = await outage(stage, nodes);
      });
      await stage.clock.after(stage.random() * longestOutageMs);
      await duringSends(stage, mend);
      const recovery = await stage.settle();
      if (recovery !== null) recoveriesMs.push(recovery);
    }
    return {
      runs: times,
      verdict: await stage.judge(),
      recoveriesMs,
      checks: [check('recovered every time', recoveriesMs.length === times, recoveriesMs.length)],
    };
  } finally {
    await stage.close();
  }
}

/** It happens while messages are on their way. */
async function duringSends(stage: Stage, happens: () => Promise<void>): Promise<void> {
  for (let index = 0; index < 6; index++) stage.send();
  await stage.clock.after(stage.random() * 400);
  const happened = happens();
  for (let index = 0; index < 4; index++) stage.send();
  await happened;
}
