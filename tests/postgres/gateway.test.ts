/** Two gateways on one PostgreSQL and one Redis, in front of one Chat3 and one RabbitMQ. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { standInKey } from '../fixtures/chat3/standIn.ts';
import { type Cast, gateway, inFrontOf } from '../integration/gateway/stage.ts';
import {
  demoServer,
  type Ear,
  type Json,
  Person,
  temporaryDirectory,
} from '../integration/server/support.ts';
import { RabbitServer } from '../support/rabbit.ts';
import { RedisServer } from '../support/redis.ts';

let rabbit: RabbitServer;
let redis: RedisServer;
beforeAll(async () => {
  [rabbit, redis] = await Promise.all([RabbitServer.start(), RedisServer.start()]);
}, 150_000);
afterAll(() => Promise.all([rabbit.close(), redis.close()]));

/** Александр is at one gateway, Андрей at both. */
async function twoGateways(variant: 'a' | 'c') {
  const server = { dataDir: temporaryDirectory(), redisUrl: redis.url };
  const first: Cast = await gateway({ variant, rabbitUrl: rabbit.url, server });
  const { chat3, sasha, andrey } = first;
  const other = await demoServer({ ...server, ...inFrontOf(chat3, rabbit.url) });
  const there = (person: Person) => new Person(other.url, person.signedIn);
  const dialogId = await sasha.group(andrey);
  return { chat3, sasha, andrey, there, dialogId };
}

const texts = (ear: Ear): string[] => ear.all('message:new').map(({ content }: Json) => content);

test.each(['a', 'c'] as const)(
  'in state %s each device at each gateway hears each message once (P9.9)',
  async (variant) => {
    const { chat3, sasha, andrey, there, dialogId } = await twoGateways(variant);
    const ears = await Promise.all([andrey.connect(), there(andrey).connect(), there(sasha).connect()]);
    const wanted = Array.from({ length: 40 }, (_, index) => `№ ${index}`);
    for (const [index, text] of wanted.entries()) {
      const person = [sasha, there(sasha), there(andrey)][index % 3];
      await person?.say(dialogId, text, { clientMessageId: text });
    }
    for (const ear of ears) {
      for (const text of wanted) {
        const message = await ear.hear('message:new', ({ content }) => content === text);
        expect(message.meta).toEqual({ clientMessageId: text });
      }
      await ear.caughtUp();
      expect(texts(ear).sort()).toEqual(wanted.toSorted());
    }
    expect(chat3.state.dialogs.get(dialogId)?.rows).toHaveLength(wanted.length);
  },
);

test('what another program writes is heard at both, by a queue of each (P5.7, P9.9)', async () => {
  const { chat3, sasha, andrey, there } = await twoGateways('c');
  // Of one member: there is one copy of each message, which two gateways cannot share.
  const dialogId = await andrey.group();
  const ears = await Promise.all([andrey.connect(), there(andrey).connect()]);
  const wanted = Array.from({ length: 10 }, (_, index) => `№ ${index}`);
  for (const content of wanted) {
    await fetch(`${chat3.url}/api/dialogs/${dialogId}/messages`, {
      method: 'POST',
      headers: { 'x-api-key': standInKey },
      body: JSON.stringify({ content, senderId: sasha.userId }),
    });
  }
  for (const ear of ears) {
    for (const text of wanted) await ear.hear('message:new', ({ content }) => content === text);
    await ear.caughtUp();
    expect(texts(ear).sort()).toEqual(wanted);
  }
});

test('one clientMessageId posted at both in the same moment is one message (P7.2)', async () => {
  const { chat3, sasha, there, dialogId } = await twoGateways('a');
  for (let index = 0; index < 8; index += 1) {
    const body = { content: 'раз', meta: { clientMessageId: `c${index}` } };
    const path = `/messages/dialog/${dialogId}`;
    const answers = await Promise.all([sasha.post(path, body), there(sasha).post(path, body)]);
    // Who comes second may not know yet what came of the first.
    expect(answers.map(({ status }) => status)).toContain(201);
    expect((await there(sasha).post(path, body)).status).toBe(200);
  }
  expect(chat3.state.dialogs.get(dialogId)?.rows).toHaveLength(8);
});

test('whoever is removed at one gateway is out at the other', async () => {
  const { sasha, andrey, there, dialogId } = await twoGateways('a');
  const ear = await there(andrey).connect();
  expect(await ear.join(dialogId)).toEqual({ ok: true });
  await sasha.delete(`/dialogs/${dialogId}/members/${andrey.userId}`);
  await ear.hear('chat3:update', ({ eventType }) => eventType === 'dialog.member.remove');
  await sasha.say(dialogId, 'после');
  await ear.caughtUp();
  expect(texts(ear)).toEqual([]);
});
