/**
 * The main process of one person without Electron: the real engine, vault, history, settings and command checks, in
 * whatever Node.js runs this. Talks to its parent over Node's own channel; started with its options as JSON.
 */
import { join } from 'node:path';
import { createNodeWay } from '../../scripts/doctor/nodeWay.ts';
import { runCommand } from '../../src/main/bridgeCommands.ts';
import { createEventBatcher } from '../../src/main/bridgeEvents.ts';
import { createChangeSettings } from '../../src/main/changeSettings.ts';
import { createEngine } from '../../src/main/chat/engine.ts';
import type { Log } from '../../src/main/chat/ports.ts';
import { systemClock as clock } from '../../src/main/clock.ts';
import { createCommands } from '../../src/main/commands.ts';
import { createDiagnostics } from '../../src/main/diagnosticsView.ts';
import { createExaminations } from '../../src/main/examinations.ts';
import { createFiles } from '../../src/main/files/files.ts';
import { createFileRequest } from '../../src/main/network/fileRequests.ts';
import { createNodeHttpClient } from '../../src/main/network/httpNode.ts';
import { createNodeSockets } from '../../src/main/network/socketIo.ts';
import { createPageClock } from '../../src/main/pageClock.ts';
import { createAccounts } from '../../src/main/storage/accounts.ts';
import { openSettings } from '../../src/main/storage/settings.ts';
import { createVault } from '../../src/main/storage/vault.ts';
import { createUpdates } from '../../src/main/updates/updates.ts';
import type { BridgeEvent } from '../../src/shared/bridge.ts';
import { testKeyStore } from '../chaos/testKeyStore.ts';

export interface HostOptions {
  directory: string;
  server: string;
  language: 'ru' | 'en';
  profile: string;
}

/** What the parent asks: one command of the bridge. */
export interface HostRequest {
  id: number;
  name: unknown;
  input: unknown;
}

export type HostMessage =
  | { type: 'ready' }
  /** Always before the answer to a command that they follow from. */
  | { type: 'events'; events: BridgeEvent[] }
  | { type: 'answer'; id: number; result: unknown };

const { directory, server, language, profile } = JSON.parse(process.argv[2] ?? '{}') as HostOptions;

const log: Log = { info: () => {}, warn: () => {} };
const tell = (message: HostMessage) => process.send?.(message);
const batcher = createEventBatcher({
  send: (events) => tell({ type: 'events', events }),
  schedule: clock.schedule,
});

const vault = createVault({ directory: join(directory, 'vault'), cipher: testKeyStore, log });
const settings = openSettings({ directory: join(directory, 'settings'), systemLanguage: language, log });
const http = createNodeHttpClient();
const accounts = createAccounts(vault, log);
const files = createFiles({
  openStore: accounts.openFiles,
  request: createFileRequest((url, options) => fetch(url, options)),
  clock,
  log,
  emit: batcher.add,
});
const engine = createEngine({
  accounts,
  openFiles: files.open,
  http,
  createSocket: createNodeSockets(),
  clock,
  random: Math.random,
  log,
  emit: batcher.add,
  server: () => server,
});
const handlers = createCommands({
  pageClock: createPageClock(clock),
  engine,
  settings,
  http,
  examinations: createExaminations({ way: createNodeWay(), clock, emit: batcher.add }),
  changeSettings: createChangeSettings({ settings, publish: batcher.add }),
  openLink: async () => false,
  ...createDiagnostics({
    engine,
    fileBytes: () => 0,
    system: () => ({
      app: { version: '0.0.0', electron: 'none', chromium: 'none' },
      system: { platform: process.platform, release: '', desktop: null, locale: 'ru' },
    }),
    clock,
  }),
  reportFiles: { save: async () => null, open: async () => null },
  files,
  savedFiles: { save: async () => false, show: async () => false, copyImage: async () => {} },
  allowInsecureHosts: [],
  chooseServer: () => {},
  finishClosing: () => {},
  openProfile: () => {},
  updates: createUpdates({
    feed: { on: false, reason: 'notConfigured' },
    loadUpdater: () => Promise.reject(new Error('Updates are off.')),
    hasUnsentText: () => false,
    emit: () => {},
    clock,
    log,
  }),
  app: () => ({
    version: '0.0.0',
    electron: `none, Node.js ${process.versions.node}`,
    profile,
    profileColor: null,
    server,
    serverLocked: false,
    policyProblem: null,
    insecure: false,
  }),
});

engine.start();
process.on('message', ({ id, name, input }: HostRequest) => {
  void runCommand(handlers, log, name, input).then((result) => {
    batcher.flush();
    tell({ type: 'answer', id, result });
  });
});
process.on('disconnect', () => {
  engine.stop();
  vault.close();
  process.exit(0);
});
tell({ type: 'ready' });
