import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { call, cast, stranger, temporaryDirectory } from './support.ts';

/** Resolves with everything that came before the other side closed. */
function rawRequest(url: string, text: string): { written: Promise<void>; answer: Promise<string> } {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  const closed = new Promise<string>((resolve) => socket.on('close', () => resolve(answer)));
  socket.on('error', () => undefined);
  return { written: new Promise((resolve) => socket.write(text, () => resolve())), answer: closed };
}

test('what had only just reached the computer is answered too', async () => {
  const { server, url, sasha } = await cast();
  const head = `GET /api/auth/me HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${sasha.token}\r\n\r\n`;
  const asked = Array.from({ length: 20 }, () => rawRequest(url, head));
  await Promise.all(asked.map(({ written }) => written));
  await server.close();
  for (const { answer } of asked) expect(await answer).toMatch(/^HTTP\/1.1 200 .*connection: close/is);
});

test('a request that never ends holds nobody up', async () => {
  const { server, url } = await cast({ drainMs: 200 });
  const half = rawRequest(
    url,
    'POST /api/auth/refresh HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
  );
  await half.written;
  await call(url, 'GET', '/health');
  await server.close();
  expect(await half.answer).toBe('');
});

test('nothing new is taken while the rest is answered', async () => {
  const dataDir = temporaryDirectory();
  const { server, url, sasha } = await cast({ dataDir });
  const dialogId = await sasha.group();
  const other = await stranger(dataDir);
  await other.hold();
  const post = sasha.post(`/messages/dialog/${dialogId}`, { content: 'ещё успел' });
  await call(url, 'GET', '/health');
  const closed = server.close();
  const isRefused = () =>
    call(url, 'GET', '/health').then(
      () => false,
      () => true,
    );
  await expect.poll(isRefused, { timeout: 30_000 }).toBe(true);
  await other.letGo();
  expect((await post).status).toBe(201);
  await closed;
});
