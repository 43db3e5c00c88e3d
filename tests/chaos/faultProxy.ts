/**
 * A TCP proxy between one client and its server that breaks things on demand. It knows as much HTTP as it needs: where a
 * request begins, and whether a connection carries a socket. Frames inside a connection are the business of frames.ts.
 */
import { createServer, connect as dial, type Socket } from 'node:net';
import type { Clock } from '../../src/main/chat/ports.ts';
import { systemClock } from '../../src/main/clock.ts';

export interface ProxiedRequest {
  method: string;
  /** With the query. */
  path: string;
}

interface RecordedRequest extends ProxiedRequest {
  /** When the server began to answer, in milliseconds of the proxy's clock, whether the answer was passed on or not. */
  answeredAfterMs: number | null;
}

/**
 * What becomes of a request. `vanish`: reset before the server hears of it. `loseAnswer`: the server answers, the client
 * gets a reset instead. `hideAnswer`: as before, but the connection stays open and silent. `late`: the server hears of it
 * after `lateMs`, and its answer is swallowed.
 */
export type RequestFate =
  | { type: 'pass' | 'vanish' | 'loseAnswer' | 'hideAnswer' }
  | { type: 'late'; lateMs: number };

export interface FaultProxy {
  readonly url: string;
  readonly port: number;
  /** Connections open now. */
  connections(): number;
  sockets(): number;
  /** Asked at the start of every request, the socket's handshake included. */
  decide(fate: (request: ProxiedRequest) => RequestFate): void;
  /** New connections are reset at once. */
  refuse(refusing: boolean): void;
  /** Both ways are swallowed, nothing is closed; of connections made meanwhile too. Those that were hit stay deaf. */
  swallow(swallowing: boolean): void;
  /** One way only: what the server says is lost. Those that were hit stay so. */
  deafen(deafening: boolean): void;
  /** Closes every connection in an orderly way. */
  cut(): void;
  /** RST on every connection. */
  reset(): void;
  /** Lets half of the next chunk from the server through on each socket, then RST. */
  resetMidFrame(): void;
  /** Applied both ways. */
  slow(link: { delayMs: number; bytesPerSecond: number } | null): void;
  requests(): RecordedRequest[];
  close(): Promise<void>;
}

interface Connection {
  client: Socket;
  server: Socket;
  isSocket: boolean;
  /** What the server has not begun to answer. */
  unanswered: { request: RecordedRequest; since: number } | null;
  swallows: boolean;
  deaf: boolean;
  fate: RequestFate;
  resetsMidFrame: boolean;
}

const lateAnswerMs = 5_000;
const pass: RequestFate = { type: 'pass' };
const requestLine = /^(GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD) (\S+) HTTP\/1\.1\r\n/;

type ProxyClock = Pick<Clock, 'elapsed' | 'schedule'>;

/** `clock`: what its delays go by, bandwidth included; by default the machine's. */
export async function createFaultProxy({
  targetPort,
  clock = systemClock,
}: {
  targetPort: () => number;
  clock?: ProxyClock;
}): Promise<FaultProxy> {
  const open = new Set<Connection>();
  const requests: RecordedRequest[] = [];
  let decide: (request: ProxiedRequest) => RequestFate = () => pass;
  let refusing = false;
  let swallowing = false;
  let deafening = false;
  let link: { delayMs: number; bytesPerSecond: number } | null = null;

  const listener = createServer({ noDelay: true }, (client) => {
    client.on('error', () => {});
    if (refusing) {
      client.resetAndDestroy();
      return;
    }
    const server = dial({ port: targetPort(), host: '127.0.0.1', noDelay: true });
    const connection: Connection = {
      client,
      server,
      isSocket: false,
      unanswered: null,
      swallows: swallowing,
      deaf: deafening,
      fate: pass,
      resetsMidFrame: false,
    };
    open.add(connection);
    const toServer = createPipe(server, clock, () => link);
    const toClient = createPipe(client, clock, () => link);
    server.on('error', () => {});
    client.on('data', (chunk) => fromClient(connection, chunk, toServer.write));
    server.on('data', (chunk) => fromServer(connection, chunk, toClient.write));
    const onEnd = (other: Socket) => () => {
      // A swallowed goodbye is no goodbye: the other end finds out by itself. Nor does one overtake a late request.
      if (!connection.swallows && connection.fate.type !== 'late') other.destroy();
      if (other.destroyed) open.delete(connection);
    };
    // What the server had said before is still on its way.
    server.on('close', () => toClient.afterwards(onEnd(client)));
    client.on('close', onEnd(server));
  });

  function fromClient(connection: Connection, chunk: Buffer, forward: (chunk: Buffer) => void): void {
    const match = requestLine.exec(chunk.subarray(0, 2_000).toString('latin1'));
    if (match !== null && !connection.isSocket) {
      const request: RecordedRequest = {
        method: match[1] ?? '',
        path: match[2] ?? '',
        answeredAfterMs: null,
      };
      connection.isSocket =
        request.path.startsWith('/socket.io/') && request.path.includes('transport=websocket');
      requests.push(request);
      connection.unanswered = { request, since: clock.elapsed() };
      connection.fate = decide(request);
    }
    if (connection.swallows) return;
    const { fate } = connection;
    if (fate.type === 'vanish') connection.client.resetAndDestroy();
    else if (fate.type === 'late') {
      clock.schedule(fate.lateMs, () => {
        forward(chunk);
        // Nobody is left to end it once its answer is in.
        connection.server.setTimeout(lateAnswerMs, () => connection.server.destroy());
      });
    } else forward(chunk);
  }

  function fromServer(connection: Connection, chunk: Buffer, forward: (chunk: Buffer) => void): void {
    const { unanswered } = connection;
    if (unanswered !== null) unanswered.request.answeredAfterMs = clock.elapsed() - unanswered.since;
    connection.unanswered = null;
    if (connection.swallows || connection.deaf) return;
    const { fate, client } = connection;
    if (fate.type === 'loseAnswer') {
      client.resetAndDestroy();
      return;
    }
    if (fate.type === 'hideAnswer' || fate.type === 'late') return;
    if (connection.resetsMidFrame) {
      client.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => client.resetAndDestroy());
      return;
    }
    forward(chunk);
  }

  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const each = (act: (connection: Connection) => void) => [...open].forEach(act);

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    connections: () => open.size,
    sockets: () => [...open].filter(({ isSocket }) => isSocket).length,
    decide: (fate) => {
      decide = fate;
    },
    refuse: (value) => {
      refusing = value;
    },
    swallow: (value) => {
      swallowing = value;
      if (value) each((connection) => void Object.assign(connection, { swallows: true }));
    },
    deafen: (value) => {
      deafening = value;
      if (value) each((connection) => void Object.assign(connection, { deaf: true }));
    },
    cut: () =>
      each(({ client, server }) => {
        client.destroy();
        server.destroy();
      }),
    reset: () =>
      each(({ client, server }) => {
        client.resetAndDestroy();
        server.resetAndDestroy();
      }),
    resetMidFrame: () =>
      each((connection) => {
        connection.resetsMidFrame = connection.isSocket;
      }),
    slow: (value) => {
      link = value;
    },
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        each(({ client, server }) => {
          client.destroy();
          server.destroy();
        });
      }),
  };
}

/** Chunks in order, each after the delay and its share of the bandwidth. */
function createPipe(
  to: Socket,
  clock: ProxyClock,
  link: () => { delayMs: number; bytesPerSecond: number } | null,
): { write(chunk: Buffer): void; afterwards(task: () => void): void } {
  let freeAt = 0;
  const waiting: Buffer[] = [];
  let last: (() => void) | null = null;

  function write(chunk: Buffer): void {
    const limits = link();
    if (limits === null && waiting.length === 0) {
      if (to.writable) to.write(chunk);
      return;
    }
    const now = clock.elapsed();
    const sentAt =
      Math.max(now, freeAt) + (limits === null ? 0 : (chunk.length / limits.bytesPerSecond) * 1_000);
    freeAt = sentAt;
    waiting.push(chunk);
    clock.schedule(sentAt - now + (limits?.delayMs ?? 0), () => {
      // Timers of several lengths that are due at once do not ring in the order in which they are due.
      const next = waiting.shift();
      if (next !== undefined && to.writable) to.write(next);
      if (waiting.length === 0) last?.();
    });
  }

  return {
    write,
    afterwards(task): void {
      if (waiting.length === 0) task();
      else last = task;
    },
  };
}
