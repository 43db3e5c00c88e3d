import type { Agent } from 'node:http';
import { Manager, type ManagerOptions, type Socket } from 'socket.io-client';
import {
  type ChatSocket,
  type ChatSocketFactory,
  type ChatSocketHandlers,
  type Clock,
  TransportError,
} from '../chat/ports.ts';
import { systemClock } from '../clock.ts';
import { mayConnect } from './serverAddress.ts';

const connectTimeoutMs = 10_000;
const probeNamespace = '/chat3-probe';
const managerEvents = ['open', 'packet', 'error', 'close', 'ping'] as const;
const socketEvents = ['connect', 'disconnect', 'connect_error'] as const;

export interface SocketOptions {
  /** In the order in which they are tried. */
  transports: NonNullable<ManagerOptions['transports']>;
  /** Connections of Node.js go by it; null: straight, with the authorities that Node.js brings. */
  agent: Agent | null;
  allowInsecureHosts: readonly string[];
  /** What its limits go by; by default this computer's. */
  clock?: Pick<Clock, 'schedule'>;
}

/** For tests and tools: Node's own connections, which know neither the system's proxy nor its certificates. */
export function createNodeSockets(clock: Pick<Clock, 'schedule'> = systemClock): ChatSocketFactory {
  const transports: SocketOptions['transports'] = ['websocket', 'polling'];
  return (options) => openSocket({ transports, agent: null, allowInsecureHosts: [], clock }, options);
}

/**
 * Socket.IO without its own reconnection and buffering: one manager per login. Throws TransportError `aborted` for an
 * address that is neither secure nor allowed to be plain.
 */
export function openSocket(
  { transports, agent, allowInsecureHosts, clock = systemClock }: SocketOptions,
  { url, token, handlers }: Parameters<ChatSocketFactory>[0],
): ChatSocket {
  if (!mayConnect(url, allowInsecureHosts)) {
    throw new TransportError('aborted', new Error('Insecure address'), 'addressInsecure');
  }
  const manager = new Manager(url, {
    autoConnect: false,
    reconnection: false,
    transports,
    // Typed for browsers, where there are none.
    agent: (agent ?? false) as unknown as boolean,
    // Without this a refused websocket ends the attempt, and a network that only lets HTTP through never connects.
    tryAllTransports: true,
    // Said aloud, it beats NODE_TLS_REJECT_UNAUTHORIZED=0.
    rejectUnauthorized: true,
  });
  // Its own limit ends when the transport opens; `createAttempt` also covers the server's answer.
  manager.timeout(false);
  // Without `changes` our server also sends what the clients of the old backend hear instead of our events.
  const socket = manager.socket('/', { auth: (give) => give({ token: token(), features: ['changes'] }) });
  const attempt = createAttempt(clock, () => closeManager(manager));
  attach(socket, handlers, attempt);
  let probing: Promise<boolean> | null = null;
  let disposed = false;

  return {
    connect: () => {
      if (disposed || socket.connected || attempt.running) return;
      attempt.start();
      socket.connect();
    },
    disconnect: () => {
      attempt.end();
      socket.disconnect();
    },
    dispose: () => {
      disposed = true;
      attempt.end();
      socket.offAny();
      socket.off();
      socket.disconnect();
      closeManager(manager);
      manager.off();
    },
    emit: (name, payload) => {
      if (socket.connected) socket.emit(name, payload);
    },
    emitWithAck: async (name, payload, timeoutMs) => {
      if (!socket.connected) throw new TransportError('reset', new Error('Not connected'));
      try {
        return await within(clock, timeoutMs, socket.emitWithAck(name, payload));
      } catch (error) {
        throw new TransportError(socket.connected ? 'timeout' : 'reset', error);
      }
    },
    probe: (timeoutMs) => {
      if (!socket.connected) return Promise.resolve(false);
      probing ??= probeServer(manager, clock, timeoutMs).then((alive) => {
        probing = null;
        // Half-open: nothing would notice for as long as the kernel keeps trying.
        if (!alive && !disposed) closeManager(manager);
        return alive;
      });
      return probing;
    },
    get id() {
      return socket.id ?? null;
    },
    get listenerCount() {
      const events = socketEvents.reduce((count, name) => count + socket.listeners(name).length, 0);
      const inner = managerEvents.reduce((count, name) => count + manager.listeners(name).length, 0);
      return events + socket.listenersAny().length + inner;
    },
  };
}

interface Attempt {
  start(): void;
  /** Answers whether one was running. */
  end(): boolean;
  readonly running: boolean;
}

function createAttempt({ schedule }: Pick<Clock, 'schedule'>, onTimeout: () => void): Attempt {
  let cancelLimit: (() => void) | null = null;
  return {
    start: () => {
      cancelLimit = schedule(connectTimeoutMs, onTimeout);
    },
    end: () => {
      const ran = cancelLimit !== null;
      cancelLimit?.();
      cancelLimit = null;
      return ran;
    },
    get running() {
      return cancelLimit !== null;
    },
  };
}

function attach(socket: Socket, handlers: ChatSocketHandlers, attempt: Attempt): void {
  socket.on('connect', () => {
    attempt.end();
    handlers.onConnect();
  });
  socket.on('disconnect', (reason) => {
    // Socket.IO also says so when the connection closes before the server has answered.
    if (attempt.end()) handlers.onConnectError(reason);
    else handlers.onDisconnect(reason);
  });
  socket.on('connect_error', (error) => {
    attempt.end();
    handlers.onConnectError(error.message);
  });
  socket.onAny((name: unknown, payload: unknown) => handlers.onEvent(String(name), payload));
}

/** The answer, unless it takes longer; an acknowledgement that comes later finds nobody. */
async function within<T>(
  { schedule }: Pick<Clock, 'schedule'>,
  limitMs: number,
  answer: Promise<T>,
): Promise<T> {
  let cancelLimit = () => {};
  const limit = new Promise<never>((_resolve, reject) => {
    cancelLimit = schedule(limitMs, () => reject(new Error(`No answer in ${limitMs} ms`)));
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    cancelLimit();
  }
}

/**
 * Liveness against any Socket.IO server: a CONNECT to a namespace that does not exist is answered "Invalid namespace"
 * (socket.io 4, lib/client.ts), so an answer of either kind proves that both directions work. It carries no token.
 */
function probeServer(
  manager: Manager,
  { schedule }: Pick<Clock, 'schedule'>,
  timeoutMs: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = manager.socket(probeNamespace, {});
    const cancelLimit = schedule(timeoutMs, () => finish(false));
    const finish = (alive: boolean) => {
      cancelLimit();
      manager.off('close', onClose);
      probe.off();
      probe.disconnect();
      // The manager keeps every namespace it has met, and a kept one would be connected again on the next open.
      delete (manager as unknown as { nsps: Record<string, Socket> }).nsps[probeNamespace];
      resolve(alive);
    };
    const onClose = () => finish(false);
    manager.on('close', onClose);
    probe.on('connect', () => finish(true));
    probe.on('connect_error', () => finish(true));
    probe.connect();
  });
}

/** Closes at once, without waiting for a half-open transport to drain; the socket hears "forced close". */
function closeManager(manager: Manager): void {
  (manager as unknown as { _close(): void })._close();
}
