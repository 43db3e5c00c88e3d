/** One seeded run: three engines, a few dialogs, two minutes of faults, then quiet; afterwards everything is counted. */
import { createEngine, type Engine, type SignedInAccount } from '../../src/main/chat/engine.ts';
import type { HistoryStore } from '../../src/main/chat/store.ts';
import { createMemoryHistory } from './memoryHistory.ts';
import { createRandom, createVirtualClock } from './virtualClock.ts';
import { type Contract, createWorld, type Row, type World } from './world.ts';

export interface RunOptions {
  seed: number;
  contract: Contract;
  lies?: boolean;
}

export interface RunResult {
  messages: number;
  /** (message, member) pairs that never got a row. */
  lost: number;
  /** Rows beyond the first for one logical message. */
  shownTwice: number;
  storedTwice: number;
  outOfOrder: number;
  /** Sends that are neither on the server nor visibly failed. */
  unsettled: number;
  /** Read marks of others that did not arrive. */
  staleMarks: number;
  requests: number;
}

const userIds = ['usr_a', 'usr_b', 'usr_c'];
const faultsMs = 120_000;
const quietMs = 180_000;

interface Client {
  userId: string;
  store: HistoryStore;
  engine: Engine;
}

/** Deterministic: the same options give the same result. */
export async function run({ seed, contract, lies = false }: RunOptions): Promise<RunResult> {
  const random = createRandom(seed);
  const clock = createVirtualClock(1_760_000_000_000);
  const startedAt = clock.now();
  const dialogCount = 1 + Math.floor(random() * 3);
  const world = createWorld({ clock, random, contract, userIds, dialogCount, lies });
  for (const dialogId of world.dialogIds()) {
    for (let index = 0; index < 10 + random() * 40; index++) world.insert(dialogId, 'usr_old', `old ${index}`);
  }

  const start = (userId: string, store: HistoryStore): Client => {
    const signedIn: SignedInAccount = {
      server: 'http://world',
      user: { userId, name: userId, phone: null },
      token: 'token',
    };
    const engine = createEngine({
      accounts: {
        keepsSignIn: true,
        active: () => signedIn,
        signIn: () => {},
        signOut: () => {},
        openHistory: () => store,
      },
      http: world.http(userId),
      createSocket: world.createSocket(userId),
      clock,
      random,
      log: { info: () => {}, warn: () => {} },
      emit: () => {},
      server: () => signedIn.server,
    });
    engine.start();
    return { userId, store, engine };
  };

  const clients = userIds.map((userId) => start(userId, createMemoryHistory()));
  await clock.runUntil(clock.now() + 3_000);
  // Everything is looked at once, so that every dialog is tracked from here on.
  for (const dialogId of world.dialogIds()) {
    for (const { engine } of clients) engine.openDialog(dialogId);
    await clock.runUntil(clock.now() + 2_000);
  }

  world.setFaulty(true);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const anyTime = () => random() * faultsMs;
  let count = 0;
  const sendCount = 20 + Math.floor(random() * 50);
  for (let index = 0; index < sendCount; index++) {
    clock.schedule(anyTime(), () => {
      const long = random() < 0.1 ? 'x'.repeat(60) : '';
      pick(clients).engine.sendMessage(pick(world.dialogIds()), `text ${count++}${long}`);
    });
  }
  for (let index = 0; index < 6; index++) {
    clock.schedule(anyTime(), () => world.breakConnection());
    clock.schedule(anyTime(), () => pick(clients).engine.openDialog(pick(world.dialogIds())));
    clock.schedule(anyTime(), () => readEverything(pick(clients), pick(world.dialogIds())));
  }
  clock.schedule(anyTime(), () => world.loseRooms());
  // More than a page at once, while somebody may be away.
  if (random() < 0.4) {
    clock.schedule(anyTime(), () => {
      const dialogId = pick(world.dialogIds());
      for (let index = 0; index < 30 + random() * 80; index++) {
        clock.schedule(index * 20, () => world.insert(dialogId, 'usr_old', `burst ${index}`));
      }
    });
  }
  // kill -9: nothing is flushed, the next process finds what was committed.
  if (random() < 0.5) {
    clock.schedule(anyTime(), () => {
      const index = Math.floor(random() * clients.length);
      const killed = clients[index];
      if (killed === undefined) return;
      killed.engine.stop();
      clients[index] = start(killed.userId, killed.store);
    });
  }
  await clock.runUntil(clock.now() + faultsMs);
  world.setFaulty(false);
  await clock.runUntil(clock.now() + quietMs);

  const result = judge(world, clients, startedAt);
  for (const { engine } of clients) engine.stop();
  return result;
}

function readEverything({ engine }: Client, dialogId: string): void {
  const last = engine.openDialog(dialogId).messages.findLast((message) => message.id !== null);
  if (last !== undefined) engine.markRead(dialogId, last.key);
}

function judge(world: World, clients: Client[], startedAt: number): RunResult {
  const result: RunResult = {
    messages: world.messagesPosted(),
    lost: 0,
    shownTwice: 0,
    storedTwice: 0,
    outOfOrder: 0,
    unsettled: 0,
    staleMarks: 0,
    requests: world.requests(),
  };
  for (const dialogId of world.dialogIds()) {
    const logical = new Map<string, Row>();
    for (const row of world.rows(dialogId)) {
      const name = row.clientMessageId ?? row.id;
      const known = logical.get(name);
      if (known !== undefined) result.storedTwice += 1;
      if (known === undefined || row.createdAt < known.createdAt) logical.set(name, row);
    }
    for (const client of clients) judgeDialog(result, client, dialogId, logical, startedAt + 7_000);
    for (const [userId, mark] of world.marks(dialogId)) {
      for (const { userId: viewer, store } of clients) {
        const seen = store.marks(dialogId).find((entry) => entry.userId === userId);
        if (viewer !== userId && (seen?.readSeq ?? 0) !== mark.readSeq) result.staleMarks += 1;
      }
    }
  }
  return result;
}

function judgeDialog(
  result: RunResult,
  { store }: Client,
  dialogId: string,
  logical: Map<string, Row>,
  from: number,
): void {
  const rows = store.messagesBefore(dialogId, null, 1_000_000);
  const seen = new Map<string, number>();
  for (const row of rows) {
    if (row.id === null) {
      if (row.state === 'queued') result.unsettled += 1;
      continue;
    }
    const name = row.clientMessageId ?? row.id;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    if (seen.get(name) === 2) result.shownTwice += 1;
  }
  for (const [name, row] of logical) if (row.createdAt >= from && !seen.has(name)) result.lost += 1;
  const order = [...logical.values()]
    .filter((row) => row.createdAt >= from)
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    .map((row) => row.clientMessageId ?? row.id)
    .filter((name) => seen.has(name));
  const shown = rows.flatMap((row) => (row.id === null ? [] : [row.clientMessageId ?? row.id]));
  const wanted = new Set(order);
  const shownOrder = shown.filter((name) => wanted.has(name));
  if (shownOrder.join() !== order.join()) result.outOfOrder += 1;
}
