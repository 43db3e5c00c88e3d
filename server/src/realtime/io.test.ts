import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { io as clientOf } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import type { Admission } from './admission.ts';
import { createIo } from './io.ts';

/** A server that lets nobody in before it is told to. */
async function setUp() {
  const waiting: (() => unknown)[] = [];
  const admission = { enter: (_stage, work) => void waiting.push(work) } as Pick<Admission, 'enter'>;
  const server = createServer();
  const io = createIo(server, { allows: () => true, admission: admission as Admission });
  onTestFinished(() => void io.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, io, port, waiting };
}

test('whoever breaks off while waiting to be let in harms nobody (P7.49)', async () => {
  const { server, io, port, waiting } = await setUp();
  const accepted = once(server, 'connection');
  const client = connect(port, '127.0.0.1');
  client.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${'a'.repeat(22)}==\r\n\r\n`,
  );
  const [[accepting]] = await Promise.all([accepted, once(server, 'upgrade')]);
  const closed = new Promise((resolve) => accepting.once('close', resolve));
  client.resetAndDestroy();
  await closed;
  expect(accepting.errored).toMatchObject({ code: 'ECONNRESET' });
  for (const work of waiting) await work();
  expect(io.engine.clientsCount).toBe(0);
});

test('a connection that had to wait becomes a socket like any other', async () => {
  const { server, io, port, waiting } = await setUp();
  const client = clientOf(`http://127.0.0.1:${port}`, { transports: ['websocket'], reconnection: false });
  onTestFinished(() => void client.close());
  await once(server, 'upgrade');
  expect(io.engine.clientsCount).toBe(0);
  for (const work of waiting) await work();
  await once(client as unknown as NodeJS.EventEmitter, 'connect');
  expect(io.engine.clientsCount).toBe(1);
});
