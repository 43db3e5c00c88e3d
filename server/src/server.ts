import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { openDoor } from './admin/door.ts';
import { type CodeSender, consoleSender } from './auth/sender.ts';
import { Tokens } from './auth/tokens.ts';
import { chat3Backend } from './backend/chat3/chat3Backend.ts';
import { ownBackend } from './backend/own/ownBackend.ts';
import type { ChatBackend } from './backend/port.ts';
import type { ServerContext } from './context.ts';
import { seedDemo, type World } from './demo/seed.ts';
import { type OpenFiles, openFiles } from './files/open.ts';
import type { FilePlace } from './files/place.ts';
import { trustIn } from './http/addresses.ts';
import { addRoutes, createHttp } from './http/http.ts';
import { originCheck } from './http/origins.ts';
import { Requests } from './http/requests.ts';
import { newNodeId } from './ids.ts';
import { Addresses } from './limits/gate.ts';
import {
  DAY_MS,
  demoLimits,
  FILE_BYTES,
  FILES_PER_MESSAGE,
  HOUR_MS,
  type Limits,
  productionLimits,
  WINDOW_MINUTES,
} from './limits/limits.ts';
import { alone, shareSpending } from './limits/spending.ts';
import { ConfigError, demoHostFault } from './operations/config.ts';
import { type Figures, Metrics } from './operations/metrics.ts';
import { openStorage, type Storage, type StorageOptions } from './operations/storage.ts';
import { readTls, type TlsFiles, TlsReload } from './operations/tls.ts';
import { Upkeep } from './operations/upkeep.ts';
import { urlOf } from './operations/url.ts';
import { Admission } from './realtime/admission.ts';
import { createIo } from './realtime/io.ts';
import { openRealtime } from './realtime/realtime.ts';
import { noBus, RedisBus } from './relay/bus.ts';
import { OnceRelay } from './relay/once.ts';
import { type Change, changesBy, LocalRelay, type Relay } from './relay/relay.ts';
import { SharedRelay } from './relay/sharedRelay.ts';
import type { Commits } from './store/commits.ts';
import { ObservedCommits } from './store/observedCommits.ts';
import type { Db } from './store/schema.ts';
import { keepState } from './store/serverState.ts';
import { invite } from './store/users.ts';

const CLOSE_GRACE_MS = 1_000;
/** Longer than a write waits for the storage. */
const DRAIN_MS = 6_000;

export interface ServerOptions extends StorageOptions, FilePlace {
  /** Of a Redis: several servers on one PostgreSQL are then one. */
  redisUrl?: string | undefined;
  /** Of a Chat3, which then keeps dialogs and messages, with the key to it and the broker that it tells. */
  chat3ApiUrl?: string | undefined;
  chat3ApiKey?: string | undefined;
  rabbitmqUrl?: string | undefined;
  host?: string;
  /** 0 takes a free port. */
  port?: number;
  /** Loopback only, seeded people, the fixed code 1234. */
  demo?: boolean;
  /** Whom demo mode seeds; the small one is what tests count on. */
  demoWorld?: World | undefined;
  registration?: 'invited' | 'open' | undefined;
  /** Phones that may register although registration is by invitation. */
  invitedPhones?: string[];
  allowedOrigins?: string[];
  /** Proxies in front of the server: how many, or their addresses and networks. */
  trustProxy?: number | string[] | false;
  /** Without it the server speaks plain HTTP. */
  tls?: TlsFiles | undefined;
  /** GET /metrics at a port of its own; 0 takes a free one. */
  metrics?: { host: string; port: number } | undefined;
  codeSender?: CodeSender;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Milliseconds that only grow; a `now` that is handed in serves for both. */
  elapsed?: () => number;
  tokenLifetimeMs?: number;
  pingIntervalMs?: number;
  pingTimeoutMs?: number;
  /** How often expired and stuck sockets are looked for. */
  sweepIntervalMs?: number;
  /** How often expired sessions and codes are removed. */
  upkeepIntervalMs?: number;
  /** How long the answers in progress may take when the server ends. */
  drainMs?: number;
  /** Codes sent in a day at most, to everybody together. */
  codesPerDay?: number;
  /** How long the audit log is kept. */
  auditDays?: number;
  /** How long a message can be edited and removed by its sender; 0: never. */
  editWindowMinutes?: number;
  deleteWindowMinutes?: number;
  /** Of the largest file that is taken. */
  fileBytes?: number;
  /** Where an administrator reaches the server: the data folder, if it has one. */
  doorDir?: string | undefined;
  limits?: Partial<Limits>;
  logLevel?: string;
}

export interface RunningServer {
  url: string;
  /** Takes nothing new, answers what it has been asked, then lets everybody go. */
  close: () => Promise<void>;
  /** Sockets connected now. */
  socketCount: () => number;
  /** Where GET /metrics is, if anywhere. */
  metricsUrl: string | undefined;
  /** Reads the files of the certificate again. */
  reload: () => void;
}

/** Starts the server. Throws ConfigError with a sentence when demo mode is asked to leave this computer, or its data cannot be had. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { host = '127.0.0.1', demo = false, now = Date.now, logLevel = 'warn' } = options;
  const { trustProxy = false, allowedOrigins = [] } = options;
  const fault = demo ? demoHostFault(host) : null;
  if (fault !== null) throw new ConfigError(fault);
  const tls = options.tls && readTls(options.tls);
  const storage = await openStorage(options, demo);
  const { db, keys } = storage;

  const trusts = trustIn(trustProxy);
  const app = createHttp({ logLevel, trusts, tls });
  const requests = new Requests(app);
  const allows = originCheck({ demo, allowed: allowedOrigins });
  const admission = new Admission();
  const io = createIo(app.server, { ...options, allows, admission });
  const elapsed = options.elapsed ?? options.now ?? (() => performance.now());
  const metrics = new Metrics({
    connections: () => io.of('/').sockets.size,
    commitQueue: () => commits.waitingCount,
    broker: () => kept.isBrokerUp(),
  });
  const commits: ObservedCommits = new ObservedCommits(storage.commits, metrics);
  const intervalMs = options.upkeepIntervalMs ?? HOUR_MS;
  const bus = await busOf(options, db, app.log);
  const nodes = bus ? new SharedRelay({ db, bus, log: app.log, elapsed }) : new LocalRelay();
  const auditMs = (options.auditDays ?? 365) * DAY_MS;
  const shared = bus ? shareSpending(bus) : () => alone;
  const policy = policyOf(options, demo);
  const parts = { db, commits, now, elapsed, log: app.log };
  const limits = limitsOf(options);
  const files = await filesOf(options, storage, {
    ...parts,
    fileBytes: limits.fileBytes,
    rate: policy.limits.uploadedBytes,
    shared,
  });
  const upkeep = new Upkeep({ commits, now, log: app.log, intervalMs, auditMs, files: files?.files });
  const kept = openBackend(options, {
    ...parts,
    nodes,
    limits,
    removeDeleted: () => void upkeep.removeDeleted(),
    removeFiles: () => void upkeep.removeFiles(),
  });
  const { relay, change, backend } = kept;
  const context: ServerContext = {
    db,
    commits,
    change,
    relay,
    backend,
    files,
    tokens: new Tokens(keys, options.tokenLifetimeMs ?? 48 * 3_600_000, now),
    keys,
    codeSender: options.codeSender ?? consoleSender,
    now,
    elapsed,
    demo,
    ...policy,
    shared,
    addresses: new Addresses({ limits: policy.limits, elapsed, metrics, shared }),
    trusts,
    metrics,
    log: app.log,
  };
  const endConnections = trackConnections(app.server);
  const sweepIntervalMs = options.sweepIntervalMs ?? 1_000;
  const realtime = openRealtime(io, context, { bus, admission, sweepIntervalMs });

  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= end();
    return closing;
  };
  const certificate = options.tls && new TlsReload(options.tls, app.server, app.log);
  let figures: Figures | undefined;
  let closeDoor = async () => {};
  const end = async () => {
    realtime.end();
    certificate?.end();
    figures?.close();
    await closeDoor();
    await requests.allRead();
    const closed = app.close();
    await requests.allAnswered(options.drainMs ?? DRAIN_MS);
    // The transport is closed rather than the socket: clients then reconnect by themselves.
    io.engine.close();
    const impatience = setTimeout(endConnections, CLOSE_GRACE_MS);
    await closed;
    clearTimeout(impatience);
    await kept.end();
    await upkeep.end();
    await commits.idle();
    await relay.end();
    await realtime.idle();
    bus?.end();
    await files?.close();
    await storage.close();
  };
  try {
    await addRoutes(app, context, allows);
    await commits.run((trx) => invite(trx, options.invitedPhones ?? [], now()));
    // A demo makes again what was deleted, under the same ids.
    if (demo) await upkeep.removeDeleted();
    if (demo)
      await seedDemo(context, options.demoWorld ?? 'small', {
        peopleOnly: options.chat3ApiUrl !== undefined,
      });
    if (options.metrics) figures = await metrics.serve(options.metrics.host, options.metrics.port);
    await relay.start();
    await app.listen({ host, port: options.port ?? 0 });
    const doorDir = doorDirOf(options);
    if (doorDir !== undefined) closeDoor = await openDoor(context, doorDir);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: urlOf(tls ? 'https' : 'http', app.server.address()),
    close,
    socketCount: () => io.of('/').sockets.size,
    metricsUrl: figures?.url,
    reload: () => certificate?.reload(),
  };
}

interface Keeping {
  relay: Relay;
  change: Change;
  backend: ChatBackend;
  /** Undefined without a broker. */
  isBrokerUp: () => boolean | undefined;
  end: () => Promise<void>;
}

/** Dialogs and messages are in Chat3 where its address is given, else in the own database. */
function openBackend(
  { chat3ApiUrl: url, chat3ApiKey: apiKey = '', rabbitmqUrl }: ServerOptions,
  parts: Omit<Parameters<typeof ownBackend>[0], 'change'> & {
    commits: Commits;
    nodes: Relay;
    elapsed: () => number;
  },
): Keeping {
  const { nodes, commits } = parts;
  if (url === undefined) {
    const change = changesBy(commits, nodes);
    const backend = ownBackend({ ...parts, change });
    return { relay: nodes, change, backend, isBrokerUp: () => undefined, end: async () => {} };
  }
  const relay = new OnceRelay(nodes);
  const change = changesBy(commits, relay);
  return { relay, change, ...chat3Backend({ ...parts, relay, change, chat3: { url, apiKey }, rabbitmqUrl }) };
}

function limitsOf(options: ServerOptions) {
  const { editWindowMinutes: editMinutes = WINDOW_MINUTES } = options;
  const { deleteWindowMinutes: deleteMinutes = WINDOW_MINUTES, fileBytes = FILE_BYTES } = options;
  return { editMinutes, deleteMinutes, fileBytes, filesPerMessage: FILES_PER_MESSAGE };
}

/** Where dialogs and messages are elsewhere, nobody could say who may see a file. */
async function filesOf(
  options: ServerOptions,
  storage: Storage,
  parts: Parameters<typeof openFiles>[1],
): Promise<OpenFiles | undefined> {
  if (options.chat3ApiUrl !== undefined) return undefined;
  try {
    return await openFiles(options, parts);
  } catch (error) {
    await storage.close();
    throw error;
  }
}

function doorDirOf({ doorDir, databaseUrl, dataDir }: ServerOptions): string | undefined {
  return doorDir ?? (databaseUrl === undefined ? dataDir : undefined);
}

/** Servers of one database hear each other by Redis at once, without it within a second. */
async function busOf({ databaseUrl, redisUrl }: ServerOptions, db: Db, log: FastifyBaseLogger) {
  if (databaseUrl === undefined) return undefined;
  if (redisUrl === undefined) return noBus;
  const channel = `chat3:${await keepState(db, 'channel', newNodeId())}`;
  return new RedisBus({ url: redisUrl, channel, node: newNodeId(), log });
}

function policyOf(options: ServerOptions, demo: boolean) {
  const { registration = demo ? 'open' : 'invited', limits } = options;
  const { codesPerDay = productionLimits.codesPerDay } = options;
  return {
    registration,
    limits: { ...(demo ? demoLimits : { ...productionLimits, codesPerDay }), ...limits },
  };
}

/** A dead peer never answers a closing handshake: what is still open after the grace is cut. */
function trackConnections(server: HttpServer): () => void {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return () => {
    for (const socket of open) socket.destroy();
  };
}
