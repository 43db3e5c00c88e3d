import { describe, expect, test } from 'vitest';
import { parseUpdate } from '../../../src/shared/wire/updates.ts';
import { cast, Ear, type Json, type Person } from './support.ts';

const connectKnowing = ({ url, token }: Person) =>
  Ear.connect(url, token, { auth: { token, features: ['changes'] } });

/** A group of three with three messages by Andrey. */
async function stage() {
  const people = await cast();
  const dialogId = await people.sasha.group(people.andrey, people.maria);
  const said: Json[] = [];
  for (const text of ['раз', 'два', 'три']) said.push(await people.andrey.say(dialogId, text));
  const paths = said.map(({ messageId }) => `/messages/${messageId}`);
  const itemOf = async (person: Person) =>
    (await person.get('/dialogs?includeLastMessage=true')).body.data.find(
      (item: Json) => item.dialogId === dialogId,
    );
  /** As the list says it, and as the members of the dialog are told. */
  const unreadOf = async (person: Person) => {
    const members = (await person.get(`/dialogs/${dialogId}/members`)).body.data;
    const own = members.find(({ userId }: Json) => userId === person.userId);
    expect(own.unreadCount).toBe((await itemOf(person)).unreadCount);
    return own.unreadCount;
  };
  return { ...people, dialogId, said, paths, itemOf, unreadOf };
}

test.each([
  ['message.update', (who: Person, path: string) => who.patch(path, { content: 'иначе' })],
  ['message.delete', (who: Person, path: string) => who.delete(path)],
])(
  '%s is told once to every member, in the words of each client (P7.16, P7.18)',
  async (eventType, change) => {
    const { sasha, andrey, maria, dialogId, said, paths } = await stage();
    const outside = await maria.connect();
    await sasha.delete(`/dialogs/${dialogId}/members/${maria.userId}`);
    const [ours, own, old] = [
      await connectKnowing(sasha),
      await connectKnowing(andrey),
      await sasha.connect(),
    ];
    await ours.join(dialogId);
    const message = (await change(andrey, paths[1] ?? '')).body.data;
    const about = { tenantId: 'default', dialogId, eventType, createdAt: message.updatedAt };
    const told = (ear: Ear, event: string) =>
      ear.all(event).filter((update: Json) => update.eventType === eventType);
    for (const ear of [ours, own, old, outside]) await ear.caughtUp();
    const [update] = told(ours, 'chat3:update');
    expect(update).toMatchObject({ ...about, entityId: message.messageId });
    expect(update.data.message).toEqual(message);
    expect(parseUpdate(update)).toMatchObject({
      eventType,
      dialog: { dialogId },
      message: { messageId: said[1].messageId, seq: said[1].seq, rev: message.rev, content: message.content },
    });
    for (const ear of [ours, own, old]) expect(told(ear, 'chat3:update')).toEqual([update]);
    const { statuses: _statuses, ...data } = message;
    await old.hear('message:update');
    expect(told(old, 'message:update')).toEqual([
      {
        ...about,
        _id: update._id,
        eventId: update.eventId,
        userId: sasha.userId,
        entityId: message._id,
        data,
      },
    ]);
    for (const ear of [ours, own]) expect(ear.all('message:update')).toEqual([]);
    for (const event of ['chat3:update', 'message:update']) expect(told(outside, event)).toEqual([]);
  },
);

describe('what was removed', () => {
  test('is unread to nobody, and counts stay right on both sides of the mark (P7.7, P7.18)', async () => {
    const { sasha, andrey, maria, dialogId, said, paths, unreadOf } = await stage();
    const counts = async () => [await unreadOf(sasha), await unreadOf(andrey), await unreadOf(maria)];
    expect(await counts()).toEqual([3, 0, 3]);
    await maria.post(`/dialogs/${dialogId}/read`, { seq: said[0].seq });
    await andrey.patch(paths[0] ?? '', { content: 'иначе' });
    expect(await counts()).toEqual([3, 0, 2]);
    await andrey.delete(paths[0] ?? '');
    expect(await counts()).toEqual([2, 0, 2]);
    await andrey.delete(paths[1] ?? '');
    expect(await counts()).toEqual([1, 0, 1]);
    // An own one is taken from the count once.
    const own = await maria.say(dialogId, 'моё');
    await maria.delete(`/messages/${own.messageId}`);
    await andrey.say(dialogId, 'четыре');
    expect(await counts()).toEqual([2, 0, 2]);
    await sasha.post(`/dialogs/${dialogId}/read`, { seq: said[1].seq });
    expect(await counts()).toEqual([2, 0, 2]);
    await sasha.post(`/dialogs/${dialogId}/read`, { seq: said[2].seq });
    expect(await counts()).toEqual([1, 0, 2]);
  });

  test('gets no ticks when somebody reads past it (P7.18)', async () => {
    const { sasha, andrey, dialogId, said, paths } = await stage();
    await andrey.delete(paths[1] ?? '');
    const ear = await andrey.connect();
    await sasha.post(`${paths[1]}/status/read`, {});
    await sasha.post(`/dialogs/${dialogId}/read`, { seq: said[2].seq });
    await ear.hear('message:status', ({ messageId }) => messageId === said[2].messageId);
    await ear.caughtUp();
    const ticked = ear.all('message:status').map(({ messageId }) => messageId);
    expect(ticked).toEqual([said[0].messageId, said[2].messageId]);
  });

  test('keeps its place in the list, as the last message of its dialog (P7.18)', async () => {
    const { sasha, andrey, said, paths, itemOf } = await stage();
    const before = await itemOf(sasha);
    await andrey.patch(paths[2] ?? '', { content: 'иначе' });
    expect((await itemOf(sasha)).lastMessage).toEqual({ ...before.lastMessage, content: 'иначе' });
    const { deletedAt } = (await andrey.delete(paths[2] ?? '')).body.data;
    const item = await itemOf(sasha);
    expect(item.lastMessage).toEqual({ ...before.lastMessage, content: '', deletedAt });
    const { lastMessageAt, lastInteractionAt, headSeq } = before;
    expect(item).toMatchObject({ lastMessageAt, lastInteractionAt, headSeq, headRev: before.headRev + 2 });
    expect(said[2].seq).toBe(headSeq);
  });
});

test('a late repeat of the post answers the row as it is now, and makes no second one (P7.2, P7.29)', async () => {
  const { sasha, andrey, dialogId } = await stage();
  const post = (content: string) =>
    andrey.post(`/messages/dialog/${dialogId}`, { content, meta: { clientMessageId: 'A' } });
  const { messageId } = (await post('раз')).body.data;
  const edited = (await andrey.patch(`/messages/${messageId}`, { content: 'два' })).body.data;
  const ear = await sasha.connect();
  const repeat = await post('раз');
  expect([repeat.status, repeat.body.data]).toEqual([200, edited]);
  expect((await post('два')).status).toBe(409);
  const removed = (await andrey.delete(`/messages/${messageId}`)).body.data;
  for (const content of ['раз', 'два']) {
    const late = await post(content);
    expect([late.status, late.body.data]).toEqual([200, removed]);
  }
  await ear.caughtUp();
  expect(ear.all('message:new')).toEqual([]);
  expect((await sasha.get(`/messages/dialog/${dialogId}`)).body.headSeq).toBe(edited.seq);
});

test('a removal at the moment of an edit and of reactions leaves nothing of them (P7.18)', async () => {
  const { sasha, andrey, maria, dialogId } = await stage();
  for (let round = 0; round < 12; round += 1) {
    const { messageId } = await andrey.say(dialogId, `${round}`);
    const path = `/messages/${messageId}`;
    const calls = [
      maria.post(`${path}/reactions`, { reaction: '👍' }),
      andrey.patch(path, { content: 'иначе' }),
      andrey.delete(path),
      sasha.post(`${path}/reactions`, { reaction: '🎉' }),
      andrey.patch(path, { content: 'опять' }),
    ];
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 410)).toEqual([]);
    const { message } = (await sasha.get(path)).body;
    expect(message).toMatchObject({ content: '', reactionCounts: {}, deletedAt: expect.any(String) });
    expect(message).not.toHaveProperty('editedAt');
    expect((await sasha.get(`${path}/reactions`)).body.reactions.reactions).toEqual([]);
  }
});
