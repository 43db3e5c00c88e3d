import { describe, expect, test } from 'vitest';
import type { PostFate } from '../../fixtures/chat3/state.ts';
import { call, DMITRY, type Json, type Person, signIn } from '../server/support.ts';
import { gateway } from './stage.ts';

const named = (clientMessageId: string) => ({ content: 'раз', meta: { clientMessageId } });

/** A group of the three. */
async function stage(options: Parameters<typeof gateway>[0] = {}) {
  const all = await gateway(options);
  const dialogId = await all.sasha.group(all.andrey);
  const path = `/messages/dialog/${dialogId}`;
  const rows = () => all.chat3.state.dialogs.get(dialogId)?.rows ?? [];
  const history = async (person: Person) => (await person.get(`${path}?limit=100`)).body.data;
  return { ...all, dialogId, path, rows, history };
}

test('what is announced is what is kept (P7.1, P9.4)', async () => {
  const { sasha } = await gateway();
  const { features } = await (await sasha.connect()).hear('server:hello');
  expect(features).toEqual(['idempotency', 'userRoom', 'joinAck', 'presence', 'sessions', 'phone']);
});

describe('dialogs and members (P3.5, P3.7, P9.1, P9.2, P9.10)', () => {
  test('are made, listed, read, filled, left and deleted', async () => {
    const { sasha, andrey, maria } = await gateway();
    const body = { name: ' Отдел ', memberIds: [andrey.userId, sasha.userId] };
    const made = await sasha.post('/dialogs', body);
    expect(made.status).toBe(201);
    const { dialogId } = made.body.data;
    expect(made.body.data).toMatchObject({ dialogName: 'Отдел', unreadCount: 0, lastMessage: null });
    expect(made.body.data).not.toHaveProperty('headSeq');
    const { dialog } = (await andrey.get(`/dialogs/${dialogId}`)).body;
    expect(dialog).toMatchObject({ dialogId, name: 'Отдел', createdBy: sasha.userId });
    expect(dialog.members.map(({ userId }: { userId: string }) => userId)).toEqual([
      sasha.userId,
      andrey.userId,
    ]);
    expect((await sasha.post(`/dialogs/${dialogId}/members`, { userId: 'usr_nobody00' })).status).toBe(404);
    for (const _again of [1, 2]) {
      const added = await andrey.post(`/dialogs/${dialogId}/members`, { userId: maria.userId });
      expect(added.status).toBe(200);
    }
    expect((await maria.get('/dialogs?includeLastMessage=true')).body).toMatchObject({
      data: [{ dialogId, lastMessage: null }],
      pagination: { page: 1, limit: 10, total: 1, pages: 1 },
    });
    expect((await maria.delete(`/dialogs/${dialogId}/members/${maria.userId}`)).status).toBe(200);
    expect((await sasha.get(`/dialogs/${dialogId}/members`)).body.data).toHaveLength(2);
    expect((await andrey.delete(`/dialogs/${dialogId}`)).body.error).toBe(
      'Only its creator can delete this dialog',
    );
    expect((await sasha.delete(`/dialogs/${dialogId}`)).status).toBe(200);
    const gone = await sasha.get(`/dialogs/${dialogId}`);
    expect([gone.status, gone.body.error]).toEqual([404, 'Dialog not found']);
  });

  test('a dialog that cannot be filled is nobody’s', async () => {
    const { sasha, chat3 } = await gateway();
    expect((await sasha.post('/dialogs', { name: 'x', memberIds: ['usr_nobody00'] })).status).toBe(404);
    expect(chat3.state.dialogs.size).toBe(0);
  });

  test('what is not kept is refused by name (P7.40, P9.4)', async () => {
    const { sasha, andrey, dialogId } = await stage();
    const refused = async (answer: Promise<{ status: number; body: { code?: string } }>) => {
      const { status, body } = await answer;
      expect([status, body.code]).toEqual([400, 'not_supported']);
    };
    await refused(sasha.patch(`/dialogs/${dialogId}`, { name: 'Новое' }));
    await refused(sasha.patch(`/dialogs/${dialogId}/members/${andrey.userId}`, { role: 'admin' }));
    await refused(sasha.post(`/dialogs/${dialogId}/read`, { seq: 1 }));
    await refused(sasha.post('/files'));
    await refused(sasha.get('/files/file_1'));
    const meta = { attachments: [{ fileId: 'file_1' }] };
    await refused(sasha.post(`/messages/dialog/${dialogId}`, { content: 'x', meta }));
    await refused(sasha.get(`/messages/dialog/${dialogId}?since=0`));
    expect((await sasha.get(`/dialogs/${dialogId}/changes?since=0`)).body.reset).toBe(true);
  });
});

test('nobody reads, writes or hears what they are no member of, at any call (P7.6)', async () => {
  const { url, sasha, dialogId, path, chat3 } = await stage();
  const { messageId } = await sasha.say(dialogId, 'тайна');
  const dmitry = await signIn(url, DMITRY);
  const answers = await Promise.all([
    dmitry.get(`/dialogs/${dialogId}`),
    dmitry.get(`/dialogs/${dialogId}/members`),
    dmitry.get(`/dialogs/${dialogId}/changes?since=0`),
    dmitry.post(`/dialogs/${dialogId}/members`, { userId: dmitry.userId }),
    dmitry.delete(`/dialogs/${dialogId}/members/${sasha.userId}`),
    dmitry.delete(`/dialogs/${dialogId}`),
    dmitry.get(path),
    dmitry.post(path, { content: 'я тут' }),
    dmitry.get(`/messages/${messageId}`),
    dmitry.post(`/messages/${messageId}/status/read`),
    dmitry.get(`/messages/${messageId}/reactions`),
    dmitry.post(`/messages/${messageId}/reactions`, { reaction: '👍' }),
    dmitry.delete(`/messages/${messageId}/reactions/x`),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
  expect(await (await dmitry.connect()).join(dialogId)).toEqual({
    ok: false,
    error: 'Not a member of this dialog',
  });
  expect(chat3.state.find(messageId)?.row.reactions.size).toBe(0);
});

test('whoever is removed hears nothing more, at once', async () => {
  const { sasha, andrey, dialogId } = await stage();
  const ear = await andrey.connect();
  expect(await ear.join(dialogId)).toEqual({ ok: true });
  await sasha.say(dialogId, 'до');
  await ear.hear('message:new', ({ content }) => content === 'до');
  await sasha.delete(`/dialogs/${dialogId}/members/${andrey.userId}`);
  await sasha.say(dialogId, 'после');
  await ear.caughtUp();
  expect(ear.all('message:new').map(({ content }) => content)).toEqual(['до']);
  expect((await andrey.get(`/messages/dialog/${dialogId}`)).status).toBe(403);
});

test('whoever another program removes hears no later message, though no broker tells of it (P9.7)', async () => {
  let elapsed = 0;
  const { sasha, andrey, dialogId, chat3 } = await stage({ server: { elapsed: () => elapsed } });
  const ear = await andrey.connect();
  await ear.join(dialogId);
  chat3.state.dialogs.get(dialogId)?.members.delete(andrey.userId);
  elapsed += 3_000;
  await sasha.say(dialogId, 'после');
  await ear.caughtUp();
  expect(ear.all('message:new')).toEqual([]);
});

describe.each(['a', 'c', 'd'] as const)('in state %s', (variant) => {
  test('all that was posted with a message is given back everywhere (P9.8)', async () => {
    const { sasha, andrey, dialogId, path, history } = await stage({ variant });
    const ear = await andrey.connect();
    const meta = { clientMessageId: 'c1', replyTo: 'msg_x', mentions: [andrey.userId] };
    const posted = await sasha.post(path, { content: 'раз', meta });
    expect([posted.status, posted.body.data.meta]).toEqual([201, meta]);
    const { messageId, _id } = posted.body.data;
    expect(_id).toMatch(/^[0-9a-f]{24}$/);
    expect(await ear.hear('message:new')).toMatchObject({ messageId, _id, dialogId, meta });
    expect(await history(andrey)).toEqual([expect.objectContaining({ messageId, _id, dialogId, meta })]);
    expect((await andrey.get(`/messages/${messageId}`)).body.message).toMatchObject({ dialogId, meta });
  });

  test('one clientMessageId is one message (P7.2)', async () => {
    const { sasha, path, rows } = await stage({ variant });
    const first = await sasha.post(path, named('c1'));
    const again = await sasha.post(path, named('c1'));
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.data.messageId).toBe(first.body.data.messageId);
    const other = await sasha.post(path, { ...named('c1'), content: 'два' });
    expect(other.status).toBe(409);
    expect(rows()).toHaveLength(1);
  });

  test('eight at once are one message', async () => {
    const { sasha, path, rows } = await stage({ variant });
    const answers = await Promise.all(Array.from({ length: 8 }, () => sasha.post(path, named('c1'))));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(7).fill(200), 201]);
    expect(rows()).toHaveLength(1);
  });

  test('what is stored and not answered is found, told once, and answered to its repeat (P9.8)', async () => {
    const { sasha, path, rows, history, chat3 } = await stage({ variant });
    const ear = await sasha.connect();
    const fates: PostFate[] = [
      'fails after it is stored',
      'breaks the connection after it',
      'fails after it is stored',
      'fails before it is stored',
    ];
    for (const [index, fate] of fates.entries()) {
      chat3.faults.fates.push(fate);
      // All have the same text: only who and when tells them apart, where no meta is left.
      const answer = await sasha.post(path, named(`c${index}`));
      const again = await sasha.post(path, named(`c${index}`));
      const isStored = fate !== 'fails before it is stored';
      expect([answer.status, again.status]).toEqual(isStored ? [201, 200] : [502, 201]);
    }
    expect(rows()).toHaveLength(fates.length);
    const names = (await history(sasha)).map((row: Json) => row.meta.clientMessageId);
    expect(names.sort()).toEqual(['c0', 'c1', 'c2', 'c3']);
    await ear.caughtUp();
    const told = ear.all('message:new').map(({ meta }) => meta.clientMessageId);
    expect(told).toEqual(['c0', 'c1', 'c2', 'c3']);
  });
});

test('what Chat3 stores late belongs to the message it was asked for (P9.8)', async () => {
  let now = Date.now();
  const { sasha, path, rows, history, chat3 } = await stage({ variant: 'a', server: { now: () => now } });
  chat3.faults.lateMs = 600;
  expect((await sasha.post(path, named('c1'))).status).toBe(502);
  chat3.faults.lateMs = 0;
  const early = await sasha.post(path, named('c1'));
  expect([early.status, early.body.code]).toEqual([503, 'chat3_unsettled']);
  // Nobody waits half a minute here.
  now += 31_000;
  expect((await sasha.post(path, named('c1'))).status).toBe(201);
  await expect.poll(() => rows().length).toBe(2);
  const both = await history(sasha);
  expect(both.map((row: Json) => row.meta)).toEqual([{ clientMessageId: 'c1' }, { clientMessageId: 'c1' }]);
});

test('reactions are set, replaced, taken back, and told (P4.6, P4.7)', async () => {
  const { sasha, andrey, dialogId } = await stage();
  const { messageId } = await sasha.say(dialogId, 'раз');
  const ear = await sasha.connect();
  const at = `/messages/${messageId}/reactions`;
  await andrey.post(at, { reaction: '👍' });
  await andrey.post(at, { reaction: '🎉' });
  expect((await sasha.get(at)).body.reactions).toMatchObject({
    reactions: [{ messageId, userId: andrey.userId, reaction: '🎉' }],
    counts: { '🎉': 1 },
  });
  expect((await andrey.delete(`${at}/${encodeURIComponent('🎉')}`)).status).toBe(200);
  expect((await andrey.delete(`${at}/${encodeURIComponent('🎉')}`)).status).toBe(200);
  const counts = (change: { reactionCounts: object }) => Object.keys(change.reactionCounts).length === 0;
  expect(await ear.hear('message:reaction', counts)).toMatchObject({ action: 'remove', reaction: '🎉' });
  expect(ear.all('message:reaction').map(({ action }) => action)).toEqual(['add', 'add', 'remove']);
});

test('a message that was read is never merely delivered again (P4.5)', async () => {
  const { sasha, andrey, dialogId, chat3 } = await stage();
  const { messageId } = await sasha.say(dialogId, 'раз');
  const ear = await sasha.connect();
  const statusOf = () => chat3.state.find(messageId)?.row.statuses.get(andrey.userId)?.status;
  await andrey.post(`/messages/${messageId}/status/read`);
  await andrey.post(`/messages/${messageId}/status/delivered`);
  expect(statusOf()).toBe('read');
  expect(await ear.hear('message:status')).toMatchObject({
    messageId,
    userId: andrey.userId,
    status: 'read',
  });
  expect((await andrey.get('/dialogs')).body.data[0].unreadCount).toBe(0);
});

test('an answer has room for what it must hold, and the rest goes first (P7.22)', async () => {
  const { sasha, dialogId, path, chat3 } = await stage();
  const meta = { clientMessageId: 'c', filler: 'x'.repeat(3_900) };
  const text = '漢'.repeat(10_000);
  for (let index = 0; index < 80; index += 1) {
    const name = { ...meta, clientMessageId: `c${index}` };
    chat3.state.addRow(dialogId, { content: text, senderId: sasha.userId, meta: name });
  }
  const rows = (await sasha.get(`${path}?limit=100`)).body.data;
  expect(rows).toHaveLength(80);
  expect([Object.keys(rows[0].meta), Object.keys(rows.at(-1).meta)]).toEqual([
    ['clientMessageId', 'filler'],
    ['clientMessageId'],
  ]);
  expect([rows[0].statuses, rows.at(-1).statuses]).toEqual([expect.any(Array), undefined]);
});

test('a broker that is not there holds up neither start nor end', async () => {
  const { server, sasha, andrey } = await gateway({ server: { rabbitmqUrl: 'amqp://127.0.0.1:1' } });
  const dialogId = await sasha.group(andrey);
  const ear = await andrey.connect();
  await sasha.say(dialogId, 'раз');
  await ear.hear('message:new');
  const began = performance.now();
  await server.close();
  expect(performance.now() - began).toBeLessThan(8_000);
});

describe('a Chat3 that is not well (P9.5, P9.6)', () => {
  test('is told by status, code and sentence, and never as it is', async () => {
    const { url, sasha, path, dialogId, chat3 } = await stage();
    await sasha.say(dialogId, 'раз');
    expect((await call(url, 'GET', '/ready')).status).toBe(200);
    await chat3.stop();
    const away = await sasha.get(path);
    expect([away.status, away.body.code]).toEqual([503, 'chat3_unavailable']);
    expect(away.headers.get('retry-after')).toBe('2');
    expect((await call(url, 'GET', '/ready')).body.code).toBe('chat3_unavailable');
    expect((await call(url, 'GET', '/health')).status).toBe(200);
    expect((await sasha.get('/auth/me')).status).toBe(200);
    await chat3.startAgain();
    await expect.poll(async () => (await sasha.get(path)).status, { timeout: 10_000 }).toBe(200);
  });

  test('a post that it never got is posted by its repeat', async () => {
    const { sasha, path, rows, chat3 } = await stage();
    await chat3.stop();
    expect((await sasha.post(path, named('c1'))).status).toBe(503);
    await chat3.startAgain();
    expect((await sasha.post(path, named('c1'))).status).toBe(201);
    expect(rows()).toHaveLength(1);
  });

  test('that does not let the server in signs nobody out', async () => {
    const { sasha } = await gateway({ server: { chat3ApiKey: 'wrong' } });
    const answer = await sasha.get('/dialogs');
    expect([answer.status, answer.body.code]).toEqual([502, 'chat3_denied']);
  });

  test('that fails now and then is asked again for what only reads', async () => {
    const { sasha, path, dialogId, chat3 } = await stage();
    await sasha.say(dialogId, 'раз');
    chat3.faults.failing = 0.2;
    const answers = [];
    for (let index = 0; index < 30; index += 1) answers.push((await sasha.get(path)).status);
    expect(answers.filter((status) => status !== 200)).toEqual([]);
  });

  test('that fails always is asked no more for a while', async () => {
    const { sasha, path, chat3 } = await stage();
    chat3.faults.failing = 1;
    for (let index = 0; index < 10; index += 1) await sasha.get(path);
    const asked = chat3.requestCount();
    for (let index = 0; index < 10; index += 1) expect((await sasha.get(path)).status).toBe(503);
    expect(chat3.requestCount() - asked).toBeLessThan(8);
  });
});
