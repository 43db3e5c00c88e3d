import { describe, expect, test } from 'vitest';
import { cast, Ear, type Json, type Person } from './support.ts';

const databaseId = /^[0-9a-f]{24}$/;
/** A socket that says what it makes use of, as our client does. */
const connectKnowing = ({ url, token }: Person, features: unknown = ['changes']) =>
  Ear.connect(url, token, { auth: { token, features } });

describe('the database id of a message (P7.15)', () => {
  test('is the same wherever the message is', async () => {
    const { sasha, andrey } = await cast();
    const dialogId = await sasha.group(andrey);
    const ear = await andrey.connect();
    const said = await sasha.say(dialogId, 'раз', { clientMessageId: 'A' });
    expect(said._id).toMatch(databaseId);
    const again = await sasha.say(dialogId, 'раз', { clientMessageId: 'A' });
    const history = (await andrey.get(`/messages/dialog/${dialogId}?page=1&limit=50`)).body.data[0];
    const since = (await andrey.get(`/messages/dialog/${dialogId}?since=1`)).body.data[0];
    const changes = (await andrey.get(`/dialogs/${dialogId}/changes?since=1`)).body.messages.at(-1);
    const single = (await andrey.get(`/messages/${said.messageId}`)).body.message;
    for (const copy of [again, await ear.hear('message:new'), history, since, changes, single]) {
      expect([copy._id, copy.id, copy.messageId]).toEqual([said._id, said._id, said.messageId]);
    }
  });

  test('tells messages apart and ascends with them, also of one millisecond', async () => {
    const { sasha, andrey } = await cast({ now: () => Date.UTC(2026, 0, 1) });
    const ids: string[] = [];
    const dialogs = [await sasha.group(andrey), await sasha.group(andrey)];
    for (const dialogId of dialogs) {
      const own: string[] = [];
      for (let index = 0; index < 20; index++) own.push((await sasha.say(dialogId, `${index}`))._id);
      expect(own).toEqual(own.toSorted());
      ids.push(...own);
    }
    expect(new Set(ids).size).toBe(40);
    for (const id of ids) expect((await andrey.get(`/messages/${id}`)).body.message._id).toBe(id);
  });

  test('names the message in every call, for its members alone', async () => {
    const { sasha, andrey, maria } = await cast();
    const dialogId = await sasha.group(andrey);
    const { _id, messageId } = await sasha.say(dialogId, 'раз');
    type Run = (who: Person, id: string) => Promise<Json>;
    const calls: [string, Run, by?: Person][] = [
      ['get', (who, id) => who.get(`/messages/${id}`)],
      ['delivered', (who, id) => who.post(`/messages/${id}/status/delivered`, {})],
      ['read', (who, id) => who.post(`/messages/${id}/status/read`, {})],
      ['react', (who, id) => who.post(`/messages/${id}/reactions`, { reaction: '👍' })],
      ['reactions', (who, id) => who.get(`/messages/${id}/reactions`)],
      ['unreact', (who, id) => who.delete(`/messages/${id}/reactions/👍`)],
      ['edit', (who, id) => who.patch(`/messages/${id}`, { content: 'два' }), sasha],
    ];
    const unknown = `${_id.slice(0, 23)}${_id.endsWith('0') ? '1' : '0'}`;
    const expectNamed = async (name: string, run: Run, by = andrey) => {
      expect([name, (await run(maria, _id)).status]).toEqual([name, 403]);
      expect([name, (await run(by, unknown)).status]).toEqual([name, 404]);
      expect([name, (await run(by, _id.toUpperCase())).status]).toEqual([name, 404]);
      expect([name, (await run(by, _id)).status]).toEqual([name, 200]);
    };
    for (const call of calls) await expectNamed(...call);
    const { message } = (await sasha.get(`/messages/${messageId}`)).body;
    expect(message.statuses).toMatchObject([{ userId: andrey.userId, status: 'read' }]);
    expect(message.reactionCounts).toEqual({});
    expect(message.content).toBe('два');
    await expectNamed('remove', (who, id) => who.delete(`/messages/${id}`), sasha);
  });

  test('reactions by either name are of one message', async () => {
    const { sasha, andrey } = await cast();
    const { _id, messageId } = await sasha.say(await sasha.group(andrey), 'раз');
    const ear = await sasha.connect();
    await andrey.post(`/messages/${_id}/reactions`, { reaction: '👍' });
    await andrey.post(`/messages/${messageId}/reactions`, { reaction: '🎉' });
    const counted = await ear.hear('message:reaction', ({ reaction }) => reaction === '🎉');
    expect(counted).toMatchObject({ messageId, oldReaction: '👍', reactionCounts: { '🎉': 1 } });
    const { reactions } = (await sasha.get(`/messages/${_id}/reactions`)).body;
    expect(reactions).toMatchObject({ reactions: [{ messageId, reaction: '🎉' }], counts: { '🎉': 1 } });
  });
});

describe('what became of a message (P7.16)', () => {
  test('goes to old clients as a message:update with the whole message', async () => {
    const { sasha, andrey } = await cast();
    const dialogId = await sasha.group(andrey);
    const said = await sasha.say(dialogId, 'раз');
    const ear = await sasha.connect();
    await andrey.post(`/messages/${said._id}/status/read`, {});
    for (const reaction of ['👍', '🎉']) await andrey.post(`/messages/${said._id}/reactions`, { reaction });
    await andrey.delete(`/messages/${said._id}/reactions/🎉`);
    await ear.hear('message:update', ({ eventType }) => eventType === 'message.reaction.remove');
    const updates = ear.all('message:update');
    expect(updates.map(({ eventType, data }) => [eventType, data.reactionCounts])).toEqual([
      ['message.status.update', {}],
      ['message.reaction.add', { '👍': 1 }],
      ['message.reaction.update', { '🎉': 1 }],
      ['message.reaction.remove', {}],
    ]);
    for (const update of updates) {
      expect(update).toMatchObject({
        _id: update.eventId,
        tenantId: 'default',
        userId: sasha.userId,
        dialogId,
        entityId: said._id,
        eventId: expect.stringMatching(/^evt_/),
        createdAt: expect.any(String),
        data: {
          _id: said._id,
          id: said._id,
          content: 'раз',
          senderId: sasha.userId,
          createdAt: said.createdAt,
        },
      });
    }
    const read = { userId: andrey.userId, status: 'read' };
    expect(updates[0].data).toMatchObject({ ...read, statuses: [read] });
    // Without it those that a client has stay.
    expect(updates.slice(1).filter(({ data }) => 'statuses' in data)).toEqual([]);
  });

  test('goes to nobody outside, and to nobody who knows our events', async () => {
    const { sasha, andrey, maria } = await cast();
    const dialogId = await sasha.group(andrey);
    const said = await sasha.say(dialogId, 'раз');
    const [old, ours, outside] = [await sasha.connect(), await connectKnowing(andrey), await maria.connect()];
    await andrey.post(`/messages/${said._id}/reactions`, { reaction: '👍' });
    await andrey.post(`/messages/${said._id}/status/read`, {});
    await sasha.patch(`/dialogs/${dialogId}`, { name: 'Отдел' });
    await ours.hear('chat3:update', ({ eventType }) => eventType === 'dialog.update');
    await old.hear('dialog:update', ({ eventType }) => eventType === 'dialog.update');
    for (const ear of [old, ours, outside]) await ear.caughtUp();
    const told = (ear: Ear, event: string) => ear.all(event).length;
    expect([told(old, 'message:update'), told(old, 'dialog:update')]).toEqual([2, 1]);
    expect([told(ours, 'message:update'), told(ours, 'dialog:update')]).toEqual([0, 0]);
    expect([told(ours, 'message:reaction'), told(ours, 'dialog:marks')]).toEqual([1, 1]);
    expect(['message:update', 'dialog:update', 'chat3:update'].map((event) => told(outside, event))).toEqual([
      0, 0, 0,
    ]);
  });

  test('a status goes to the sender and the reader, and not to a sender who has left', async () => {
    const { sasha, andrey, maria } = await cast();
    const dialogId = await sasha.group(andrey, maria);
    const [bySasha, byMaria] = [await sasha.say(dialogId, 'раз'), await maria.say(dialogId, 'два')];
    const [sender, reader, gone] = [await sasha.connect(), await andrey.connect(), await maria.connect()];
    await maria.delete(`/dialogs/${dialogId}/members/${maria.userId}`);
    await andrey.post(`/messages/${byMaria._id}/status/read`, {});
    for (const ear of [sender, reader, gone]) await ear.caughtUp();
    const named = (ear: Ear) => ear.all('message:update').map(({ entityId }) => entityId);
    expect(named(sender)).toEqual([bySasha._id]);
    expect(named(reader).toSorted()).toEqual([bySasha._id, byMaria._id].toSorted());
    expect(named(gone)).toEqual([]);
  });

  test.each([null, 'changes', [], [7], ['presence'], { changes: true }])(
    'a handshake that names %j is an old client’s, and welcome',
    async (features) => {
      const { sasha, andrey } = await cast();
      const ear = await connectKnowing(andrey, features);
      await sasha.group(andrey);
      expect(await ear.hear('dialog:update')).toMatchObject({ eventType: 'dialog.create' });
    },
  );
});

test('a dialog’s update has its subject where old clients look for it, and where new ones do', async () => {
  const { sasha, andrey } = await cast();
  const ear = await andrey.connect();
  const dialogId = await sasha.group(andrey);
  const update = await ear.hear('dialog:update');
  expect(update).toEqual(await ear.hear('chat3:update'));
  const details = (await andrey.get(`/dialogs/${dialogId}`)).body.dialog;
  const named = { _id: details._id, name: 'Группа', createdBy: sasha.userId, createdAt: details.createdAt };
  expect(update.data).toMatchObject({ ...named, meta: {}, dialogMemberMeta: {}, dialog: named });
});
