/** A real engine for tests: real sockets, real REST, a real history file; only the window is missing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Accounts, createEngine, type SignedInAccount } from '../../../src/main/chat/engine.ts';
import type { ChatSocket, Clock, HttpClient } from '../../../src/main/chat/ports.ts';
import type { Arrival } from '../../../src/main/chat/views/arrivals.ts';
import type { WindowPlace } from '../../../src/main/chat/views/windowReader.ts';
import { createFiles } from '../../../src/main/files/files.ts';
import { createFileRequest } from '../../../src/main/network/fileRequests.ts';
import { createNodeHttpClient } from '../../../src/main/network/httpNode.ts';
import { createNodeSockets } from '../../../src/main/network/socketIo.ts';
import { deleteDatabase } from '../../../src/main/storage/database.ts';
import { openFileStore } from '../../../src/main/storage/fileStore.ts';
import { openHistory } from '../../../src/main/storage/history.ts';
import type { BridgeEvent } from '../../../src/shared/bridge.ts';
import { attachedPieceBytes } from '../../../src/shared/limits.ts';
import { foldWindow, type MessageWindow } from '../../../src/shared/windowFold.ts';
import type { ScaledClock } from '../../chaos/scaledClock.ts';

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
  const createSocketOf = createNodeSockets(options.clock);
  const events: BridgeEvent[] = [];
  const arrivals: Arrival[] = [];
  let shownWindow: MessageWindow | null = null;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const check of waiting) check();
  };
  const log = { info: () => {}, warn: () => {} };
  const emit = (event: BridgeEvent) => {
    events.push(event);
    shownWindow = foldWindow(shownWindow, event);
    wake();
  };
  const files = createFiles({
    openStore: ({ user }) =>
      openFileStore({ file: fileStoreOf(directory, user.userId), key: null }, Date.now),
    request: createFileRequest((url, init) => fetch(url, init)),
    clock,
    log,
    emit,
  });
  const engine = createEngine({
    accounts: rememberedAccounts(directory),
    openFiles: files.open,
    http: wrap(createNodeHttpClient(options.clock)),
    createSocket: (made) => {
      socket = createSocketOf(made);
      return socket;
    },
    clock,
    random: Math.random,
    log,
    emit,
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
    timeoutMs = 30_000,
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

  /** What the window shows, folded as the page folds it. */
  const shown = () => shownWindow?.messages ?? [];

  function opened(dialogId: string, place?: WindowPlace): MessageWindow {
    engine.openDialog(dialogId, place);
    if (shownWindow === null) throw new Error('Nothing was opened');
    return shownWindow;
  }

  /** Scrolls up to the first message. */
  async function readBack(dialogId: string): Promise<void> {
    while (shownWindow?.hasOlder) await engine.loadMessages(dialogId, 'older');
  }

  /** Picks a file and copies it, as the page does; answers its id. */
  function attach(name: string, mimeType: string, content: Uint8Array): string {
    engine.account().checkFile(content.byteLength);
    const fileId = files.account().attach({ name, mimeType, bytes: content.byteLength });
    for (let at = 0; at < content.byteLength; at += attachedPieceBytes)
      files.account().attachPiece(fileId, at, content.subarray(at, at + attachedPieceBytes));
    return fileId;
  }

  return {
    engine,
    files,
    attach,
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
    window: () => shownWindow,
    /** Opens a dialog; answers the window as it is shown at once. */
    opened,
    readBack,
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

const fileStoreOf = (directory: string, userId: string) => join(directory, `files-${userId}.db`);

const remembered = new Map<string, SignedInAccount>();

function rememberedAccounts(directory: string): Accounts {
  const fileOf = (account: SignedInAccount) => join(directory, `${account.user.userId}.db`);
  return {
    keepsSignIn: true,
    active: () => remembered.get(directory) ?? null,
    signIn: (account) => void remembered.set(directory, account),
    updateTokens: (tokens) => {
      const account = remembered.get(directory);
      if (account !== undefined) remembered.set(directory, { ...account, ...tokens });
    },
    signOut: (erase) => {
      const account = remembered.get(directory);
      remembered.delete(directory);
      if (!erase || !account) return;
      deleteDatabase(fileOf(account));
      deleteDatabase(fileStoreOf(directory, account.user.userId));
    },
    openHistory: (account) => openHistory({ file: fileOf(account), key: null }),
  };
}
