/** A server, three people with an engine each behind a fault proxy of their own, and somebody who counts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Random } from '../../src/main/chat/ports.ts';
import type { OldVariantName } from '../fixtures/oldBackend/variants.ts';
import { createRandom } from '../simulation/virtualClock.ts';
import { type Backend, type OldServer, startOld, startOurs } from './backends.ts';
import { createChanges, shownNow } from './changes.ts';
import { type AcceptedMessage, judge, type MemberView, type Verdict } from './checker.ts';
import { type Client, createClient } from './client.ts';
import type { Mode } from './fault.ts';
import { createFaultProxy, type FaultProxy } from './faultProxy.ts';
import { startGateways } from './gateways.ts';
import { startNodes } from './nodes.ts';
import { createObserver, type SignedIn, signIn } from './observer.ts';
import { createScaledClock, type ScaledClock } from './scaledClock.ts';
import { createWaiting } from './waiting.ts';

const names = ['anna', 'boris', 'vera'];
const earlierMessages = 20;
const startTimeoutMs = 60_000;
/** Of real time, on a machine that has other things to do. */
const settleTimeoutMs = 60_000;
/** The last copy of a broker comes about a second after its message. */
const quietMs = 5_000;

export interface StageOptions {
  mode: Mode;
  seed: number;
  /** Of the old system. */
  variant?: OldVariantName;
  /** Of our server, in the mode of that name. */
  nodes?: number;
  scale?: number;
  dialogs?: number;
  /** Opens another server than the mode's usual one. */
  backend?: (clock: ScaledClock) => Promise<Backend>;
  tokenLifetimeMs?: number;
  /** Members without an engine on the stage, by name; they have the phones after those of the three. */
  others?: string[];
}

/** What somebody outside of the stage adds to the history. */
export interface Additions {
  accepted: AcceptedMessage[];
  views: MemberView[];
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function openStage(options: StageOptions) {
  const { seed, mode } = options;
  const random = createRandom(seed);
  const clock = createScaledClock(options.scale ?? 20);
  const backend = await startBackend(options, clock, random);
  const directory = mkdtempSync(join(tmpdir(), 'chat3-chaos-'));
  const observer = await createObserver(() => backend.url);
  const accepted: (AcceptedMessage & { client: Client })[] = [];
  const expected = new Set<string>();
  const clients: Client[] = [];
  const proxies: FaultProxy[] = [];
  const dialogIds: string[] = [];
  const changes = createChanges({ seed, clients, dialogIds });
  const { look, reached } = createWaiting();
  // The old system knows no edits, and its histories count reactions that were replaced (S12.5).
  const hasChanges = mode === 'standalone';
  let texts = 0;

  async function until(what: string, condition: () => boolean, timeoutMs = startTimeoutMs): Promise<void> {
    if (await reached(condition, timeoutMs)) return;
    const states = clients.map(({ name, engine }) => `${name} ${engine.connection().state}`).join(', ');
    throw new Error(`Not in ${timeoutMs} ms: ${what} (${states})`);
  }

  async function addClient(name: string, signedIn: SignedIn): Promise<Client> {
    const proxy = await createFaultProxy({ targetPort: () => backend.port, clock });
    proxies.push(proxy);
    const client = createClient({
      name,
      signedIn,
      proxy,
      directory,
      // A clock of its own, which can be set without the others noticing.
      clock: createScaledClock(clock.scale),
      random,
      writtenAs: changes.writtenAs,
      onChange: look,
    });
    clients.push(client);
    return client;
  }

  /** Everything is looked at once: what nobody ever opened is not kept complete, by design. */
  async function lookAtEverything(client: Client): Promise<void> {
    await until(`${client.name} live`, client.isLive);
    for (const dialogId of dialogIds) {
      client.open(dialogId);
      const isKnown = () =>
        client.store.dialogs().some((record) => record.dialogId === dialogId && record.certified !== null);
      await until(`${client.name} has seen ${dialogId}`, isKnown);
    }
  }

  const everybody = [...names, ...(options.others ?? [])];
  const people = await Promise.all(everybody.map((name, index) => signIn(backend.url, phoneOf(index), name)));
  for (let index = 0; index < (options.dialogs ?? 2); index++) {
    const memberIds = people.map(({ user }) => user.userId);
    const dialogId = await observer.createDialog(`Dialog ${index}`, memberIds);
    dialogIds.push(dialogId);
    for (let message = 0; message < earlierMessages; message++) {
      await observer.post(dialogId, `earlier ${index}.${message}`);
    }
  }
  for (const [index, name] of names.entries()) {
    const signedIn = people[index];
    if (signedIn !== undefined) await addClient(name, signedIn);
  }
  await Promise.all(clients.map(lookAtEverything));

  /** As scrolling up does: of a slow server a first look reads less than there was before the faults. */
  async function readToTheBeginning(client: Client): Promise<void> {
    for (const dialogId of dialogIds) {
      const isWhole = () =>
        client.store.dialogs().find((record) => record.dialogId === dialogId)?.certified?.reachedStart;
      for (let page = 0; page < 20 && client.isLive() && isWhole() === false; page++) {
        client.open(dialogId);
        // What cannot be read is lost, and judged as such.
        await client.engine.loadMessages(dialogId, 'older').catch(() => {});
      }
    }
  }

  function pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(random() * items.length)] as Item;
  }

  /** One message; its text is unique in the run, and one in ten is longer than an old broker passes on. */
  function send(client: Client = pick(clients), dialogId: string = pick(dialogIds)): string {
    const tail = random() < 0.1 ? ' long'.repeat(900) : '';
    const content = `s${seed} m${texts++} ${client.name}${tail}`;
    client.engine.sendMessage(dialogId, content);
    accepted.push({ content, dialogId, sender: client.name, acked: false, client });
    expected.add(content);
    return content;
  }

  /** Posts as somebody else, past every fault. */
  async function post(dialogId: string): Promise<void> {
    const content = `s${seed} m${texts++} observer`;
    await observer.post(dialogId, content);
    expected.add(content);
  }

  /** As above, at a server that may fail: see expectStored. */
  async function tryPost(dialogId: string): Promise<void> {
    await post(dialogId).catch(() => {});
  }

  /** Somebody changes, removes or reacts to a message, where the server can do that. */
  function change(): void {
    if (hasChanges) changes.one();
  }

  return {
    mode,
    seed,
    clock,
    random,
    backend,
    observer,
    clients,
    dialogIds,
    directory,
    people,
    pick,
    send,
    change,
    isRemoved: changes.isRemoved,
    until,
    reached,
    async addDevice(name: string, signedIn: SignedIn): Promise<Client> {
      const client = await addClient(name, signedIn);
      await lookAtEverything(client);
      return client;
    },
    post,
    tryPost,
    /** Sends at random moments within `overMs` of the engine's time; looks around, reads and changes meanwhile. */
    async traffic(count: number, overMs: number, others: typeof post = post): Promise<void> {
      await Promise.all(
        Array.from({ length: count }, async (_, index) => {
          await clock.after(random() * overMs);
          // One in ten is of somebody without an engine, and without a clientMessageId.
          if (random() < 0.1) await others(pick(dialogIds));
          else send();
          if (index % 3 === 2) change();
          if (random() < 0.05) pick(clients).open(pick(dialogIds));
          if (random() < 0.05) readNewest(pick(clients), pick(dialogIds));
        }),
      );
    },
    /** Waits until everybody is live and has everything; answers how long that took on the engine's clock, or null. */
    async settle(timeoutMs = settleTimeoutMs): Promise<number | null> {
      const started = clock.elapsed();
      const isDone = (client: Client) =>
        client.isLive() &&
        client.seen.size >= expected.size &&
        client.store.jobs().length === 0 &&
        [...expected].every((content) => client.seen.has(content));
      const done = await reached(() => clients.every(isDone), timeoutMs);
      const took = clock.elapsed() - started;
      // Where they never agree, the judge says about what.
      await reached(changes.agreed, timeoutMs);
      await clock.after(quietMs);
      return done ? took : null;
    },
    /** Everybody shall get what the server has by now, whoever sent it. */
    async expectStored(): Promise<void> {
      for (const { content } of await observer.truth(dialogIds)) expected.add(content);
    },
    /** Everybody on the stage shall get this, whoever sent it. */
    expect(content: string): void {
      expected.add(content);
    },
    async judge(additions: Additions = { accepted: [], views: [] }): Promise<Verdict> {
      for (const client of clients) await readToTheBeginning(client);
      const own = accepted.map(({ client, ...message }) => ({
        ...message,
        acked: client.acked.has(message.content),
      }));
      const asWritten = <Row extends { id: string | null; content: string }>(row: Row): Row => ({
        ...row,
        content: changes.writtenAs(row),
      });
      const views = clients.flatMap((client) =>
        dialogIds.map((dialogId) => ({
          member: client.name,
          dialogId,
          userId: client.userId,
          rows: client.store.messagesBefore(dialogId, null, 1_000_000).map((message) => ({
            ...message,
            ...(hasChanges && { now: shownNow(message) }),
          })),
        })),
      );
      const verdict = judge({
        accepted: [...own, ...additions.accepted],
        server: (await observer.truth(dialogIds, hasChanges)).map(asWritten),
        views: [...views, ...additions.views].map((view) => ({ ...view, rows: view.rows.map(asWritten) })),
        wishes: changes.wishes(),
      });
      for (const client of clients) {
        const twice = client.takeShownTwiceAtOnce();
        verdict.shownTwice += twice.length;
        for (const content of twice.slice(0, 3))
          verdict.problems.push(`${client.name} showed “${content.slice(0, 40)}” twice at one moment`);
      }
      return verdict;
    },
    async close(): Promise<void> {
      for (const client of clients) client.stop();
      await backend.close();
      await Promise.all(proxies.map((proxy) => proxy.close()));
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export const phoneOf = (index: number) => `7900000000${index}`;

function startBackend(
  { mode, variant = 'model', nodes = 1, seed, backend, tokenLifetimeMs }: StageOptions,
  clock: ScaledClock,
  random: Random,
): Promise<Backend> {
  if (backend !== undefined) return backend(clock);
  if (mode === 'nodes') return startNodes(nodes, clock.scale);
  if (mode === 'gateway') return startGateways(nodes, clock.scale, seed);
  const lifetime = tokenLifetimeMs === undefined ? {} : { tokenLifetimeMs };
  return mode === 'legacy' ? startOld(clock, random, { variant, ...lifetime }) : startOurs(clock, lifetime);
}

/** The old backend behind a stage that was opened in legacy mode. */
export function oldOf(stage: Stage): OldServer['old'] {
  if (!('old' in stage.backend)) throw new Error('This stage has another server');
  return (stage.backend as OldServer).old;
}

function readNewest(client: Client, dialogId: string): void {
  const last = client.store.newestSent(dialogId);
  if (last !== null) client.engine.markRead(dialogId, last.key);
}
