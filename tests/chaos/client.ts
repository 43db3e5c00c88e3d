/** One device: the real engine on a scaled clock, behind its own fault proxy, with a history file of its own. */
import { join } from 'node:path';
import { createEngine, type Engine } from '../../src/main/chat/engine.ts';
import type { Log, Random } from '../../src/main/chat/ports.ts';
import type { HistoryStore } from '../../src/main/chat/store.ts';
import { createNodeHttpClient } from '../../src/main/network/httpNode.ts';
import { createNodeSockets } from '../../src/main/network/socketIo.ts';
import { openHistory } from '../../src/main/storage/history.ts';
import type { BridgeEvent } from '../../src/shared/bridge.ts';
import type { ConnectionView } from '../../src/shared/views.ts';
import { foldWindow, type MessageWindow } from '../../src/shared/windowFold.ts';
import type { FaultProxy } from './faultProxy.ts';
import { type FrameFaults, noFrameFaults, withFrameFaults } from './frames.ts';
import type { SignedIn } from './observer.ts';
import type { ScaledClock } from './scaledClock.ts';

export interface ClientOptions {
  name: string;
  signedIn: SignedIn;
  proxy: FaultProxy;
  directory: string;
  clock: ScaledClock;
  random: Random;
  /** What the message said first: its identity. */
  writtenAs(message: { id: string | null; content: string }): string;
  /** Something may have changed that somebody waits for. */
  onChange(): void;
}

export type Client = ReturnType<typeof createClient>;

export function createClient(options: ClientOptions) {
  const { name, clock, random, proxy, signedIn, writtenAs } = options;
  /** First contents that the server confirmed to this device: the tick of an own message. */
  const acked = new Set<string>();
  /** First contents with a row that the server named. */
  const seen = new Set<string>();
  const connections: (ConnectionView & { at: number })[] = [];
  const warnings = new Map<string, number>();
  /** Contents of others that would have become a notification, as often as they would. */
  const news: string[] = [];
  let shown: MessageWindow | null = null;
  let shownTwiceAtOnce: string[] = [];
  let faults: FrameFaults = noFrameFaults;
  let active: SignedIn | null = signedIn;
  let onConnection = (_state: ConnectionView['state']) => {};
  let store: HistoryStore;
  let engine: Engine;

  function watched(opened: HistoryStore): HistoryStore {
    return {
      ...opened,
      saveMessage(message) {
        opened.saveMessage(message);
        if (message.id === null) return;
        const content = writtenAs(message);
        seen.add(content);
        if (message.senderId === signedIn.user.userId) acked.add(content);
      },
    };
  }

  /** What the window of the open dialog shows, folded as the renderer folds it. */
  function draw(event: BridgeEvent): void {
    const before = shown;
    shown = foldWindow(shown, event);
    if (shown === before) return;
    const contents = new Set<string>();
    for (const message of shown?.messages ?? []) {
      const content = writtenAs(message);
      if (contents.has(content)) shownTwiceAtOnce.push(content);
      contents.add(content);
    }
  }

  const note = (event: string) => void warnings.set(event, (warnings.get(event) ?? 0) + 1);
  const log: Log = {
    info: () => {},
    warn: (event, details) => {
      note(event);
      if (process.env['CHAOS_LOG'])
        console.log(Math.round(clock.elapsed()), name, event, JSON.stringify(details));
    },
  };

  function start(): void {
    engine = createEngine({
      accounts: {
        keepsSignIn: true,
        active: () => (active === null ? null : { server: proxy.url, ...active }),
        signIn: () => {},
        updateTokens: (tokens) => {
          if (active !== null) active = { ...active, ...tokens };
        },
        signOut: () => {
          active = null;
        },
        openHistory: () => {
          store = watched(openHistory({ file: join(options.directory, `${name}.db`), key: null }));
          return store;
        },
      },
      http: createNodeHttpClient(clock),
      createSocket: withFrameFaults(createNodeSockets(clock), {
        clock,
        random,
        faults: () => faults,
      }),
      clock,
      random,
      log,
      emit: (event) => {
        if (event.type === 'connection') {
          connections.push({ ...event.connection, at: clock.elapsed() });
          onConnection(event.connection.state);
        }
        draw(event);
        options.onChange();
      },
      onArrivals: (arrivals) => {
        for (const { content, own, old, announced } of arrivals)
          if (!own && !old && !announced) news.push(writtenAs({ id: null, content }));
      },
      server: () => proxy.url,
    });
    engine.start();
  }

  start();
  return {
    name,
    userId: signedIn.user.userId,
    clock,
    proxy,
    acked,
    seen,
    connections,
    warnings,
    news,
    get engine() {
      return engine;
    },
    get store() {
      return store;
    },
    /** The one in use: it changes when the sign-in is prolonged. */
    token: () => active?.token ?? '',
    isLive: () => engine.connection().state === 'live',
    /** The person looks at this dialog. */
    open(dialogId: string): void {
      engine.openDialog(dialogId);
    },
    setFrameFaults(next: FrameFaults): void {
      faults = next;
    },
    /** Messages that stood twice on the screen at any moment, since last asked. */
    takeShownTwiceAtOnce(): string[] {
      const found = [...new Set(shownTwiceAtOnce)];
      shownTwiceAtOnce = [];
      return found;
    },
    /** Called at every change of the connection, before anybody else hears of it. */
    watchConnection(listener: (state: ConnectionView['state']) => void): void {
      onConnection = listener;
    },
    /** Ends the engine, and starts another on the same file, for the same person. */
    restart(next: SignedIn = signedIn): void {
      engine.stop();
      shown = null;
      active = next;
      start();
    },
    stop: () => engine.stop(),
  };
}
