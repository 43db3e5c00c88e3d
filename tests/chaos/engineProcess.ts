/**
 * A person's engine as a process of its own, on the real vault and the real history file, to be killed. It says what it
 * did on standard output, a JSON line each, written before it goes on; it obeys words on standard input.
 */
import { execFileSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { createEngine } from '../../src/main/chat/engine.ts';
import type { Log } from '../../src/main/chat/ports.ts';
import type { HistoryStore } from '../../src/main/chat/store.ts';
import { createNodeHttpClient } from '../../src/main/network/httpNode.ts';
import { createNodeSockets } from '../../src/main/network/socketIo.ts';
import { createAccounts } from '../../src/main/storage/accounts.ts';
import { DatabaseError } from '../../src/main/storage/database.ts';
import { createVault } from '../../src/main/storage/vault.ts';
import { createScaledClock } from './scaledClock.ts';
import { testKeyStore } from './testKeyStore.ts';

export interface EngineProcessOptions {
  directory: string;
  server: string;
  phone: string;
  scale: number;
  /** Begins every text of this process, so that texts are unique in a run. */
  prefix: string;
  /** Milliseconds between two texts, at most; null: writes nothing by itself. */
  writesEveryMs: number | null;
  textLength: number;
}

export type EngineReport =
  | { type: 'started'; drafts: string[]; state: string }
  | { type: 'accepted'; content: string; dialogId: string }
  | { type: 'draft'; text: string }
  | { type: 'refused'; code: string; reason: string }
  /** Thrown where nobody called: the app would have crashed, or shown an error of its own. */
  | { type: 'uncaught'; message: string }
  | { type: 'failedToStart'; code: string; reason: string; message: string }
  | { type: 'quarantined' }
  | { type: 'drained' }
  | { type: 'rows'; rows: { dialogId: string; id: string | null; content: string; state: string }[] };

const options = JSON.parse(process.argv[2] ?? '{}') as EngineProcessOptions;
/** Half as fast as the stage: its own limits do not notice how busy the process of the server is. */
const clock = createScaledClock(options.scale / 2);

function report(message: EngineReport): void {
  const line = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let written = 0; written < line.length; ) {
    try {
      written += writeSync(1, line, written);
    } catch (error) {
      // The pipe is full for a moment.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

function describe(error: unknown): { code: string; reason: string } {
  if (error instanceof DatabaseError) return { code: error.code, reason: error.reason };
  const { code } = error as { code?: unknown };
  return { code: typeof code === 'string' ? code : 'untyped', reason: String(error) };
}

const log: Log = {
  info: () => {},
  warn: (event, details) => {
    if (process.env['CHAOS_LOG']) console.error(Math.round(clock.elapsed()), event, JSON.stringify(details));
    if (event.endsWith('.quarantined')) report({ type: 'quarantined' });
  },
};

process.on('uncaughtException', (error) =>
  report({ type: 'uncaught', message: String(error.stack ?? error) }),
);
process.on('unhandledRejection', (error) =>
  report({ type: 'uncaught', message: `rejection ${String(error)}` }),
);

let store: HistoryStore | null = null;

function open() {
  const vault = createVault({ directory: options.directory, cipher: testKeyStore, log });
  const accounts = createAccounts(vault, log);
  const engine = createEngine({
    accounts: {
      ...accounts,
      openHistory: (account) => {
        store = accounts.openHistory(account);
        return store;
      },
    },
    http: createNodeHttpClient(clock),
    createSocket: createNodeSockets(clock),
    clock,
    random: Math.random,
    log,
    emit: () => tellWhenDrained(),
    server: () => options.server,
  });
  engine.start();
  return { engine, vault };
}

let written = 0;
let drainAsked = false;

function tellWhenDrained(): void {
  if (!drainAsked || running === null || store === null) return;
  if (running.engine.connection().state !== 'live') return;
  // Whatever was never looked at is looked at first.
  const unseen = store.dialogs().filter(({ certified }) => certified === null);
  for (const { dialogId } of unseen) look(dialogId);
  if (unseen.length > 0 || store.jobs().length > 0) return;
  drainAsked = false;
  report({ type: 'drained' });
}

const looked = new Set<string>();

function look(dialogId: string): void {
  if (looked.has(dialogId)) return;
  // Before it is opened, which tells something at once.
  looked.add(dialogId);
  running?.engine.openDialog(dialogId);
}

function write(): void {
  if (running === null || options.writesEveryMs === null) return;
  const dialogs = running.engine
    .dialogs()
    .map(({ dialogId }) => dialogId)
    .sort();
  const [first = '', ...others] = dialogs;
  try {
    if (others.length > 0) {
      const dialogId = others[Math.floor(Math.random() * others.length)] ?? '';
      const content = `${options.prefix} ${written++} ${'.'.repeat(options.textLength)}`.trim();
      running.engine.sendMessage(dialogId, content);
      report({ type: 'accepted', content, dialogId });
      // The first dialog is for drafts alone: sending would clear them.
      const text = `${options.prefix} draft ${written}`;
      running.engine.saveDraft(first, text);
      report({ type: 'draft', text });
    }
  } catch (error) {
    report({ type: 'refused', ...describe(error) });
  }
  setTimeout(write, Math.random() * options.writesEveryMs);
}

function tellRows(): void {
  const rows = (running?.engine.dialogs() ?? []).flatMap(({ dialogId }) =>
    (store?.messagesBefore(dialogId, null, 1_000_000) ?? []).map(({ id, content, state }) => ({
      dialogId,
      id,
      content,
      state,
    })),
  );
  report({ type: 'rows', rows });
}

/** As a person does at a busy server; what comes after the sign-in is what these processes are for. */
async function pressUntilAnswered(press: () => Promise<unknown>): Promise<void> {
  for (let left = 5; ; left -= 1) {
    try {
      await press();
      return;
    } catch (error) {
      if (left === 0 || describe(error).code !== 'timeout') throw error;
    }
  }
}

const orders: Record<string, () => void> = {
  drain: () => {
    drainAsked = true;
    options.writesEveryMs = null;
    tellWhenDrained();
  },
  /** Gives the full disk room, in the mount namespace that only this process sees. */
  free: () => {
    execFileSync('sh', ['-c', 'mount -o remount,size=64m "$1"', 'sh', dirname(options.directory)]);
    // What was refused meanwhile is asked for again, as a person does who made room.
    running?.engine.hint();
  },
  rows: () => {
    try {
      tellRows();
    } catch (error) {
      report({ type: 'refused', ...describe(error) });
    }
  },
  stop: () => {
    running?.engine.stop();
    running?.vault.close();
    process.exit(0);
  },
};

let running: ReturnType<typeof open> | null = null;
try {
  running = open();
  const { engine } = running;
  if (engine.session().state === 'signedOut') {
    await pressUntilAnswered(() => engine.requestCode(options.phone, 'Dora'));
    await pressUntilAnswered(() => engine.verifyCode(options.phone, '1234'));
  }
  report({
    type: 'started',
    drafts: engine.dialogs().map(({ draft }) => draft),
    state: engine.session().state,
  });
  write();
  createInterface({ input: process.stdin }).on('line', (word) => orders[word]?.());
} catch (error) {
  report({ type: 'failedToStart', ...describe(error), message: String((error as Error).stack ?? error) });
  process.exit(3);
}
