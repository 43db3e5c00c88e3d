import { Readable } from 'node:stream';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import type { Caller } from '../context.ts';
import { cutUnread, limitPeople } from './gate.ts';
import { productionLimits } from './limits.ts';
import { alone } from './spending.ts';

/** An API of one person with ten points for writing, where groups have so many people. */
function stage(people: number) {
  const asked: string[] = [];
  const api = fastify();
  onTestFinished(() => api.close());
  api.decorateRequest('caller', null);
  api.addHook('onRequest', async (request) => {
    request.caller = { userId: 'usr_1' } as Caller;
  });
  const { work } = productionLimits;
  limitPeople(api, {
    limits: { ...productionLimits, refusalMs: 0, work: { ...work, writing: { burst: 10, perSecond: 1 } } },
    elapsed: () => 0,
    shared: () => alone,
    metrics: { refused: () => undefined },
    backend: {
      audience: async ({ dialogId, messageId }) => {
        asked.push(dialogId ?? messageId ?? '');
        return people;
      },
    },
  });
  for (const url of [
    '/api/messages/dialog/:dialogId',
    '/api/dialogs/:dialogId/read',
    '/api/dialogs/:dialogId/delivered',
    '/api/messages/:messageId/status/:status',
  ]) {
    api.post(url, async () => ({}));
  }
  const post = async (url: string) => (await api.inject({ method: 'POST', url })).statusCode;
  return { asked, post };
}

test('a mark costs a point, however many people there are (P7.21)', async () => {
  const { asked, post } = stage(1_000);
  const urls = ['/api/dialogs/dlg_1/read', '/api/dialogs/dlg_1/delivered', '/api/messages/msg_1/status/read'];
  const statuses = [];
  for (let round = 0; round < 4; round += 1) for (const url of urls) statuses.push(await post(url));
  expect(statuses).toEqual([...Array(10).fill(200), 429, 429]);
  expect(asked).toEqual([]);
});

test('who has no points left has nobody counted (P7.21)', async () => {
  const { asked, post } = stage(200);
  const statuses = [];
  for (let round = 0; round < 6; round += 1) statuses.push(await post('/api/messages/dialog/dlg_1'));
  expect(statuses).toEqual([200, 200, 429, 429, 429, 429]);
  expect(asked).toHaveLength(2);
});

/** An answer of bytes that are to come, at a server that cuts what does not get on for a second. */
async function bytesToCome() {
  const source = new Readable({ read: () => undefined });
  const app = fastify();
  onTestFinished(() => app.close());
  let cuts = 0;
  cutUnread(app, 1_000, () => {
    cuts += 1;
  });
  app.get('/', (_request, reply) => reply.send(source));
  await app.listen({ port: 0 });
  source.push(Buffer.alloc(64 * 1024));
  const { body } = await fetch(app.listeningOrigin);
  const reader = body?.getReader();
  if (!reader) throw new Error('the answer has no body');
  return { source, reader, cuts: () => cuts };
}

test('an answer of bytes may take its time while it gets on', async () => {
  const { source, reader, cuts } = await bytesToCome();
  const began = performance.now();
  for (let isEnding = false; ; ) {
    const { done } = await reader.read();
    if (done) break;
    if (isEnding) continue;
    isEnding = performance.now() - began > 2_500;
    source.push(isEnding ? null : Buffer.alloc(64 * 1024));
  }
  expect(cuts()).toBe(0);
});

test('an answer of bytes that does not get on is cut', async () => {
  const { reader, cuts } = await bytesToCome();
  const readOn = async () => {
    for (;;) await reader.read();
  };
  await expect(readOn()).rejects.toThrow();
  expect(cuts()).toBe(1);
});
