import { describe, expect, test } from 'vitest';
import { backends } from './backends.ts';
import type { Json } from './support.ts';
import * as support from './support.ts';

const seqs = (answer: Json): number[] => answer.body.data.map((message: Json) => message.seq);

describe.each(backends)('posting to $name', ({ isOwn, options }) => {
  const cast = async (own: Parameters<typeof support.cast>[0] = {}) =>
    support.cast({ ...(await options()), ...own });

  test.runIf(isOwn)('the stored message has the shape of the contract (P4.1, P4.3)', async () => {
    const { sasha, andrey } = await cast();
    const dialogId = await sasha.group(andrey);
    const [{ messageId: replyTo }] = (await sasha.get(`/messages/dialog/${dialogId}`)).body.data;
    const answer = await sasha.post(`/messages/dialog/${dialogId}`, {
      content: '  Привет \ud800!\0 ',
      meta: { clientMessageId: '01J', replyTo },
    });
    expect(answer.status).toBe(201);
    const message = answer.body.data;
    expect(message).toEqual({
      _id: expect.stringMatching(/^[0-9a-f]{24}$/),
      id: message._id,
      messageId: expect.stringMatching(/^msg_[a-z0-9]{20}$/),
      tenantId: 'default',
      dialogId,
      senderId: sasha.userId,
      content: '  Привет \ufffd!',
      type: 'text',
      seq: 2,
      rev: 3,
      reactionCounts: {},
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      updatedAt: message.createdAt,
      meta: { clientMessageId: '01J', replyTo },
      statuses: [{ userId: andrey.userId, status: 'unread', createdAt: message.createdAt }],
    });
    expect((await andrey.get(`/messages/${message.messageId}`)).body.message).toEqual(message);
    const history = (await andrey.get(`/messages/dialog/${dialogId}`)).body;
    expect(history.data[0]).toEqual({ ...message, ownReactions: [] });
    expect(history).toMatchObject({ headSeq: 2, pagination: { page: 1, limit: 50, total: 2, pages: 1 } });
  });

  test('a code line keeps its indentation, and the same text cleaned once more is the same message', async () => {
    const { sasha, andrey } = await cast();
    const dialogId = await sasha.group(andrey);
    const post = (content: string) =>
      sasha.post(`/messages/dialog/${dialogId}`, { content, meta: { clientMessageId: '01J' } });
    const stored = await post('\n \r\n    if (x)\r\n\ty()  \n\n');
    expect(stored.body.data.content).toBe('    if (x)\n\ty()');
    const again = await post('    if (x)\n\ty()');
    expect(again.body.data.messageId).toBe(stored.body.data.messageId);
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

  test('10,000 characters pass and one more does not, whatever they are (P4.3)', async () => {
    const { sasha } = await cast();
    const dialogId = await sasha.group();
    const post = (content: string) => sasha.post(`/messages/dialog/${dialogId}`, { content });
    for (const text of ['x'.repeat(10_000), 'ё'.repeat(10_000), '漢'.repeat(10_000), '😀'.repeat(5_000)]) {
      const answer = await post(`\n${text} `);
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
    // The line of its creation alone.
    expect(seqs(await sasha.get(`/messages/dialog/${dialogId}`))).toEqual(isOwn ? [1] : []);
  });

  test.runIf(isOwn)('a post that is refused takes no number (P7.3)', async () => {
    const { sasha, andrey, maria } = await cast();
    const dialogId = await sasha.group(andrey);
    const post = (person: typeof sasha) => person.post(`/messages/dialog/${dialogId}`, { content: 'x' });
    expect((await Promise.all([post(maria), post(sasha), post(maria)])).map(({ status }) => status)).toEqual([
      403, 201, 403,
    ]);
    expect((await post(andrey)).body.data.seq).toBe(3);
    expect(seqs(await sasha.get(`/messages/dialog/${dialogId}`))).toEqual([3, 2, 1]);
    await sasha.delete(`/dialogs/${dialogId}`);
    expect((await post(andrey)).status).toBe(404);
  });

  test.runIf(isOwn)(
    'a repeat with the same body answers 200 with the same row; another body 409 (P7.2)',
    async () => {
      const { sasha, andrey } = await cast();
      const dialogId = await sasha.group(andrey);
      const post = (content: string, meta: object) =>
        sasha.post(`/messages/dialog/${dialogId}`, { content, meta });
      const [first, second] = await Promise.all([
        post('один', { clientMessageId: 'A', mentions: [], color: 1 }),
        post('\nодин ', { color: 1, mentions: [], clientMessageId: 'A' }),
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
      expect(seqs(await sasha.get(`/messages/dialog/${dialogId}`))).toEqual([3, 2, 1]);
    },
  );

  test.runIf(isOwn)(
    '50 posts at once: dense seq, strictly increasing createdAt, delivered in that order (P7.3, S5.3)',
    async () => {
      const { sasha, andrey } = await cast({ now: () => 1_700_000_000_000 });
      const dialogId = await sasha.group(andrey);
      const ear = await andrey.connect();
      await Promise.all(Array.from({ length: 50 }, (_, index) => sasha.say(dialogId, `№ ${index}`)));
      await ear.hear('message:new', (message) => message.seq === 51);
      const messages = (await andrey.get(`/messages/dialog/${dialogId}?since=1&limit=100`)).body.data;
      expect(messages.map((message: Json) => message.seq)).toEqual(
        Array.from({ length: 50 }, (_, index) => index + 2),
      );
      const times = messages.map((message: Json) => Date.parse(message.createdAt));
      expect(times).toEqual(Array.from({ length: 50 }, (_, index) => 1_700_000_000_001 + index));
      expect(ear.all('message:new').map((message) => message.seq)).toEqual(
        messages.map((message: Json) => message.seq),
      );
    },
  );

  test.runIf(isOwn)('createdAt never runs backwards with the clock (S5.3)', async () => {
    let time = 1_700_000_000_000;
    const { sasha } = await cast({ now: () => time });
    const dialogId = await sasha.group();
    const first = await sasha.say(dialogId, 'раз');
    time -= 60_000;
    const second = await sasha.say(dialogId, 'два');
    expect(Date.parse(second.createdAt)).toBe(Date.parse(first.createdAt) + 1);
  });
});

describe.each(backends)('the history in $name', ({ isOwn, options }) => {
  const cast = async () => support.cast(await options());

  test.runIf(isOwn)('pages, since and before (P7.3, P4.2)', async () => {
    const { sasha } = await cast();
    const dialogId = await sasha.group();
    // The line of its creation is the first.
    for (let index = 2; index <= 25; index += 1) await sasha.say(dialogId, `№ ${index}`);
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
