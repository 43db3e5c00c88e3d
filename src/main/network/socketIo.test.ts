import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Socket as TcpSocket,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatSocket } from '../chat/ports.ts';
import { createNodeSockets } from './socketIo.ts';

let http: HttpServer;
let server: Server;
let url: string;
let log: string[];
let token: string;
const sockets: ChatSocket[] = [];

const port = (listening: { address(): unknown }) => (listening.address() as AddressInfo).port;
const seen = (text: string) => vi.waitFor(() => expect(log).toContain(text), { timeout: 30_000 });

beforeEach(async () => {
  log = [];
  token = 'first';
  http = createServer();
  server = new Server(http, { pingInterval: 25_000 });
  server.use((socket, next) => {
    log.push(`handshake ${socket.handshake.auth['token']}`);
    next(socket.handshake.auth['token'] === 'bad' ? new Error('Authentication failed') : undefined);
  });
  server.on('connection', (socket) => {
    socket.onAny((name, payload, ack) => {
      log.push(`server got ${name} ${JSON.stringify(payload)}`);
      if (name === 'ask') ack({ ok: true });
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  url = `http://127.0.0.1:${port(http)}`;
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.dispose();
  await server.close();
});

function open(address = url): ChatSocket {
  const socket = createNodeSockets()({
    url: address,
    token: () => token,
    handlers: {
      onConnect: () => log.push('connected'),
      onDisconnect: (reason) => log.push(`disconnected ${reason}`),
      onConnectError: (message) => log.push(`failed ${message}`),
      onEvent: (name, payload) => log.push(`got ${name} ${JSON.stringify(payload)}`),
    },
  });
  sockets.push(socket);
  return socket;
}

async function connected(address = url): Promise<ChatSocket> {
  const socket = open(address);
  socket.connect();
  await seen('connected');
  return socket;
}

/** A proxy that can stop passing bytes while keeping both connections open. */
async function startHalfOpenProxy() {
  const pairs: TcpSocket[] = [];
  let swallowing = false;
  const proxy = createTcpServer((inside) => {
    const outside = connect(port(http), '127.0.0.1');
    pairs.push(inside, outside);
    inside.on('data', (data) => swallowing || outside.write(data)).on('error', () => {});
    outside.on('data', (data) => swallowing || inside.write(data)).on('error', () => {});
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${port(proxy)}`,
    swallow: () => {
      swallowing = true;
    },
    close: () => {
      for (const socket of pairs) socket.destroy();
      proxy.close();
    },
  };
}

describe('the socket', () => {
  it('connects by hand only, and asks for the token each time (S1.3)', async () => {
    const socket = open();
    expect(socket.id).toBeNull();
    expect(log).toEqual([]);
    socket.connect();
    await seen('connected');
    expect(log[0]).toBe('handshake first');
    expect(socket.id).toMatch(/\S/);
    token = 'second';
    socket.disconnect();
    await seen('disconnected io client disconnect');
    socket.connect();
    await seen('handshake second');
  });

  it('hands over events with their payload, once, after many reconnects (S1.3)', async () => {
    const socket = await connected();
    const before = socket.listenerCount;
    for (let round = 0; round < 20; round += 1) {
      log.length = 0;
      server.disconnectSockets(true);
      await expect.poll(() => log.some((line) => line.startsWith('disconnected'))).toBe(true);
      socket.connect();
      await seen('connected');
    }
    server.emit('message:new', { text: 'привет' });
    await seen('got message:new {"text":"привет"}');
    expect(log.filter((line) => line.startsWith('got'))).toHaveLength(1);
    expect(socket.listenerCount).toBe(before);
    expect(server.engine.clientsCount).toBe(1);
  });

  it('does not come back by itself (S1.3)', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await connected();
      server.engine.close();
      await expect.poll(() => log.some((line) => line.startsWith('disconnected'))).toBe(true);
      await vi.advanceTimersByTimeAsync(120_000);
      expect(log.filter((line) => line.startsWith('handshake'))).toHaveLength(1);
      expect(log.at(-1)).toMatch(/^disconnected/);
    } finally {
      vi.useRealTimers();
    }
  });

  it('drops what is emitted while not connected (S1.8)', async () => {
    const socket = open();
    socket.emit('dialog:join', 'early');
    await expect(socket.emitWithAck('ask', 1, 1_000)).rejects.toMatchObject({ failure: 'reset' });
    socket.connect();
    await seen('connected');
    socket.emit('dialog:join', 'late');
    await seen('server got dialog:join "late"');
    expect(log).not.toContain('server got dialog:join "early"');
  });

  it('waits for acks, not longer than asked', async () => {
    const socket = await connected();
    expect(await socket.emitWithAck('ask', 1, 1_000)).toEqual({ ok: true });
    await expect(socket.emitWithAck('silence', 1, 50)).rejects.toMatchObject({ failure: 'timeout' });
    const waiting = socket.emitWithAck('silence', 1, 5_000);
    server.disconnectSockets(true);
    await expect(waiting).rejects.toMatchObject({ failure: 'reset' });
  });

  it('reports a refused token and a refused connection, and can try again (P5.1)', async () => {
    token = 'bad';
    const socket = open();
    socket.connect();
    await seen('failed Authentication failed');
    token = 'good';
    socket.connect();
    await seen('connected');
    const closed = open('http://127.0.0.1:1');
    closed.connect();
    await expect.poll(() => log.filter((line) => line.startsWith('failed'))).toHaveLength(2);
  });

  it('falls back to polling where websockets do not pass', async () => {
    http.removeAllListeners('upgrade');
    http.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    const socket = await connected();
    socket.emit('dialog:join', 'x');
    await seen('server got dialog:join "x"');
  });

  it('is silent after dispose, and leaves nothing on the server', async () => {
    const socket = await connected();
    log.length = 0;
    socket.dispose();
    expect(socket.listenerCount).toBe(0);
    socket.connect();
    await expect.poll(() => server.engine.clientsCount).toBe(0);
    expect(log).toEqual([]);
  });

  it('gives up when the server takes the connection and never answers', async () => {
    const silent = createTcpServer(() => {});
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const socket = open(`http://127.0.0.1:${port(silent)}`);
      socket.connect();
      await vi.advanceTimersByTimeAsync(10_001);
      expect(log).toEqual(['failed forced close']);
    } finally {
      vi.useRealTimers();
      silent.close();
    }
  });

  it('refuses addresses that are neither secure nor on this machine', () => {
    for (const address of ['http://chat.example.ru', 'ws://10.0.0.1:3000', 'ftp://localhost', 'nonsense']) {
      expect(() => open(address)).toThrow(/aborted/);
    }
  });
});

describe('the probe', () => {
  it('hears any server, and leaves no listener and no connection behind (S1.6)', async () => {
    const socket = await connected();
    const before = socket.listenerCount;
    for (let round = 0; round < 30; round += 1) expect(await socket.probe(2_000)).toBe(true);
    expect(await Promise.all([socket.probe(2_000), socket.probe(2_000)])).toEqual([true, true]);
    expect(socket.listenerCount).toBe(before);
    expect(server.engine.clientsCount).toBe(1);
    expect(log.filter((line) => line.startsWith('handshake'))).toHaveLength(1);
    expect(log.some((line) => line.startsWith('disconnected'))).toBe(false);
    server.emit('still', 'here');
    await seen('got still "here"');
  });

  it('is false without a connection', async () => {
    expect(await open().probe(1_000)).toBe(false);
  });

  it('notices a half-open connection and closes it (S1.6)', async () => {
    const proxy = await startHalfOpenProxy();
    const socket = await connected(proxy.url);
    expect(await socket.probe(2_000)).toBe(true);
    const before = socket.listenerCount;
    proxy.swallow();
    const started = performance.now();
    expect(await socket.probe(200)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(log).toContain('disconnected forced close');
    expect(socket.listenerCount).toBe(before);
    proxy.close();
  });

  it('is false at once when the connection closes meanwhile', async () => {
    const proxy = await startHalfOpenProxy();
    const socket = await connected(proxy.url);
    proxy.swallow();
    const probing = socket.probe(60_000);
    proxy.close();
    expect(await probing).toBe(false);
  });
});

describe('certificates', () => {
  it('are checked even where NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'chat3-tls-'));
    const [key, certificate] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
    execFileSync(
      'openssl',
      `req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout ${key} -out ${certificate}`.split(
        ' ',
      ),
      { stdio: 'ignore' },
    );
    const secure = createSecureServer({ key: readFileSync(key), cert: readFileSync(certificate) });
    const secureServer = new Server(secure);
    secure.listen(0, '127.0.0.1');
    await once(secure, 'listening');
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    try {
      open(`https://localhost:${port(secure)}`).connect();
      await expect.poll(() => log.some((line) => line.startsWith('failed'))).toBe(true);
      expect(log).not.toContain('connected');
      expect(secureServer.engine.clientsCount).toBe(0);
    } finally {
      vi.unstubAllEnvs();
      await secureServer.close();
      rmSync(directory, { recursive: true });
    }
  });
});
