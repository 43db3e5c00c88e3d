/** A real engine for tests: real sockets, real REST, a real history file; only the window is missing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Arrival } from '../../../src/main/chat/arrivals.ts';
import { type Accounts, createEngine, type SignedInAccount } from '../../../src/main/chat/engine.ts';
import type { ChatSocket, Clock, HttpClient } from '../../../src/main/chat/ports.ts';
import { createNodeHttpClient } from '../../../src/main/network/httpNode.ts';
import { createSocketIo } from '../../../src/main/network/socketIo.ts';
import { openHistory } from '../../../src/main/storage/history.ts';
import type { BridgeEvent } from '../../../src/shared/bridge.ts';
import type { MessageView } from '../../../src/shared/views.ts';
import type { ScaledClock } from '../../chaos/scaledClock.ts';
import { scaledHttp, scaledSocket } from '../../chaos/scaledPorts.ts';

const fasterClock = (speed: number): Clock => ({
  now: () => Date.now(),
  elapsed: () => performance.now() * speed,
  schedule(delayMs, task) {
    const timer = setTimeout(task, delayMs / speed);
    return () => clearTimeout(timer);
  },
});

export type Person = Awaited<ReturnType<typeof createPerson>>;

/** Signs in at the server, unless the directory holds an earlier run's sign-in. */
export async function createPerson(options: {
  server: string;
  phone: string;
  name?: string;
  directory?: string;
  /** Its timers run so many times faster, for what comes once a minute. */
  speed?: number;
  /** Runs faster than the wall's, and every deadline with it. */
  clock?: ScaledClock;
  /** What stands between the engine and the network. */
  wrap?(http: HttpClient): HttpClient;
}) {
  const { clock = fasterClock(options.speed ?? 1), wrap = (http: HttpClient) => http } = options;
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'chat3-engine-'));
  let socket: ChatSocket | null = null;
  const createSocketOf = options.clock ? scaledSocket(createSocketIo, options.clock) : createSocketIo;
  const events: BridgeEvent[] = [];
  const arrivals: Arrival[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const check of waiting) check();
  };
  const engine = createEngine({
    accounts: rememberedAccounts(directory),
    http: wrap(options.clock ? scaledHttp(createNodeHttpClient(), options.clock) : createNodeHttpClient()),
    createSocket: (made) => {
      socket = createSocketOf(made);
      return socket;
    },
    clock,
    random: Math.random,
    log: { info: () => {}, warn: () => {} },
    emit: (event) => {
      events.push(event);
      wake();
    },
    onArrivals: (list) => {
      arrivals.push(...list);
      wake();
    },
    server: () => options.server,
  });
  engine.start();

  /** Resolves when the condition holds; it is looked at again after every event of the engine. */
  function until<Value>(
    what: string,
    condition: () => Value | undefined | false,
    timeoutMs = 15_000,
  ): Promise<Value> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const value = condition();
        if (value === undefined || value === false) return;
        clearTimeout(timer);
        waiting.delete(check);
        resolve(value);
      };
      const timer = setTimeout(() => {
        waiting.delete(check);
        reject(new Error(`Waited ${timeoutMs} ms for: ${what}`));
      }, timeoutMs);
      waiting.add(check);
      check();
    });
  }

  if (engine.session().state === 'signedOut') {
    await engine.requestCode(options.phone, options.name);
    await engine.verifyCode(options.phone, '1234');
  }

  /** What a window would show, kept up to date by events as the renderer does it: same key, same row. */
  const shown = () => {
    const rows = new Map<string, MessageView>();
    for (const event of events) {
      if (event.type === 'window') {
        rows.clear();
        for (const message of event.window.messages) rows.set(message.key, message);
      } else if (event.type === 'messages') {
        for (const key of event.removed) rows.delete(key);
        for (const message of event.upserted) rows.set(message.key, message);
      }
    }
    return [...rows.values()];
  };

  return {
    engine,
    events,
    /** What the person would be told, in the order it came. */
    news: () =>
      arrivals.filter(({ own, old, announced }) => !own && !old && !announced).map(({ content }) => content),
    arrivals,
    directory,
    /** The connection breaks. */
    cut: () => socket?.disconnect(),
    token: () => remembered.get(directory)?.token ?? '',
    until,
    shown,
    live: () => until('live', () => engine.connection().state === 'live'),
    dialog: (title: string) =>
      until(`dialog ${title}`, () => engine.dialogs().find((dialog) => dialog.title === title)),
    received: (content: string) =>
      until(`message ${content}`, () => shown().find((message) => message.content === content)),
    stop: (keepFiles = false) => {
      engine.stop();
      if (!keepFiles) rmSync(directory, { recursive: true, force: true });
    },
  };
}

const remembered = new Map<string, SignedInAccount>();

function rememberedAccounts(directory: string): Accounts {
  return {
    keepsSignIn: true,
    active: () => remembered.get(directory) ?? null,
    signIn: (account) => void remembered.set(directory, account),
    updateTokens: (tokens) => {
      const account = remembered.get(directory);
      if (account !== undefined) remembered.set(directory, { ...account, ...tokens });
    },
    signOut: () => void remembered.delete(directory),
    openHistory: (account) => openHistory({ file: join(directory, `${account.user.userId}.db`), key: null }),
  };
}
