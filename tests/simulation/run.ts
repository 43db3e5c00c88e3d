/** One seeded run: three engines, a few dialogs, two minutes of faults, then quiet; afterwards everything is counted. */
import { createEngine, type SignedInAccount } from '../../src/main/chat/engine.ts';
import type { HistoryStore } from '../../src/main/chat/store.ts';
import type { BridgeEvent } from '../../src/shared/bridge.ts';
import type { Contract } from './answers.ts';
import { attach, countMisfiled, type SentFiles, sendAgain } from './attacher.ts';
import { createDisk, type Disk } from './disk.ts';
import { changeOwn, countUnheard, type LastWords } from './editor.ts';
import { countUnlike } from './fingerprints.ts';
import { handleOf } from './historyHandle.ts';
import { type Client, judge, judgeScreens, type RunResult } from './judge.ts';
import { createMemoryHistory } from './memoryHistory.ts';
import { type OldTraits, traitsOf, usual } from './oldTraits.ts';
import { countOutdated } from './outdated.ts';
import { type Answered, answerAny, countMisquoted } from './quoter.ts';
import { judgeReactions, reactToNews, type Wishes } from './reactor.ts';
import { createScreen, type ScreenFaults } from './screen.ts';
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
  /** So many messages written by others, as many changed and as many removed, some of it told. */
  changes?: number;
  /** So often people change or remove what they wrote themselves, on the new contract. */
  edits?: number;
  /** So often people answer a message that they see. */
  quotes?: number;
  /** So often people send files, or take back what they sent with some, on the new contract. */
  files?: number;
  /** Nobody scrolls or goes to another chat: whoever opens one looks for what it lacks. */
  still?: boolean;
  /** The rule removed: these events never reach the screen. */
  drops?: (event: BridgeEvent) => boolean;
}

// Thousands of requests fail on purpose; nobody reads where.
Error.stackTraceLimit = 0;

const userIds = ['usr_a', 'usr_b', 'usr_c'];
const faultsMs = 120_000;
const quietMs = 135_000;
const secondLookMs = 31_000;

/** More than fifty pages of this world's twenty. */
const floodSize = 1_100;

/** Deterministic: the same options give the same result. */
export async function run({
  seed,
  contract,
  lies = false,
  traits: wanted = usual,
  flood = false,
  removals = 0,
  changes = 0,
  edits = 0,
  quotes = 0,
  files = 0,
  still = false,
  drops,
}: RunOptions): Promise<RunResult> {
  const traits = wanted === 'inTurn' ? traitsOf(seed) : wanted;
  const random = createRandom(seed);
  const clock = createVirtualClock(1_760_000_000_000);
  const startedAt = clock.now();
  const faults: ScreenFaults = new Map();
  const dialogCount = 1 + Math.floor(random() * 3);
  const world = createWorld({
    clock,
    random,
    contract,
    userIds,
    dialogCount,
    lies,
    traits,
    edits: edits + files > 0,
    files: files > 0,
  });
  for (const dialogId of world.dialogIds()) {
    for (let index = 0; index < 10 + random() * 40; index++)
      world.insert(dialogId, 'usr_old', `old ${index}`);
  }

  const start = (userId: string, store: HistoryStore, disk: Disk): Client => {
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
      ...(files > 0 && { openFiles: () => disk.open(world.http(userId)) }),
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
    return { userId, store, engine, screen, disk };
  };

  /** kill -9: nothing is flushed, the next process finds what was committed. */
  function kill(index: number): void {
    const killed = clients[index];
    if (killed === undefined) return;
    killed.engine.stop();
    clients[index] = start(killed.userId, killed.store, killed.disk);
  }

  const clients = userIds.map((userId) => start(userId, createMemoryHistory(), createDisk(userId)));
  await clock.runUntil(clock.now() + 3_000);
  // Everything is looked at once, so that every dialog is tracked from here on.
  await openEvery(clients, world, clock);

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
  const reacting = createRandom(seed + 0xeac7);
  const wishes: Wishes = new Map();
  const react = (index: number) => {
    const dialogId = world.dialogIds()[Math.floor(reacting() * dialogCount)] ?? '';
    reactToNews(clients[index] as Client, dialogId, reacting, wishes);
  };
  for (let count = 0; count < 20; count++) {
    const index = Math.floor(reacting() * clients.length);
    clock.schedule(reacting() * faultsMs, () => react(index));
  }
  // Nothing gets out for a while; in every other such time the program is killed, and started again, too.
  for (let count = 0; count < 2; count++) {
    const index = Math.floor(reacting() * clients.length);
    const [from, lengthMs] = [reacting() * faultsMs, 5_000 + reacting() * 30_000];
    clock.schedule(from, () => world.setOffline(userIds[index] ?? '', true));
    for (const share of [0.2, 0.3, 0.4]) clock.schedule(from + share * lengthMs, () => react(index));
    if (reacting() < 0.5) clock.schedule(from + 0.6 * lengthMs, () => kill(index));
    clock.schedule(from + lengthMs, () => world.setOffline(userIds[index] ?? '', false));
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
  const changing = createRandom(seed + 0xc4a6e);
  for (let index = 0; index < changes; index++) {
    const dialogIds = world.dialogIds();
    const dialogId = dialogIds[Math.floor(changing() * dialogIds.length)] ?? '';
    const acts = [
      () => world.insert(dialogId, 'usr_old', `said ${index}`),
      () => world.change(dialogId, 'edit', changing),
      () => world.change(dialogId, 'retract', changing),
    ];
    for (const act of acts) clock.schedule(changing() * faultsMs, act);
  }
  const editing = createRandom(seed + 0xed17);
  const words: LastWords = new Map();
  for (let count = 0; count < edits; count++) {
    const index = Math.floor(editing() * clients.length);
    const dialogId = world.dialogIds()[Math.floor(editing() * dialogCount)] ?? '';
    clock.schedule(editing() * faultsMs, () => changeOwn(clients[index] as Client, dialogId, editing, words));
  }
  const quoting = createRandom(seed + 0x907e);
  const answered: Answered = new Map();
  for (let count = 0; count < quotes; count++) {
    const index = Math.floor(quoting() * clients.length);
    const dialogId = world.dialogIds()[Math.floor(quoting() * dialogCount)] ?? '';
    clock.schedule(quoting() * faultsMs, () =>
      answerAny(clients[index] as Client, dialogId, quoting, answered),
    );
  }
  const attaching = createRandom(seed + 0xf11e);
  const sentFiles: SentFiles = new Map();
  for (let count = 0; count < files; count++) {
    const index = Math.floor(attaching() * clients.length);
    const dialogId = world.dialogIds()[Math.floor(attaching() * dialogCount)] ?? '';
    clock.schedule(attaching() * faultsMs, () =>
      attach(clients[index] as Client, dialogId, attaching, sentFiles, words),
    );
    if (count % 5 > 0) continue;
    clock.schedule(attaching() * faultsMs, () => world.files.sweep(attaching));
    clock.schedule(attaching() * faultsMs, () => kill(index));
  }
  for (let at = 0; files > 0 && at < faultsMs + quietMs / 2; at += 10_000)
    clock.schedule(at, () => {
      for (const client of clients) sendAgain(client, sentFiles, wishes);
    });
  if (random() < 0.5) clock.schedule(anyTime(), () => kill(Math.floor(random() * clients.length)));
  await clock.runUntil(clock.now() + faultsMs);
  world.setFaulty(false);
  await clock.runUntil(clock.now() + quietMs);
  if (changes > 0 && contract === 'old') {
    // What nobody told is seen by who looks, and looks again.
    await openEvery(clients, world, clock);
    await clock.runUntil(clock.now() + secondLookMs);
    await openEvery(clients, world, clock);
  }

  if (flood) for (const client of clients) await readBack(client, world, clock);
  const result = judge(world, clients, startedAt, contract === 'old' ? traits : usual);
  if (changes + edits + files > 0)
    result.outdated = countOutdated(world, clients, contract) + countUnheard(world, words);
  judgeScreens(world, clients, contract === 'new' ? usual : traits, contract === 'new');
  result.misreacted = await judgeReactions(world, clients, wishes, clock, contract);
  if (files > 0) result.misfiled = countMisfiled(world, clients, sentFiles, words);
  result.misquoted = await countMisquoted(world, clients, answered, clock);
  // Without meta a send that was stored twice is one for its sender alone; and nobody tells of what was removed far up.
  const isTold = contract === 'new' || (traits.keepsMeta && removals + changes === 0);
  if (isTold) result.unlike = await countUnlike(world, clients, clock);
  for (const [kind, count] of faults) {
    result.misshown += count;
    if (process.env['SIMULATION_LOG']) console.log(seed, kind, count);
  }
  for (const { engine } of clients) engine.stop();
  return result;
}

async function openEvery(clients: Client[], world: World, clock: VirtualClock): Promise<void> {
  for (const dialogId of world.dialogIds()) {
    for (const { engine } of clients) engine.openDialog(dialogId);
    await clock.runUntil(clock.now() + 2_000);
  }
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
