import { describe, expect, test } from 'vitest';
import { cast, type Json } from './support.ts';

async function stage() {
  const people = await cast();
  const { sasha, andrey } = people;
  const [dialogId, otherId] = [await sasha.group(andrey), await sasha.group(andrey)];
  const original: Json = await andrey.say(dialogId, 'Когда встреча?');
  const foreign: Json = await andrey.say(otherId, 'Тайна');
  const post = (meta: Record<string, unknown>) =>
    sasha.post(`/messages/dialog/${dialogId}`, { content: 'В три', meta });
  return { ...people, dialogId, original, foreign, post };
}

describe('answering (P7.31)', () => {
  test('names a message of the same dialog, by whichever name, and goes on when that is removed', async () => {
    const { andrey, dialogId, original, post } = await stage();
    for (const name of [original.messageId, original._id]) {
      const answer = await post({ replyTo: name, clientMessageId: name });
      expect(answer.body.data.meta).toEqual({ replyTo: original.messageId, clientMessageId: name });
    }
    await andrey.delete(`/messages/${original.messageId}`);
    const late = await post({ replyTo: original.messageId });
    expect([late.status, late.body.data.meta]).toEqual([201, { replyTo: original.messageId }]);
    const history = (await andrey.get(`/messages/dialog/${dialogId}`)).body.data;
    expect(history[0].meta).toEqual({ replyTo: original.messageId });
  });

  test('what is of another dialog, unknown or no name is left out, and the message is stored', async () => {
    const { andrey, foreign, post } = await stage();
    const ear = await andrey.connect();
    for (const replyTo of [
      foreign.messageId,
      foreign._id,
      'msg_nobody',
      '',
      7,
      null,
      { $ne: 1 },
      ['msg_x'],
    ]) {
      const answer = await post({ replyTo, note: 'stays' });
      expect([answer.status, answer.body.data.meta]).toEqual([201, { note: 'stays' }]);
    }
    await ear.caughtUp();
    expect(JSON.stringify(ear.all('message:new'))).not.toContain('replyTo');
  });

  test('a repeat of what was left out is the same message', async () => {
    const { post } = await stage();
    const meta = { clientMessageId: 'A', replyTo: 'msg_nobody' };
    const first = await post(meta);
    const again = await post(meta);
    expect([again.status, again.body.data.messageId]).toEqual([200, first.body.data.messageId]);
  });
});

describe('forwarding (P7.32)', () => {
  const whole = { senderName: 'Мария Иванова', senderId: 'usr_12345678', at: 1_760_000_000_000 };

  test.each([[whole], [{ senderName: 'Мария' }]])('keeps who said it first: %j', async (forwarded) => {
    const { post } = await stage();
    expect((await post({ forwarded })).body.data.meta).toEqual({ forwarded });
  });

  test.each([
    ['no object', 'Мария'],
    ['null', null],
    ['no name', { senderId: 'usr_12345678' }],
    ['an empty name', { senderName: ' ' }],
    ['a long name', { senderName: 'м'.repeat(101) }],
    ['a name of two lines', { senderName: 'Мария\nИванова' }],
    ['a long id', { senderName: 'Мария', senderId: 'x'.repeat(201) }],
    ['no time', { senderName: 'Мария', at: 'вчера' }],
    ['more than that', { ...whole, title: 'директор' }],
  ])('%s is refused', async (_what, forwarded) => {
    const { post } = await stage();
    const answer = await post({ forwarded });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toContain('meta.forwarded');
  });
});
