/** One seeded run: three engines, a few dialogs, two minutes of faults, then quiet; afterwards everything is counted. */
import { createEngine, type Engine, type SignedInAccount } from '../../src/main/chat/engine.ts';
import type { HistoryStore } from '../../src/main/chat/store.ts';
import type { BridgeEvent } from '../../src/shared/bridge.ts';
import type { Contract, Row } from './answers.ts';
import { handleOf } from './historyHandle.ts';
import { createMemoryHistory } from './memoryHistory.ts';
import { type OldTraits, traitsOf, usual } from './oldTraits.ts';
import { createScreen, type ScreenFaults } from './screen.ts';
import { type DialogTruth, judgeDivider, judgeList, judgeWindow, type ScreenOwner } from './screenTruth.ts';
import { createRandom, createVirtualClock, type VirtualClock } from './virtualClock.ts';
import { wander } from './wanderer.ts';
import { createWorld, type World } from './world.ts';

export interface RunOptions {
  seed: number;
  contract: Contract;
  lies?: boolean;
  /** Of the old contract; `inTurn`: each seed has its own. */
  traits?: OldTraits | 'inTurn';
  /** So many messages at once, while somebody may be away, that a walk stops before it reaches what is known. */
  flood?: boolean;
  /** Messages taken back during the faults, on the old contract, which tells nobody. */
  removals?: number;
  /** Nobody scrolls or goes to another chat: whoever opens one looks for what it lacks. */
  still?: boolean;
  /** The rule removed: these events never reach the screen. */
  drops?: (event: BridgeEvent) => boolean;
}

export interface RunResult {
  messages: number;
  /** (message, member) pairs that never got a row. */
  lost: number;
  /** Rows beyond the first for one logical message. */
  shownTwice: number;
  /** Of these, the ones of the person's own. */
  ownShownTwice: number;
  /** Rows of one send that nobody but its sender can tell from the same words said twice: no meta says so. */
  indistinct: number;
  /** As above, at the sender: killed since, it forgot that it had sent twice. */
  forgotten: number;
  /** Dialogs whose count is not what the person has not read, where the list counts what was read. */
  wrongUnread: number;
  storedTwice: number;
  outOfOrder: number;
  /** Sends that are neither on the server nor visibly failed. */
  unsettled: number;
  /** Read marks of others that did not arrive. */
  staleMarks: number;
  /** Faults on the screen: seen after an event, or when everything was quiet. */
  misshown: number;
  requests: number;
}

// Thousands of requests fail on purpose; nobody reads where.
Error.stackTraceLimit = 0;

const userIds = ['usr_a', 'usr_b', 'usr_c'];
const faultsMs = 120_000;
const quietMs = 135_000;

/** More than fifty pages of this world's twenty. */
const floodSize = 1_100;

interface Client extends ScreenOwner {
  engine: Engine;
  wasKilled: boolean;
}

/** Deterministic: the same options give the same result. */
export async function run({
  seed,
  contract,
  lies = false,
  traits: wanted = usual,
  flood = false,
  removals = 0,
  still = false,
  drops,
}: RunOptions): Promise<RunResult> {
  const traits = wanted === 'inTurn' ? traitsOf(seed) : wanted;
  const random = createRandom(seed);
  const clock = createVirtualClock(1_760_000_000_000);
  const startedAt = clock.now();
  const faults: ScreenFaults = new Map();
  const dialogCount = 1 + Math.floor(random() * 3);
  const world = createWorld({ clock, random, contract, userIds, dialogCount, lies, traits });
  for (const dialogId of world.dialogIds()) {
    for (let index = 0; index < 10 + random() * 40; index++)
      world.insert(dialogId, 'usr_old', `old ${index}`);
  }

  const start = (userId: string, store: HistoryStore, wasKilled = false): Client => {
    const signedIn: SignedInAccount = {
      server: 'http://world',
      user: { userId, name: userId, phone: null },
      token: 'token',
      refreshToken: null,
    };
    const screen = createScreen({ store, clock, faults, ...(drops && { drops }) });
    const engine = createEngine({
      accounts: {
        keepsSignIn: true,
        active: () => signedIn,
        signIn: () => {},
        updateTokens: () => {},
        signOut: () => {},
        openHistory: () => handleOf(store),
      },
      http: world.http(userId),
      createSocket: world.createSocket(userId),
      clock,
      random,
      log: { info: () => {}, warn: (event) => void (event === 'view.failed' && screen.fault(event)) },
      emit: screen.take,
      server: () => signedIn.server,
    });
    engine.start();
    screen.start(engine.dialogs());
    return { userId, store, engine, screen, wasKilled };
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
  const sendCount = 15 + Math.floor(random() * 35);
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
  const wandering = createRandom(seed + 0x5eed);
  for (let index = 0; index < (still ? 0 : 40); index++) {
    clock.schedule(wandering() * faultsMs, () =>
      wander(clients[Math.floor(wandering() * clients.length)] as Client, world.dialogIds(), wandering),
    );
  }
  clock.schedule(anyTime(), () => world.loseRooms());
  // More than a page at once, while somebody may be away.
  if (random() < 0.3) {
    clock.schedule(anyTime(), () => {
      const dialogId = pick(world.dialogIds());
      for (let index = 0; index < 30 + random() * 80; index++) {
        clock.schedule(index * 20, () => world.insert(dialogId, 'usr_old', `burst ${index}`));
      }
    });
  }
  if (flood) {
    clock.schedule(anyTime(), () => {
      world.breakConnection();
      const dialogId = pick(world.dialogIds());
      for (let index = 0; index < floodSize; index++)
        clock.schedule(index * 5, () => world.insert(dialogId, 'usr_old', `flood ${index}`));
    });
  }
  for (let index = 0; index < removals; index++) {
    clock.schedule(anyTime(), () => world.remove(pick(world.dialogIds())));
  }
  // kill -9: nothing is flushed, the next process finds what was committed.
  if (random() < 0.5) {
    clock.schedule(anyTime(), () => {
      const index = Math.floor(random() * clients.length);
      const killed = clients[index];
      if (killed === undefined) return;
      killed.engine.stop();
      clients[index] = start(killed.userId, killed.store, true);
    });
  }
  await clock.runUntil(clock.now() + faultsMs);
  world.setFaulty(false);
  await clock.runUntil(clock.now() + quietMs);

  if (flood) for (const client of clients) await readBack(client, world, clock);
  const result = judge(world, clients, startedAt, contract === 'old' ? traits : usual);
  judgeScreens(world, clients, contract === 'new' ? usual : traits, contract === 'new');
  for (const [kind, count] of faults) {
    result.misshown += count;
    if (process.env['SIMULATION_LOG']) console.log(seed, kind, count);
  }
  for (const { engine } of clients) engine.stop();
  return result;
}

/** Scrolls every dialog up to its first message. */
async function readBack(client: Client, world: World, clock: VirtualClock): Promise<void> {
  for (const dialogId of world.dialogIds()) {
    client.engine.openDialog(dialogId, { end: true });
    while (client.screen.window()?.hasOlder) {
      let done = false;
      void client.engine.loadMessages(dialogId, 'older').then(() => {
        done = true;
      });
      while (!done) await clock.runUntil(clock.now() + 1_000);
    }
  }
}

function readEverything({ engine, screen }: Client, dialogId: string): void {
  engine.openDialog(dialogId);
  const last = screen.window()?.messages.findLast((message) => message.id !== null);
  if (last !== undefined) engine.markRead(dialogId, last.key);
}

function judge(world: World, clients: Client[], startedAt: number, traits: OldTraits): RunResult {
  const result: RunResult = {
    messages: world.messagesPosted(),
    lost: 0,
    shownTwice: 0,
    ownShownTwice: 0,
    indistinct: 0,
    forgotten: 0,
    wrongUnread: 0,
    storedTwice: 0,
    outOfOrder: 0,
    unsettled: 0,
    staleMarks: 0,
    misshown: 0,
    requests: world.requests(),
  };
  for (const dialogId of world.dialogIds()) {
    const truth = { ...truthOf(world.rows(dialogId), world.removed()), keepsMeta: traits.keepsMeta };
    const storedTwice = Math.max(0, world.rows(dialogId).length - truth.logical.size);
    result.storedTwice += storedTwice;
    for (const client of clients) judgeDialog(result, client, dialogId, truth, startedAt + 7_000);
    // A second row that nobody can tell from a message counts as one.
    const canCount = traits.unread !== 'none' && (traits.keepsMeta || storedTwice === 0);
    if (canCount)
      result.wrongUnread += clients.filter((client) => !countsUnread(client, dialogId, truth)).length;
    for (const [userId, mark] of world.marks(dialogId)) {
      for (const { userId: viewer, store } of clients) {
        const seen = store.marks(dialogId).find((entry) => entry.userId === userId);
        if (viewer !== userId && (seen?.readSeq ?? 0) !== mark.readSeq) result.staleMarks += 1;
      }
    }
  }
  return result;
}

/** As each was left; then of every dialog, opened as a person would. */
function judgeScreens(world: World, clients: Client[], traits: OldTraits, isCounted: boolean): void {
  const truths = world.dialogIds().map((dialogId): DialogTruth => {
    const { logical, nameOfId, replaced } = truthOf(world.rows(dialogId), world.removed());
    const rows = [...logical.values()].sort(compareRows);
    const names = rows.map((row) => nameOfId.get(row.id) ?? row.id).filter((name) => !replaced.has(name));
    const nameOf = (id: string) => {
      const name = nameOfId.get(id) ?? id;
      return replaced.has(name) ? null : name;
    };
    const newestStored = [...world.rows(dialogId)].sort(compareRows).at(-1);
    return { dialogId, rows, names, nameOf, newestStored, indistinct: !traits.keepsMeta };
  });
  for (const client of clients) {
    for (const truth of truths) judgeWindow(client, truth);
    if (world.removed().length === 0) judgeList(client, truths, isCounted);
    client.screen.finish();
    for (const truth of truths) {
      client.engine.openDialog(truth.dialogId);
      judgeWindow(client, truth);
      const window = client.screen.window();
      if (window !== null && world.removed().length === 0) judgeDivider(client, truth, window);
    }
  }
}

interface Truth {
  /** Each message once, by its lowest row. */
  logical: Map<string, Row>;
  /** A copy may have come before its meta: rows are told apart by id, not by what the copy carried. */
  nameOfId: Map<string, string>;
  /** Names of messages of which a row was taken back. */
  replaced: Set<string>;
  keepsMeta: boolean;
}

function truthOf(rows: Row[], removed: Row[]): Omit<Truth, 'keepsMeta'> {
  const replaced = new Set(removed.map((row) => row.clientMessageId ?? row.id));
  const truth: Omit<Truth, 'keepsMeta'> = { logical: new Map(), nameOfId: new Map(), replaced };
  // A client may go on showing what was taken back; of two rows of one message the other may be left.
  for (const { id, clientMessageId } of removed) truth.nameOfId.set(id, clientMessageId ?? id);
  for (const row of rows) {
    const name = row.clientMessageId ?? row.id;
    truth.nameOfId.set(row.id, name);
    const known = truth.logical.get(name);
    if (known === undefined || compareRows(row, known) < 0) truth.logical.set(name, row);
  }
  return truth;
}

/** By time, as fine as it is told; then as the database counts. */
const compareRows = (a: Row, b: Row) => a.createdAt - b.createdAt || (withinTime(a) < withinTime(b) ? -1 : 1);
const withinTime = ({ fraction, databaseId }: Row) =>
  fraction === '' ? databaseId : `.${fraction.replace(/0+$/, '')} ${databaseId}`;

function judgeDialog(
  result: RunResult,
  { userId, store, wasKilled }: Client,
  dialogId: string,
  { logical, nameOfId, replaced, keepsMeta }: Truth,
  from: number,
): void {
  let shown: string[] = [];
  for (const row of store.messagesBefore(dialogId, null, 1_000_000)) {
    if (row.id !== null) shown.push(nameOfId.get(row.id) ?? row.id);
    else if (row.state === 'queued') result.unsettled += 1;
  }
  const seen = new Set(shown);
  if (!keepsMeta) {
    const isOwn = (name: string) => logical.get(name)?.senderId === userId;
    const again = (name: string, index: number) => shown.indexOf(name) !== index;
    const excused = (name: string, index: number) => again(name, index) && (wasKilled || !isOwn(name));
    const second = shown.filter(excused);
    result.forgotten += second.filter(isOwn).length;
    result.indistinct += second.filter((name) => !isOwn(name)).length;
    shown = shown.filter((name, index) => !excused(name, index));
  }
  result.shownTwice += shown.length - seen.size;
  const own = shown.filter((name) => logical.get(name)?.senderId === userId);
  result.ownShownTwice += own.length - new Set(own).size;
  const wanted = [...logical]
    .filter(([, row]) => row.createdAt >= from)
    .sort(([, a], [, b]) => compareRows(a, b));
  const order = wanted.map(([name]) => name).filter((name) => seen.has(name));
  result.lost += wanted.length - order.length;
  // Where a client placed a message by a row that is gone now says nothing.
  const inOrder = new Set(order.filter((name) => !replaced.has(name)));
  const comparable = (names: string[]) => names.filter((name) => inOrder.has(name)).join();
  if (comparable(shown) !== comparable(order)) result.outOfOrder += 1;
}

function countsUnread({ userId, store, engine }: Client, dialogId: string, { logical }: Truth): boolean {
  const readAt = store.marks(dialogId).find((mark) => mark.userId === userId)?.readAt ?? 0;
  const unread = [...logical.values()].filter((row) => row.senderId !== userId && row.createdAt > readAt);
  return engine.dialog(dialogId)?.unreadCount === unread.length;
}
