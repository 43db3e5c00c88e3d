/** How many durable posts a second, told to fifty sockets: each storage against the same server in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Socket } from 'socket.io-client';
import { createDatabase, createTemplate } from '../../../server/src/store/testing/postgresDatabases.ts';
import { PostgresServer } from '../../../tests/support/postgres.ts';
import { RedisServer } from '../../../tests/support/redis.ts';
import { inPairs, judged, type Measured } from '../row.ts';
import { ask, connect, inTurns, type SignedIn, signInMany } from './people.ts';
import { MeasuredServer } from './server.ts';

const SOCKETS = 50;
const IN_FLIGHT = 8;
const CONNECT_MS = 30_000;
/** Of the busiest node, against a server alone on the same database: what another machine takes off it, however many cores this one has. */
const CPU_GOAL = { goal: 0.7, better: 'lower', unit: 'µs a message' } as const;
const againstOne = (cpu: { value: number; rounds: number }, floor: number) => ({
  ...cpu,
  floor,
  ratio: cpu.value / floor,
});

/** A chat whose people sit at the given servers, in turn. */
interface Chat {
  servers: MeasuredServer[];
  people: SignedIn[];
  dialogId: string;
  sockets: Socket[];
}

export async function posts({ quick }: { quick: boolean }): Promise<Measured[]> {
  const count = quick ? 200 : 800;
  const dataDir = mkdtempSync(join(tmpdir(), 'chat3-bench-'));
  const [postgres, redis] = await Promise.all([
    PostgresServer.start({ isDurable: true }),
    RedisServer.start(),
  ]);
  await createTemplate(postgres.url());
  const memory = await openChat([await MeasuredServer.start({ kind: 'ours', options: {} })]);
  const measured: Measured[] = [];
  const against = async (name: string, servers: MeasuredServer[]) => {
    const chat = await openChat(servers);
    await Promise.all(servers.map((server) => server.usage()));
    const pairs = await inPairs(
      { quick },
      () => postsPerSecond(chat, count),
      () => postsPerSecond(memory, count),
    );
    const usages = await Promise.all(servers.map((server) => server.usage()));
    const cpu = usages.map(({ cpuMs }) => (cpuMs * 1_000) / ((pairs.rounds + 1) * count));
    const seen = `CPU a message and node: ${cpu.map((one) => one.toFixed(0)).join(', ')} µs`;
    measured.push(judged(name, pairs, { goal: 0.5, better: 'higher', unit: 'posts/s', seen }));
    await close(chat);
    return { value: Math.max(...cpu), rounds: pairs.rounds };
  };
  try {
    const sqlite = await MeasuredServer.start({ kind: 'ours', options: { dataDir } });
    await against('serverPosts@sqlite', [sqlite]);
    let alone = Number.NaN;
    for (const nodes of [1, 2, 3]) {
      const databaseUrl = await createDatabase(postgres.url(), `bench_${nodes}`);
      const options = { databaseUrl, ...(nodes === 1 ? {} : { redisUrl: redis.url }) };
      const servers: MeasuredServer[] = [];
      for (let node = 0; node < nodes; node += 1) {
        servers.push(await MeasuredServer.start({ kind: 'ours', options }));
      }
      const cpu = await against(`serverPosts@postgres${nodes === 1 ? '' : `@${nodes}`}`, servers);
      if (nodes === 1) alone = cpu.value;
      else measured.push(judged(`serverPostsCpu@postgres@${nodes}`, againstOne(cpu, alone), CPU_GOAL));
    }
    return measured;
  } finally {
    await close(memory);
    await Promise.all([postgres.close(), redis.close()]);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function openChat(servers: MeasuredServer[]): Promise<Chat> {
  const url = servers[0]?.url ?? '';
  const people = await signInMany(url, SOCKETS);
  const [author] = people;
  const memberIds = people.map(({ userId }) => userId);
  const body = { name: 'Все', kind: 'group', memberIds };
  const made = await ask<{ data: { dialogId: string } }>(url, 'POST', '/dialogs', {
    token: author?.token ?? '',
    body,
  });
  const sockets = await inTurns(
    people.map((person, index) => ({ person, server: servers[index % servers.length] })),
    async ({ person, server }) => {
      const socket = await connect(server?.url ?? '', person.token, CONNECT_MS);
      if (socket === null) throw new Error('a socket could not connect');
      return socket;
    },
  );
  return { servers, people, dialogId: made.data.dialogId, sockets };
}

/** From the first post to the last socket's hearing of the last. */
async function postsPerSecond({ servers, people, dialogId, sockets }: Chat, count: number): Promise<number> {
  const allHeard = Promise.all(sockets.map((socket) => hear(socket, count)));
  const began = performance.now();
  await inTurns(
    Array.from({ length: count }, (_, index) => index),
    (index) =>
      ask(servers[index % servers.length]?.url ?? '', 'POST', `/messages/dialog/${dialogId}`, {
        token: people[index % people.length]?.token ?? '',
        body: { content: `message ${index}`, meta: { clientMessageId: crypto.randomUUID() } },
      }),
    IN_FLIGHT,
  );
  await allHeard;
  return (count * 1_000) / (performance.now() - began);
}

function hear(socket: Socket, count: number): Promise<void> {
  return new Promise((resolve) => {
    let heard = 0;
    const note = () => {
      heard += 1;
      if (heard < count) return;
      socket.off('message:new', note);
      resolve();
    };
    socket.on('message:new', note);
  });
}

async function close({ servers, sockets }: Chat): Promise<void> {
  for (const socket of sockets) socket.disconnect();
  await Promise.all(servers.map((server) => server.end()));
}
