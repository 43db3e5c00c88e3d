import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RabbitServer } from '../../support/rabbit.ts';
import { cast, type Ear, type Json, temporaryDirectory } from '../server/support.ts';
import { brokerIs, gateway, inFrontOf, standIn } from './stage.ts';

let rabbit: RabbitServer;
beforeAll(async () => {
  rabbit = await RabbitServer.start();
}, 150_000);
afterAll(() => rabbit.close());

async function stage(options: Parameters<typeof gateway>[0] = {}) {
  const all = await gateway({ rabbitUrl: rabbit.url, ...options });
  const dialogId = await all.sasha.group(all.andrey);
  /** As another program would write. */
  const elsewhere = async (content: string, senderId = all.sasha.userId): Promise<string> => {
    const response = await fetch(`${all.chat3.url}/api/dialogs/${dialogId}/messages`, {
      method: 'POST',
      headers: { 'x-api-key': 'chat3-key', 'content-type': 'application/json' },
      body: JSON.stringify({ content, senderId, type: 'text', meta: { by: 'another' } }),
    });
    return ((await response.json()) as Json).data.messageId;
  };
  return { ...all, dialogId, elsewhere };
}

const texts = (ear: Ear): string[] => ear.all('message:new').map(({ content }: Json) => content);
const heard = (ear: Ear, content: string) =>
  ear.hear('message:new', (message) => message.content === content);

test('two devices of one person both hear each of two hundred messages, once (P5.7, P9.9)', async () => {
  const { sasha, andrey, dialogId, elsewhere } = await stage();
  const ears = await Promise.all([andrey.connect(), andrey.connect(), sasha.connect()]);
  const wanted = Array.from({ length: 200 }, (_, index) => `№ ${index}`);
  for (let start = 0; start < wanted.length; start += 20) {
    const some = wanted.slice(start, start + 20);
    // Half of them are written by another program: only the broker tells of them.
    await Promise.all(
      some.map((text, index) =>
        index % 2 === 0 ? sasha.say(dialogId, text, { clientMessageId: text }) : elsewhere(text),
      ),
    );
  }
  for (const ear of ears) {
    for (const text of wanted) await heard(ear, text);
  }
  // What comes twice comes with what is told last: everything there is has been told by then.
  await elsewhere('конец');
  for (const ear of ears) {
    await heard(ear, 'конец');
    await ear.caughtUp();
    expect(texts(ear).sort()).toEqual([...wanted, 'конец'].sort());
  }
});

describe.each(['A', 'B', 'C'] as const)('in envelope %s (P6)', (envelope) => {
  test('what another program does is told, whole', async () => {
    const { sasha, andrey, dialogId, chat3, elsewhere } = await stage();
    if (chat3.publisher) chat3.publisher.envelope = envelope;
    const ear = await andrey.connect();
    const long = 'д'.repeat(5_000);
    const messageId = await elsewhere(long);
    expect(await ear.hear('message:new')).toMatchObject({
      messageId,
      dialogId,
      content: long,
      senderId: sasha.userId,
      meta: { by: 'another' },
    });
    expect(ear.all('message:new')).toHaveLength(1);
  });
});

test('what another program does to people and messages is told (P9.3, P9.9)', async () => {
  const { sasha, andrey, maria, dialogId, chat3, elsewhere } = await stage();
  if (chat3.publisher) chat3.publisher.envelope = 'B';
  const ask = (path: string, body: object) =>
    fetch(`${chat3.url}/api${path}`, {
      method: 'POST',
      headers: { 'x-api-key': 'chat3-key' },
      body: JSON.stringify(body),
    });
  const [ear, newcomer] = [await sasha.connect(), await maria.connect()];
  await ask(`/dialogs/${dialogId}/members/${maria.userId}/add`, {});
  expect(await newcomer.hear('chat3:update')).toMatchObject({ eventType: 'dialog.member.add', dialogId });
  expect(await newcomer.join(dialogId)).toEqual({ ok: true });
  const messageId = await elsewhere('раз');
  await heard(newcomer, 'раз');
  await ask(`/messages/${messageId}/status/${andrey.userId}/read`, {});
  expect(await ear.hear('message:status')).toMatchObject({
    messageId,
    userId: andrey.userId,
    status: 'read',
  });
  await ask(`/dialogs/${dialogId}/members/${maria.userId}/remove`, {});
  await newcomer.hear('chat3:update', ({ eventType }) => eventType === 'dialog.member.remove');
  await elsewhere('два');
  await heard(ear, 'два');
  await newcomer.caughtUp();
  expect(texts(newcomer)).toEqual(['раз']);
});

test('what comes of a reaction elsewhere is told', async () => {
  const { sasha, andrey, chat3, elsewhere } = await stage();
  if (chat3.publisher) chat3.publisher.envelope = 'B';
  const messageId = await elsewhere('раз');
  const ear = await sasha.connect();
  await fetch(`${chat3.url}/api/messages/${messageId}/reactions`, {
    method: 'POST',
    headers: { 'x-api-key': 'chat3-key' },
    body: JSON.stringify({ userId: andrey.userId, reaction: '👍' }),
  });
  expect(await ear.hear('message:reaction')).toMatchObject({
    messageId,
    userId: andrey.userId,
    reaction: '👍',
    reactionCounts: { '👍': 1 },
  });
});

test('a dialog that another program makes is found by its hex id alone (P1.3)', async () => {
  const { sasha, andrey, chat3 } = await gateway({ rabbitUrl: rabbit.url });
  const ear = await andrey.connect();
  const ask = async (path: string, body: object): Promise<Json> => {
    const headers = { 'x-api-key': 'chat3-key' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await (await fetch(`${chat3.url}/api${path}`, init)).json()) as Json;
  };
  const { data } = await ask('/dialogs', { name: 'Чужой', createdBy: sasha.userId });
  for (const person of [sasha, andrey])
    await ask(`/dialogs/${data.dialogId}/members/${person.userId}/add`, {});
  expect(await ear.hear('chat3:update')).toMatchObject({ dialogId: data.dialogId });
  await ask(`/dialogs/${data.dialogId}/messages`, { content: 'первое', senderId: sasha.userId });
  expect(await heard(ear, 'первое')).toMatchObject({ dialogId: data.dialogId });
});

test('with the broker away all goes on, and with it back everything is heard again', async () => {
  const { sasha, andrey, dialogId, elsewhere, figures } = await stage();
  const ear = await andrey.connect();
  await rabbit.kill();
  await brokerIs('away', figures);
  await sasha.say(dialogId, 'без брокера');
  await heard(ear, 'без брокера');
  await elsewhere('этого никто не слышит');
  await rabbit.startAgain();
  await brokerIs('up', figures);
  await expect
    .poll(
      async () => {
        await elsewhere('снова');
        await ear.caughtUp();
        return texts(ear).includes('снова');
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(true);
  await sasha.say(dialogId, 'всё');
  await heard(ear, 'всё');
  // What was missed is in the history, where clients look once a minute.
  const rows = (await andrey.get(`/messages/dialog/${dialogId}?limit=100`)).body.data;
  expect(rows.map(({ content }: Json) => content)).toContain('этого никто не слышит');
}, 240_000);

test('a gateway serves although there was no broker when it started, and hears it later', async () => {
  const chat3 = await standIn({ rabbitUrl: rabbit.url });
  await rabbit.kill();
  const metrics = { host: '127.0.0.1', port: 0 };
  const { server, sasha, andrey } = await cast({ ...inFrontOf(chat3, rabbit.url), metrics });
  const dialogId = await sasha.group(andrey);
  const ear = await andrey.connect();
  await sasha.say(dialogId, 'без брокера');
  await heard(ear, 'без брокера');
  await rabbit.startAgain();
  await chat3.publisher?.ready();
  await brokerIs('up', server.metricsUrl ?? '');
}, 240_000);

test('a message is known again by a gateway that was started anew (P7.2, P9.8)', async () => {
  const dataDir = temporaryDirectory();
  const { server, sasha, dialogId, chat3 } = await stage({ variant: 'a', server: { dataDir } });
  const body = { content: 'раз', meta: { clientMessageId: 'c1' } };
  const first = await sasha.post(`/messages/dialog/${dialogId}`, body);
  await server.close();
  const next = await gateway({ rabbitUrl: rabbit.url, server: { dataDir, chat3ApiUrl: chat3.url } });
  const again = await next.sasha.post(`/messages/dialog/${dialogId}`, body);
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.body.data).toMatchObject({ messageId: first.body.data.messageId, meta: body.meta });
});

test('of a Chat3 that is slow and fails, nothing is lost and nothing is there twice', async () => {
  const { sasha, andrey, dialogId, chat3 } = await stage();
  const ear = await andrey.connect();
  Object.assign(chat3.faults, { slowMs: 200, failing: 0.2 });
  const wanted = Array.from({ length: 20 }, (_, index) => `№ ${index}`);
  for (const text of wanted) {
    const body = { content: text, meta: { clientMessageId: text } };
    // As the client does it: again until it is there.
    await expect
      .poll(async () => (await sasha.post(`/messages/dialog/${dialogId}`, body)).status, { timeout: 30_000 })
      .toBeLessThan(300);
  }
  Object.assign(chat3.faults, { slowMs: 0, failing: 0 });
  const rows = (await andrey.get(`/messages/dialog/${dialogId}?limit=100`)).body.data;
  expect(rows.map(({ content }: Json) => content).sort()).toEqual([...wanted].sort());
  for (const text of wanted) await heard(ear, text);
  expect(texts(ear).sort()).toEqual([...wanted].sort());
}, 120_000);
