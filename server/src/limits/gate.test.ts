import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import type { Caller } from '../context.ts';
import { limitPeople } from './gate.ts';
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
