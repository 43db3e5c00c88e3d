import { describe, expect, test } from 'vitest';
import { cast, type Json } from './support.ts';

describe('watermarks', () => {
  test('statuses, unread counts and events come from them, forward only (P7.7)', async () => {
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

    expect((await andrey.post(`/dialogs/${dialogId}/delivered`, { seq: 4 })).body.data).toEqual({
      deliveredSeq: 4,
      readSeq: 1,
    });
    expect(await statuses(2)).toEqual({ [andrey.userId]: 'delivered', [maria.userId]: 'unread' });
    await andrey.post(`/messages/${messages[1].messageId}/status/read`);
    expect(await unread()).toBe(1);
    expect(await statuses(0)).toMatchObject({ [andrey.userId]: 'read' });
    expect(await statuses(2)).toMatchObject({ [andrey.userId]: 'delivered' });
    await ear.hear('dialog:marks', (marks) => marks.readSeq === 3);
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
    expect((await andrey.post(`/dialogs/${dialogId}/read`, { seq: 1 })).body.data.readSeq).toBe(3);
    await andrey.post(`/messages/${messages[2].messageId}/status/delivered`);
    expect((await sasha.get('/dialogs')).body.data[0].headRev).toBe(before);
    expect((await andrey.post(`/dialogs/${dialogId}/read`, { seq: 999 })).body.data.readSeq).toBe(4);
    expect(await unread()).toBe(0);
    expect(await ear.hear('dialog:marks', (marks) => marks.readSeq === 4)).toEqual({
      dialogId,
      userId: andrey.userId,
      deliveredSeq: 4,
      readSeq: 4,
      rev: before + 1,
    });
    for (const seq of [-1, 1.5, '2', null, undefined]) {
      expect((await andrey.post(`/dialogs/${dialogId}/read`, { seq })).status).toBe(400);
    }
    const bad = await andrey.post(`/messages/${messages[0].messageId}/status/seen`);
    expect(bad.body.error).toBe('Invalid status. Must be "read" or "delivered"');
  });

  test('own messages are never unread, whatever was read before (P7.7)', async () => {
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
  test('one a user, a new one replaces, taking back works, everybody hears (P4.6, P4.7, P7.8)', async () => {
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
  test('since a rev: what was inserted, reacted to, read and who came (P7.4)', async () => {
    const { sasha, andrey, maria } = await cast();
    const dialogId = await sasha.group(andrey);
    const first = await sasha.say(dialogId, 'раз');
    await sasha.say(dialogId, 'два');
    const changes = async (since: unknown) =>
      (await sasha.get(`/dialogs/${dialogId}/changes?since=${since}`)).body;
    const start = await changes(0);
    expect(start).toMatchObject({ success: true, headSeq: 3, headRev: 4, marks: [] });
    expect(start.messages.map((message: Json) => message.seq)).toEqual([1, 2, 3]);
    expect(await changes(start.headRev)).toEqual({
      success: true,
      messages: [],
      marks: [],
      headSeq: 3,
      headRev: 4,
    });

    await andrey.post(`/messages/${first.messageId}/reactions`, { reaction: '👍' });
    await andrey.post(`/dialogs/${dialogId}/read`, { seq: 2 });
    const next = await changes(start.headRev);
    expect(next.messages).toEqual([expect.objectContaining({ seq: 2, reactionCounts: { '👍': 1 } })]);
    expect(next.marks).toEqual([{ userId: andrey.userId, deliveredSeq: 2, readSeq: 2 }]);
    expect(next).not.toHaveProperty('members');

    await sasha.post(`/dialogs/${dialogId}/members`, { userId: maria.userId });
    const last = await changes(next.headRev);
    expect(last.members.map((member: Json) => member.userId)).toContain(maria.userId);
    // The change of members, and the line that tells of it.
    expect(last.headRev).toBe(next.headRev + 2);

    expect(await changes(1_000)).toEqual({ success: true, reset: true });
    expect((await sasha.get(`/dialogs/${dialogId}/changes`)).status).toBe(400);
    expect((await sasha.get(`/dialogs/${dialogId}/changes?since=x`)).status).toBe(400);
  });

  test('too far behind means start over (P7.4)', async () => {
    const { sasha } = await cast();
    const dialogId = await sasha.group();
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(Array.from({ length: 51 }, () => sasha.say(dialogId, 'x')));
    }
    expect((await sasha.get(`/dialogs/${dialogId}/changes?since=1`)).body).toEqual({
      success: true,
      reset: true,
    });
    expect((await sasha.get(`/dialogs/${dialogId}/changes?since=101`)).body.messages).toHaveLength(411);
  });
});
