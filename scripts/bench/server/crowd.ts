/** What many sockets cost: each delivery, all of them reconnecting at once, and each that does nothing. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { inPairs, judged, type Measured, median } from '../row.ts';
import { ask, connect, inTurns, type SignedIn, signInMany } from './people.ts';
import { MeasuredServer } from './server.ts';

const MOST_MEMBERS = 1_000;
const SOCKETS = 2_000;
const PATIENCE_MS = 60_000;
const LONGEST_BLOCK_MS = 200;
/** A server that used less than half of this time of a core has nothing left to do. */
const QUIET_MS = 500;

interface Crowd {
  server: MeasuredServer;
  people: SignedIn[];
  dialogId: string;
  sockets: Socket[];
}

/** A thousand people in one group, with as many sockets as are asked for. */
async function gather(sockets: number): Promise<Crowd> {
  const server = await MeasuredServer.start({ kind: 'ours', options: {} });
  const people = await signInMany(server.url, Math.min(sockets, MOST_MEMBERS));
  const body = { name: 'Все', kind: 'group', memberIds: people.map(({ userId }) => userId) };
  const token = people[0]?.token ?? '';
  const made = await ask<{ data: { dialogId: string } }>(server.url, 'POST', '/dialogs', { token, body });
  const crowd = { server, people, dialogId: made.data.dialogId, sockets: [] };
  return { ...crowd, sockets: await enter(crowd, sockets) };
}

async function enter({ server, people }: Crowd, count: number): Promise<Socket[]> {
  const entered = await inTurns(
    Array.from({ length: count }, (_, index) => people[index % people.length]),
    (person) => connect(server.url, person?.token, PATIENCE_MS),
  );
  return entered.filter((socket) => socket !== null);
}

export async function fanOutGrowth({ quick }: { quick: boolean }): Promise<Measured[]> {
  const few = await gather(50);
  const many = await gather(1_000);
  try {
    const pairs = await inPairs(
      { quick },
      () => cpuPerDelivery(many, quick ? 20 : 50),
      () => cpuPerDelivery(few, quick ? 400 : 1_000),
    );
    await enter(many, 1_000).then((sockets) => many.sockets.push(...sockets));
    const most = await cpuPerDelivery(many, quick ? 10 : 25);
    const seen = `at ${many.sockets.length} sockets ${most.toFixed(1)} µs a delivery`;
    return [judged('serverFanOutGrowth', pairs, { goal: 1.3, better: 'lower', unit: 'µs a delivery', seen })];
  } finally {
    await Promise.all([few.server.end(), many.server.end()]);
  }
}

/** Microseconds of the server's processor. */
async function cpuPerDelivery({ server, people, dialogId, sockets }: Crowd, posts: number): Promise<number> {
  await server.usage();
  const heard = Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve) => {
          let count = 0;
          const note = () => {
            count += 1;
            if (count === posts) socket.off('message:new', note);
            if (count === posts) resolve();
          };
          socket.on('message:new', note);
        }),
    ),
  );
  for (let index = 0; index < posts; index += 1) {
    await ask(server.url, 'POST', `/messages/dialog/${dialogId}`, {
      token: people[index % people.length]?.token ?? '',
      body: { content: `message ${index}` },
    });
  }
  await heard;
  const { cpuMs } = await server.usage();
  return (cpuMs * 1_000) / (posts * sockets.length);
}

/** Everybody comes back at the same moment. The floor is the bound itself; a bare server's figure is told beside it. */
export async function reconnectStorm({ quick }: { quick: boolean }): Promise<Measured[]> {
  const crowd = await gather(SOCKETS);
  const bare = await MeasuredServer.start({ kind: 'bare' });
  try {
    const rounds = quick ? 1 : 3;
    const ours: Storm[] = [];
    const bares: Storm[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await leave(crowd.server, crowd.sockets.splice(0));
      const tokens = Array.from({ length: SOCKETS }, (_, index) => crowd.people[index % MOST_MEMBERS]?.token);
      ours.push(await storm(crowd.server, tokens));
      bares.push(await storm(bare, tokens));
    }
    const [value, work] = [median(ours.map(block)), median(ours.map(ownWork))];
    const [bareBlock, bareWork] = [median(bares.map(block)), median(bares.map(ownWork))];
    const missed = ours.reduce((total, one) => total + one.missed, 0);
    const bareMissed = bares.reduce((total, one) => total + one.missed, 0);
    const ratio = value / LONGEST_BLOCK_MS;
    const told = [
      `own work ${work.toFixed(0)} ms, ${missed} of ${rounds * SOCKETS} missed`,
      `bare Socket.IO ${bareBlock.toFixed(0)} ms, own work ${bareWork.toFixed(0)} ms, ${bareMissed} missed`,
      `own work when all went ${median(ours.map(going)).toFixed(0)} ms, bare ${median(bares.map(going)).toFixed(0)} ms`,
    ];
    const result = judged(
      'serverReconnectStorm',
      { value, floor: LONGEST_BLOCK_MS, ratio, rounds },
      { goal: 1, better: 'lower', unit: 'ms', seen: told.join('; ') },
    );
    return [{ ...result, ok: result.ok && missed === 0 }];
  } finally {
    await Promise.all([crowd.server.end(), bare.end()]);
  }
}

interface Storm {
  longestBlockMs: number;
  longestWorkMs: number;
  /** The same when all of them went at once. */
  goingMs: number;
  missed: number;
}

const block = ({ longestBlockMs }: Storm) => longestBlockMs;
const ownWork = ({ longestWorkMs }: Storm) => longestWorkMs;
const going = ({ goingMs }: Storm) => goingMs;

async function storm(server: MeasuredServer, tokens: (string | undefined)[]): Promise<Storm> {
  await server.usage();
  const sockets = await Promise.all(tokens.map((token) => connect(server.url, token, PATIENCE_MS)));
  const { longestBlockMs, longestWorkMs } = await server.usage();
  const entered = sockets.filter((socket) => socket !== null);
  const goingMs = await leave(server, entered);
  return { longestBlockMs, longestWorkMs, goingMs, missed: sockets.length - entered.length };
}

/** All of them at once. Resolves with the longest work of the server meanwhile, when it is done. */
async function leave(server: MeasuredServer, sockets: Socket[]): Promise<number> {
  for (const socket of sockets) socket.disconnect();
  let longest = 0;
  for (;;) {
    await delay(QUIET_MS);
    const { longestWorkMs, cpuMs, sockets: left } = await server.usage();
    if (left === 0 && cpuMs < QUIET_MS / 2) return longest;
    longest = Math.max(longest, longestWorkMs);
  }
}

export async function memoryPerSocket({ quick }: { quick: boolean }): Promise<Measured[]> {
  const count = quick ? 1_000 : 5_000;
  const ours = await MeasuredServer.start({ kind: 'ours', options: {} });
  const bare = await MeasuredServer.start({ kind: 'bare' });
  try {
    const people = await signInMany(ours.url, MOST_MEMBERS);
    const value = await heapPerSocket(ours, count, people);
    const floor = await heapPerSocket(bare, count, people);
    const pair = { value, floor, ratio: value / floor, rounds: 1 };
    return [judged('serverMemoryPerSocket', pair, { goal: 1.5, better: 'lower', unit: 'bytes of heap' })];
  } finally {
    await Promise.all([ours.end(), bare.end()]);
  }
}

async function heapPerSocket(server: MeasuredServer, count: number, people: SignedIn[]): Promise<number> {
  // What is made once is made before.
  const warm = await inTurns(people.slice(0, 100), ({ token }) => connect(server.url, token, PATIENCE_MS));
  const before = await server.usage();
  const sockets = await inTurns(
    Array.from({ length: count }, (_, index) => people[index % people.length]),
    (person) => connect(server.url, person?.token, PATIENCE_MS),
  );
  const after = await server.usage();
  for (const socket of [...warm, ...sockets]) socket?.disconnect();
  return (after.heapBytes - before.heapBytes) / (after.sockets - before.sockets);
}
