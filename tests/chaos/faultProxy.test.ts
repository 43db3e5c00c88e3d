import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFaultProxy, type FaultProxy } from './faultProxy.ts';

let server: Server;
let proxy: FaultProxy;
let heard: string[];

beforeEach(async () => {
  heard = [];
  server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => response.end('answer'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy = await createFaultProxy({ targetPort: () => (server.address() as AddressInfo).port });
});

afterEach(async () => {
  await proxy.close();
  server.closeAllConnections();
  server.close();
});

const ask = (path: string, timeoutMs = 5_000) =>
  fetch(proxy.url + path, { method: 'POST', body: 'x', signal: AbortSignal.timeout(timeoutMs) }).then(
    (response) => response.text(),
    (error: unknown) => (error as Error).name,
  );

test('passes everything on while nothing is wrong', async () => {
  expect(await ask('/a')).toBe('answer');
  expect(proxy.requests()).toMatchObject([{ method: 'POST', path: '/a' }]);
});

test('a lost answer: the server did it, the client sees a reset', async () => {
  proxy.decide(() => ({ type: 'loseAnswer' }));
  expect(await ask('/a')).toBe('TypeError');
  expect(heard).toEqual(['POST /a']);
});

test('a request that vanishes never reaches the server', async () => {
  proxy.decide(() => ({ type: 'vanish' }));
  expect(await ask('/a')).toBe('TypeError');
  expect(heard).toEqual([]);
});

test('a hidden answer and a swallowed connection stay open and silent', async () => {
  proxy.decide(({ path }) => ({ type: path === '/a' ? 'hideAnswer' : 'pass' }));
  expect(await ask('/a', 300)).toBe('TimeoutError');
  expect(heard).toEqual(['POST /a']);
  proxy.swallow(true);
  expect(await ask('/b', 300)).toBe('TimeoutError');
  expect(heard).toEqual(['POST /a']);
  proxy.swallow(false);
  // A connection that was made meanwhile stays deaf; the next one hears.
  await expect.poll(() => ask('/c', 300), { timeout: 5_000 }).toBe('answer');
});

test('a late request arrives after its client has given up', async () => {
  proxy.decide(() => ({ type: 'late', lateMs: 400 }));
  const arrived = new Promise((resolve) => server.once('request', resolve));
  expect(await ask('/a', 100)).toBe('TimeoutError');
  expect(heard).toEqual([]);
  await arrived;
  expect(heard).toEqual(['POST /a']);
  await expect.poll(() => proxy.requests()[0]?.answeredAfterMs).toBeGreaterThan(395);
});

test('refuses, cuts, resets', async () => {
  const open = () =>
    new Promise<Socket>((resolve) => {
      const socket = connect(proxy.port, '127.0.0.1', () => resolve(socket));
    });
  const ended = (socket: Socket) =>
    new Promise<string>((resolve) => {
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
      socket.once('end', () => resolve('end'));
    });
  const [first, second] = [await open(), await open()];
  await expect.poll(() => proxy.connections()).toBe(2);
  const [firstEnd, secondEnd] = [ended(first), ended(second)];
  proxy.reset();
  expect([await firstEnd, await secondEnd]).toEqual(['ECONNRESET', 'ECONNRESET']);
  const third = await open();
  await expect.poll(() => proxy.connections()).toBe(1);
  const thirdEnd = ended(third);
  proxy.cut();
  expect(await thirdEnd).toBe('end');
  proxy.refuse(true);
  expect(await ask('/a')).toBe('TypeError');
});

test('a slow link delays both ways', async () => {
  proxy.slow({ delayMs: 100, bytesPerSecond: 1_000_000 });
  const started = performance.now();
  expect(await ask('/a')).toBe('answer');
  expect(performance.now() - started).toBeGreaterThan(195);
});
