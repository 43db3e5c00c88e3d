import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { NodeWebSocket } from 'socket.io-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ChatSocket } from '../../../src/main/chat/ports.ts';
import { pollingBy, webSocketBy } from '../../../src/main/network/chromiumTransports.ts';
import { openSocket, type SocketOptions } from '../../../src/main/network/socketIo.ts';

let http: HttpServer;
let server: Server;
let log: string[];
let socket: ChatSocket | null = null;

/** Node's stands in for Electron's: both speak as the one in browsers does. */
const byWebSocket = webSocketBy((url) =>
  NodeWebSocket.prototype.createSocket.call({}, url, undefined, { handshakeTimeout: 5_000 }),
);
const byFetch = pollingBy((url, options) => fetch(url, options));

beforeEach(async () => {
  log = [];
  http = createServer();
  server = new Server(http);
  server.on('connection', (connection) => {
    log.push(`by ${connection.conn.transport.name} as ${connection.handshake.auth['token']}`);
    connection.on('ask', (payload, answer) => answer({ payload }));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
});

afterEach(async () => {
  socket?.dispose();
  await server.close();
});

function open(transports: unknown[], port = (http.address() as AddressInfo).port): ChatSocket {
  socket = openSocket(
    { transports: transports as SocketOptions['transports'], agent: null, allowInsecureHosts: [] },
    {
      url: `http://127.0.0.1:${port}`,
      token: () => 'Андрей',
      handlers: {
        onConnect: () => log.push('connected'),
        onDisconnect: (reason) => log.push(`disconnected ${reason}`),
        onConnectError: (message) => log.push(`failed ${message}`),
        onEvent: (name, payload) => log.push(`got ${name} ${JSON.stringify(payload)}`),
      },
    },
  );
  socket.connect();
  return socket;
}

const seen = (line: string) => vi.waitFor(() => expect(log).toContain(line), { timeout: 30_000 });

it.each([
  ['websocket', byWebSocket],
  ['polling', byFetch],
])('speaks by %s, both ways, and notices the end', async (name, transport) => {
  const chat = open([transport]);
  await seen('connected');
  expect(log[0]).toBe(`by ${name} as Андрей`);
  expect(await chat.emitWithAck('ask', { text: 'ё🎉' }, 5_000)).toEqual({ payload: { text: 'ё🎉' } });
  expect(await chat.probe(5_000)).toBe(true);
  server.emit('news', { n: 1 });
  await seen('got news {"n":1}');
  server.disconnectSockets(true);
  await vi.waitFor(() => expect(log.at(-1)).toMatch(/^disconnected /), { timeout: 30_000 });
});

it('falls back to polling where no websocket gets through', async () => {
  http.removeAllListeners('upgrade');
  http.on('upgrade', (_request, connection) => connection.destroy());
  open([byWebSocket, byFetch]);
  await seen('connected');
  expect(log[0]).toBe('by polling as Андрей');
});

it('lets go of a poll that nobody answers when it is closed', async () => {
  const silent = createServer();
  let gone = 0;
  silent.on('request', (request) => request.on('close', () => (gone += 1)));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  open([byFetch], (silent.address() as AddressInfo).port);
  await once(silent, 'request');
  socket?.dispose();
  await vi.waitFor(() => expect(gone).toBe(1), { timeout: 30_000 });
  silent.close();
});

it('fails once when neither does', async () => {
  open([byWebSocket, byFetch], 1);
  await expect.poll(() => log.length).toBeGreaterThan(0);
  expect(log).toEqual([expect.stringMatching(/^failed /)]);
});
