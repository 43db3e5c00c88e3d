import { describe, expect, test } from 'vitest';
import { cast, type Json } from './support.ts';

const seqs = (answer: Json): number[] => answer.body.data.map((message: Json) => message.seq);

describe('posting', () => {
  test('the stored message has the shape of the contract', async () => {
    const { sasha, andrey } = await cast();
    const dialogId = await sasha.group(andrey);
    const answer = await sasha.post(`/messages/dialog/${dialogId}`, {
      content: '  Привет \ud800!\0 ',
      meta: { clientMessageId: '01J', replyTo: 'msg_x' },
    });
    expect(answer.status).toBe(201);
    const message = answer.body.data;
    expect(message).toEqual({
      messageId: expect.stringMatching(/^msg_[a-z0-9]{20}$/),
      tenantId: 'default',
      dialogId,
      senderId: sasha.userId,
      content: 'Привет \ufffd!',
      type: 'text',
      seq: 1,
      rev: 2,
      reactionCounts: {},
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      updatedAt: message.createdAt,
      meta: { clientMessageId: '01J', replyTo: 'msg_x' },
      statuses: [{ userId: andrey.userId, status: 'unread', createdAt: message.createdAt }],
    });
    expect((await andrey.get(`/messages/${message.messageId}`)).body.message).toEqual(message);
    const history = (await andrey.get(`/messages/dialog/${dialogId}`)).body;
    expect(history.data).toEqual([message]);
    expect(history).toMatchObject({ headSeq: 1, pagination: { page: 1, limit: 50, total: 1, pages: 1 } });
  });

  test.each([
    ['nothing', undefined],
    ['empty', ''],
    ['spaces', ' \n\t\u00a0\u3000 '],
    ['zero-width only', '\u200b\u200d\ufeff\u2060'],
    ['bidi marks and fillers', '\u202e\u2066\u3164\u115f\u00ad\ufe0f'],
    ['controls', '\0\u0007'],
    ['a number', 7],
    ['an object', { $ne: '' }],
  ])('%s is refused as empty', async (_name, content) => {
    const { sasha } = await cast();
    const answer = await sasha.post(`/messages/dialog/${await sasha.group()}`, { content });
    expect([answer.status, answer.body]).toEqual([
      400,
      { success: false, error: 'Message content is required' },
    ]);
  });

  test('10,000 characters pass and one more does not, whatever they are', async () => {
    const { sasha } = await cast();
    const dialogId = await sasha.group();
    const post = (content: string) => sasha.post(`/messages/dialog/${dialogId}`, { content });
    for (const text of ['x'.repeat(10_000), 'ё'.repeat(10_000), '漢'.repeat(10_000), '😀'.repeat(5_000)]) {
      const answer = await post(` ${text} `);
      expect([answer.status, answer.body.data?.content === text]).toEqual([201, true]);
    }
    for (const text of ['x'.repeat(10_001), '😀'.repeat(5_000).concat('x')]) {
      const answer = await post(text);
      expect([answer.status, answer.body.error]).toEqual([
        400,
        'Message content is too long (max 10000 characters)',
      ]);
    }
  });

  test('bad types and metas are refused with a sentence', async () => {
    const { sasha } = await cast();
    const dialogId = await sasha.group();
    const error = async (extra: object) =>
      (await sasha.post(`/messages/dialog/${dialogId}`, { content: 'x', ...extra })).body.error;
    expect(await error({ type: 'system.member' })).toBe('This message type is reserved');
    expect(await error({ type: 'два слова' })).toBe('type must be a word');
    expect(await error({ meta: [] })).toBe('meta must be an object');
    expect(await error({ meta: { clientMessageId: 1 } })).toBe('meta.clientMessageId must be a string');
    const deep = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`);
    expect(await error({ meta: deep })).toBe('meta is nested too deeply');
    expect((await sasha.get(`/messages/dialog/${dialogId}`)).body.data).toEqual([]);
  });

  test('a repeat with the same body answers 200 with the same row; another body 409', async () => {
    const { sasha, andrey } = await cast();
    const dialogId = await sasha.group(andrey);
    const post = (content: string, meta: object) =>
      sasha.post(`/messages/dialog/${dialogId}`, { content, meta });
    const [first, second] = await Promise.all([
      post('один', { clientMessageId: 'A', mentions: [], color: 1 }),
      post(' один ', { color: 1, mentions: [], clientMessageId: 'A' }),
    ]);
    expect([first?.status, second?.status].sort()).toEqual([200, 201]);
    expect(first?.body.data).toEqual(second?.body.data);
    const other = await post('другое', { clientMessageId: 'A' });
    expect([other.status, other.body.success]).toEqual([409, false]);
    // The key is the sender's own: somebody else may use the same one.
    const theirs = await andrey.post(`/messages/dialog/${dialogId}`, {
      content: 'моё',
      meta: { clientMessageId: 'A' },
    });
    expect(theirs.status).toBe(201);
    expect(seqs(await sasha.get(`/messages/dialog/${dialogId}`))).toEqual([2, 1]);
  });

  test('50 posts at once: dense seq, strictly increasing createdAt, delivered in that order', async () => {
    const { sasha, andrey } = await cast({ now: () => 1_700_000_000_000 });
    const dialogId = await sasha.group(andrey);
    const ear = await andrey.connect();
    await Promise.all(Array.from({ length: 50 }, (_, index) => sasha.say(dialogId, `№ ${index}`)));
    await ear.hear('message:new', (message) => message.seq === 50);
    const messages = (await andrey.get(`/messages/dialog/${dialogId}?since=0&limit=100`)).body.data;
    expect(messages.map((message: Json) => message.seq)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    const times = messages.map((message: Json) => Date.parse(message.createdAt));
    expect(times).toEqual(Array.from({ length: 50 }, (_, index) => 1_700_000_000_000 + index));
    expect(ear.all('message:new').map((message) => message.seq)).toEqual(
      messages.map((message: Json) => message.seq),
    );
  });

  test('createdAt never runs backwards with the clock', async () => {
    let time = 1_700_000_000_000;
    const { sasha } = await cast({ now: () => time });
    const dialogId = await sasha.group();
    const first = await sasha.say(dialogId, 'раз');
    time -= 60_000;
    const second = await sasha.say(dialogId, 'два');
    expect(Date.parse(second.createdAt)).toBe(Date.parse(first.createdAt) + 1);
  });
});

describe('history', () => {
  test('pages, since and before', async () => {
    const { sasha } = await cast();
    const dialogId = await sasha.group();
    for (let index = 1; index <= 25; index += 1) await sasha.say(dialogId, `№ ${index}`);
    const read = (query: string) => sasha.get(`/messages/dialog/${dialogId}?${query}`);
    expect(seqs(await read('limit=10'))).toEqual([25, 24, 23, 22, 21, 20, 19, 18, 17, 16]);
    const third = await read('page=3&limit=10');
    expect(seqs(third)).toEqual([5, 4, 3, 2, 1]);
    expect(third.body.pagination).toEqual({ page: 3, limit: 10, total: 25, pages: 3 });
    expect(seqs(await read('page=4&limit=10'))).toEqual([]);
    const since = await read('since=20&limit=3');
    expect([seqs(since), since.body.headSeq]).toEqual([[21, 22, 23], 25]);
    expect(seqs(await read('since=25'))).toEqual([]);
    expect(seqs(await read('before=4'))).toEqual([3, 2, 1]);
    expect((await read('limit=5000')).body.pagination.limit).toBe(100);
    for (const bad of ['since=-1', 'since=x', 'before=1.5', 'since=1&since=2']) {
      expect((await read(bad)).status).toBeLessThan(500);
    }
    expect((await read('since=x')).body.error).toBe('since must be a whole number');
  });

  test('unknown messages', async () => {
    const { sasha } = await cast();
    for (const path of ['/messages/msg_none', '/messages/msg_none/reactions']) {
      const answer = await sasha.get(path);
      expect([answer.status, answer.body.error]).toEqual([404, 'Message not found']);
    }
  });
});

describe('watermarks', () => {
  test('statuses, unread counts and events come from them, forward only', async () => {
    const { sasha, andrey, maria } = await cast();
    const dialogId = await sasha.group(andrey, maria);
    const messages: Json[] = [];
    for (let index = 0; index < 3; index += 1) messages.push(await sasha.say(dialogId, `№ ${index}`));
    const ear = await sasha.connect();
    const unread = async () => (await andrey.get('/dialogs')).body.data[0].unreadCount;
    const statuses = async (index: number) => {
      const list = (await sasha.get(`/messages/${messages[index].messageId}`)).body.message.statuses;
      return Object.fromEntries(list.map((entry: Json) => [entry.userId, entry.status]));
    };
    expect(await unread()).toBe(3);

    expect((await andrey.post(`/dialogs/${dialogId}/delivered`, { seq: 3 })).body.data).toEqual({
      deliveredSeq: 3,
      readSeq: 0,
    });
    expect(await statuses(2)).toEqual({ [andrey.userId]: 'delivered', [maria.userId]: 'unread' });
    await andrey.post(`/messages/${messages[1].messageId}/status/read`);
    expect(await unread()).toBe(1);
    expect(await statuses(0)).toMatchObject({ [andrey.userId]: 'read' });
    expect(await statuses(2)).toMatchObject({ [andrey.userId]: 'delivered' });
    await ear.hear('dialog:marks', (marks) => marks.readSeq === 2);
    expect(
      await ear.hear(
        'message:status',
        (entry) => entry.messageId === messages[1].messageId && entry.status === 'read',
      ),
    ).toEqual({
      messageId: messages[1].messageId,
      userId: andrey.userId,
      status: 'read',
      dialogId,
    });

    // Back and beyond: nothing moves, nothing is told.
    const before = (await sasha.get('/dialogs')).body.data[0].headRev;
    expect((await andrey.post(`/dialogs/${dialogId}/read`, { seq: 1 })).body.data.readSeq).toBe(2);
    await andrey.post(`/messages/${messages[2].messageId}/status/delivered`);
    expect((await sasha.get('/dialogs')).body.data[0].headRev).toBe(before);
    expect((await andrey.post(`/dialogs/${dialogId}/read`, { seq: 999 })).body.data.readSeq).toBe(3);
    expect(await unread()).toBe(0);
    expect(await ear.hear('dialog:marks', (marks) => marks.readSeq === 3)).toEqual({
      dialogId,
      userId: andrey.userId,
      deliveredSeq: 3,
      readSeq: 3,
      rev: before + 1,
    });
    for (const seq of [-1, 1.5, '2', null, undefined]) {
      expect((await andrey.post(`/dialogs/${dialogId}/read`, { seq })).status).toBe(400);
    }
    const bad = await andrey.post(`/messages/${messages[0].messageId}/status/seen`);
    expect(bad.body.error).toBe('Invalid status. Must be "read" or "delivered"');
  });

  test('own messages are never unread, whatever was read before', async () => {
    const { sasha, andrey } = await cast();
    const dialogId = await sasha.group(andrey);
    const unread = async (who: typeof sasha) => (await who.get('/dialogs')).body.data[0].unreadCount;
    await sasha.say(dialogId, 'раз');
    await andrey.say(dialogId, 'два');
    await andrey.say(dialogId, 'три');
    expect([await unread(sasha), await unread(andrey)]).toEqual([2, 1]);
    await sasha.say(dialogId, 'четыре');
    expect([await unread(sasha), await unread(andrey)]).toEqual([2, 2]);
    const members = (await sasha.get(`/dialogs/${dialogId}/members`)).body.data;
    expect(members.map((member: Json) => member.unreadCount)).toEqual([2, 2]);
  });
});

describe('reactions', () => {
  test('one a user, a new one replaces, taking back works, everybody hears', async () => {
    const { sasha, andrey } = await cast();
    const dialogId = await sasha.group(andrey);
    const { messageId } = await sasha.say(dialogId, 'раз');
    const ear = await sasha.connect();
    const reactions = async () => (await sasha.get(`/messages/${messageId}/reactions`)).body.reactions;
    expect((await andrey.post(`/messages/${messageId}/reactions`, {})).body.error).toBe(
      'Reaction is required',
    );
    await andrey.post(`/messages/${messageId}/reactions`, { reaction: '👍' });
    await andrey.post(`/messages/${messageId}/reactions`, { reaction: '❤️' });
    await sasha.post(`/messages/${messageId}/reactions`, { reaction: '__proto__' });
    expect(await reactions()).toEqual({
      reactions: [
        { messageId, userId: andrey.userId, reaction: '❤️', createdAt: expect.any(String) },
        { messageId, userId: sasha.userId, reaction: '__proto__', createdAt: expect.any(String) },
      ],
      counts: JSON.parse('{"❤️":1,"__proto__":1}'),
    });
    await sasha.delete(`/messages/${messageId}/reactions/${encodeURIComponent('__proto__')}`);
    const message = (await sasha.get(`/messages/${messageId}`)).body.message;
    expect(message.reactionCounts).toEqual({ '❤️': 1 });
    const answer = await andrey.delete(`/messages/${messageId}/reactions/${encodeURIComponent('❤️')}`);
    expect(answer.body).toEqual({ success: true, message: expect.any(String) });
    expect(
      await ear.hear(
        'message:reaction',
        (event) => event.userId === andrey.userId && event.action === 'remove',
      ),
    ).toEqual({
      messageId,
      reaction: '❤️',
      action: 'remove',
      oldReaction: '❤️',
      userId: andrey.userId,
      dialogId,
      reactionCounts: {},
      rev: message.rev + 1,
    });
    expect((await reactions()).reactions).toEqual([]);
    // Somebody else's reaction cannot be taken back.
    await andrey.post(`/messages/${messageId}/reactions`, { reaction: '👍' });
    await sasha.delete(`/messages/${messageId}/reactions/${encodeURIComponent('👍')}`);
    expect((await reactions()).counts).toEqual({ '👍': 1 });
  });
});

describe('changes', () => {
  test('since a rev: what was inserted, reacted to, read and who came', async () => {
    const { sasha, andrey, maria } = await cast();
    const dialogId = await sasha.group(andrey);
    const first = await sasha.say(dialogId, 'раз');
    await sasha.say(dialogId, 'два');
    const changes = async (since: unknown) =>
      (await sasha.get(`/dialogs/${dialogId}/changes?since=${since}`)).body;
    const start = await changes(0);
    expect(start).toMatchObject({ success: true, headSeq: 2, headRev: 3, marks: [] });
    expect(start.messages.map((message: Json) => message.seq)).toEqual([1, 2]);
    expect(await changes(start.headRev)).toEqual({
      success: true,
      messages: [],
      marks: [],
      headSeq: 2,
      headRev: 3,
    });

    await andrey.post(`/messages/${first.messageId}/reactions`, { reaction: '👍' });
    await andrey.post(`/dialogs/${dialogId}/read`, { seq: 1 });
    const next = await changes(start.headRev);
    expect(next.messages).toEqual([expect.objectContaining({ seq: 1, reactionCounts: { '👍': 1 } })]);
    expect(next.marks).toEqual([{ userId: andrey.userId, deliveredSeq: 1, readSeq: 1 }]);
    expect(next).not.toHaveProperty('members');

    await sasha.post(`/dialogs/${dialogId}/members`, { userId: maria.userId });
    const last = await changes(next.headRev);
    expect(last.members.map((member: Json) => member.userId)).toContain(maria.userId);
    expect(last.headRev).toBe(next.headRev + 1);

    expect(await changes(1_000)).toEqual({ success: true, reset: true });
    expect((await sasha.get(`/dialogs/${dialogId}/changes`)).status).toBe(400);
    expect((await sasha.get(`/dialogs/${dialogId}/changes?since=x`)).status).toBe(400);
  });

  test('too far behind means start over', async () => {
    const { sasha } = await cast();
    const dialogId = await sasha.group();
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(Array.from({ length: 51 }, () => sasha.say(dialogId, 'x')));
    }
    expect((await sasha.get(`/dialogs/${dialogId}/changes?since=1`)).body).toEqual({
      success: true,
      reset: true,
    });
    expect((await sasha.get(`/dialogs/${dialogId}/changes?since=100`)).body.messages).toHaveLength(411);
  });
});
