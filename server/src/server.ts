import type { Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Server } from 'socket.io';
import { openDoor } from './admin/door.ts';
import { type CodeSender, consoleSender } from './auth/sender.ts';
import { Tokens } from './auth/tokens.ts';
import type { ServerContext } from './context.ts';
import { seedDemo, type World } from './demo/seed.ts';
import { addRoutes, createHttp } from './http/http.ts';
import { originCheck } from './http/origins.ts';
import { Requests } from './http/requests.ts';
import {
  DAY_MS,
  demoLimits,
  HANDSHAKE_MS,
  type Limits,
  PAYLOAD_BYTES,
  productionLimits,
} from './limits/limits.ts';
import { ConfigError, demoHostFault } from './operations/config.ts';
import { openStorage } from './operations/storage.ts';
import { Upkeep } from './operations/upkeep.ts';
import { Hub } from './realtime/hub.ts';
import { Presence } from './realtime/presence.ts';
import { openSockets } from './realtime/sockets.ts';
import { Commits } from './store/commits.ts';
import { invite } from './store/users.ts';

const HOUR_MS = 3_600_000;
const CLOSE_GRACE_MS = 1_000;
/** Longer than a write waits for the storage. */
const DRAIN_MS = 6_000;

export interface ServerOptions {
  /** Where the database and the signing key live; without it everything is kept in memory. */
  dataDir?: string | undefined;
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
  trustProxy?: boolean;
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
  limits?: Partial<Limits>;
  logLevel?: string;
}

export interface RunningServer {
  url: string;
  /** Takes nothing new, answers what it has been asked, then lets everybody go. */
  close: () => Promise<void>;
  /** Sockets connected now. */
  socketCount: () => number;
}

/** Starts the server. Throws ConfigError with a sentence when demo mode is asked to leave this computer, or its data cannot be had. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { host = '127.0.0.1', demo = false, dataDir, now = Date.now } = options;
  const { codesPerDay = productionLimits.codesPerDay, auditDays = 365 } = options;
  const fault = demo ? demoHostFault(host) : null;
  if (fault !== null) throw new ConfigError(fault);
  const storage = await openStorage(dataDir, demo);
  const { db, keys } = storage;

  const app = createHttp({ logLevel: options.logLevel ?? 'warn', trustProxy: options.trustProxy ?? false });
  const requests = new Requests(app);
  const allows = originCheck({ demo, allowed: options.allowedOrigins ?? [] });
  const io = createIo(app.server, options, allows);
  const hub = new Hub(io);
  const commits = new Commits(db);
  const intervalMs = options.upkeepIntervalMs ?? HOUR_MS;
  const context: ServerContext = {
    db,
    commits,
    upkeep: new Upkeep({ commits, now, log: app.log, intervalMs, auditMs: auditDays * DAY_MS }),
    hub,
    presence: new Presence(db, hub, (error) =>
      app.log.error({ err: error }, 'presence could not be announced'),
    ),
    tokens: new Tokens(keys, options.tokenLifetimeMs ?? 48 * 3_600_000, now),
    keys,
    codeSender: options.codeSender ?? consoleSender,
    now,
    elapsed: options.elapsed ?? options.now ?? (() => performance.now()),
    demo,
    registration: options.registration ?? (demo ? 'open' : 'invited'),
    limits: {
      ...(demo ? demoLimits : { ...productionLimits, codesPerDay }),
      ...options.limits,
    },
    log: app.log,
  };
  const endConnections = trackConnections(app.server);
  const endUpkeep = openSockets(io, context, options.sweepIntervalMs ?? 1_000);

  let closeDoor = async () => {};
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= end();
    return closing;
  };
  const end = async () => {
    endUpkeep();
    await closeDoor();
    await requests.allRead();
    const closed = app.close();
    await requests.allAnswered(options.drainMs ?? DRAIN_MS);
    // The transport is closed rather than the socket: clients then reconnect by themselves.
    io.engine.close();
    const impatience = setTimeout(endConnections, CLOSE_GRACE_MS);
    await closed;
    clearTimeout(impatience);
    await context.upkeep.end();
    await context.presence.idle();
    await context.commits.idle();
    await storage.close();
  };
  try {
    await addRoutes(app, context, allows);
    await context.commits.run((trx) => invite(trx, options.invitedPhones ?? [], now()));
    // A demo makes again what was deleted, under the same ids.
    if (demo) await context.upkeep.removeDeleted();
    if (demo) await seedDemo(context, options.demoWorld ?? 'small');
    await app.listen({ host, port: options.port ?? 0 });
    if (dataDir !== undefined) closeDoor = await openDoor(context, dataDir);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: urlOf(app.server.address()), close, socketCount: () => io.of('/').sockets.size };
}

function createIo(
  server: HttpServer,
  options: ServerOptions,
  allows: (origin: string | undefined) => boolean,
): Server {
  return new Server(server, {
    serveClient: false,
    maxHttpBufferSize: PAYLOAD_BYTES,
    connectTimeout: HANDSHAKE_MS,
    upgradeTimeout: HANDSHAKE_MS,
    pingInterval: options.pingIntervalMs ?? 25_000,
    pingTimeout: options.pingTimeoutMs ?? 20_000,
    cors: { origin: (origin, callback) => callback(null, allows(origin)) },
    // Cross-origin rules do not cover WebSocket: the handshake itself is refused.
    allowRequest: (request, callback) => {
      if (allows(request.headers.origin)) callback(null, true);
      else callback('Origin not allowed', false);
    },
  });
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

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Error('the server has no address');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
