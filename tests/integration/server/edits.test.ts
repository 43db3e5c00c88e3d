import { describe, expect, test } from 'vitest';
import { productionLimits } from '../../../server/src/limits/limits.ts';
import { type Answer, cast, type Json, manualClock, stranger, temporaryDirectory } from './support.ts';

const MINUTE_MS = 60_000;
const refusal = ({ status, body }: Answer) => [status, body.code];

/** A group with a message by Andrey, who is an ordinary member as Maria is. */
async function stage(options: Parameters<typeof cast>[0] = {}) {
  const people = await cast(options);
  const { sasha, andrey, maria } = people;
  const dialogId = await sasha.group(andrey, maria);
  const said = await andrey.say(dialogId, 'Тайна', { clientMessageId: 'A', replyTo: 'msg_x' });
  const path = `/messages/${said.messageId}`;
  const read = async () => (await maria.get(path)).body.message;
  return { ...people, dialogId, said, path, read };
}

describe('editing (P7.13, P7.18)', () => {
  test('gives the message another text, a time and a rev, by either name; its place stays', async () => {
    const clock = manualClock();
    const { andrey, maria, dialogId, said } = await stage({ now: clock.now });
    await maria.post(`/messages/${said.messageId}/reactions`, { reaction: '👍' });
    for (const [index, id] of [said.messageId, said._id].entries()) {
      clock.advance(MINUTE_MS);
      const answer = await andrey.patch(`/messages/${id}`, { content: `\n  два ${index} \n` });
      const at = new Date(clock.now()).toISOString();
      const rev = said.rev + 2 + index;
      const times = { editedAt: at, updatedAt: at };
      const edited = { ...said, ...times, content: `  два ${index}`, rev, reactionCounts: { '👍': 1 } };
      expect([answer.status, answer.body]).toEqual([200, { success: true, data: edited }]);
      const changes = (await maria.get(`/dialogs/${dialogId}/changes?since=${rev - 1}`)).body;
      expect(changes).toMatchObject({ messages: [edited], headSeq: said.seq, headRev: rev });
      expect((await maria.get(`/messages/dialog/${dialogId}`)).body.data[0]).toMatchObject(edited);
    }
  });

  test('to the same text is no change, however late, and is told to nobody', async () => {
    const clock = manualClock();
    const { andrey, maria, path } = await stage({ now: clock.now, editWindowMinutes: 10 });
    const edited = (await andrey.patch(path, { content: 'два' })).body.data;
    const ear = await maria.connect();
    clock.advance(11 * MINUTE_MS);
    const again = await andrey.patch(path, { content: 'два ' });
    expect([again.status, again.body.data]).toEqual([200, edited]);
    await ear.caughtUp();
    expect(ear.all('chat3:update')).toEqual([]);
  });

  test.each([
    ['nothing', undefined, 'Message content is required'],
    ['blanks', ' \u200b\n', 'Message content is required'],
    ['a number', 7, 'Message content is required'],
    ['too much', 'x'.repeat(10_001), 'Message content is too long (max 10000 characters)'],
  ])('to %s is refused as it is in a new message', async (_what, content, error) => {
    const { andrey, path, said, read } = await stage();
    const answer = await andrey.patch(path, { content });
    expect([answer.status, answer.body]).toEqual([400, { success: false, error }]);
    expect(await read()).toEqual(said);
  });

  test('is for the sender, and for texts; whoever is outside learns nothing', async () => {
    const { url, sasha, andrey, maria, dialogId, said, path } = await stage();
    const edit = (person: typeof sasha, id = said.messageId) =>
      person.patch(`/messages/${id}`, { content: 'иначе' });
    expect(refusal(await edit(sasha))).toEqual([403, 'not_own_message']);
    const line = (await sasha.get(`/messages/dialog/${dialogId}`)).body.data.at(-1);
    expect(refusal(await edit(sasha, line.messageId))).toEqual([403, 'not_own_message']);
    const image = await andrey.post(`/messages/dialog/${dialogId}`, { content: 'кот', type: 'image' });
    expect(refusal(await edit(andrey, image.body.data.messageId))).toEqual([400, 'not_text']);
    expect(refusal(await edit(andrey, 'msg_nowhere'))).toEqual([404, undefined]);
    await sasha.delete(`/dialogs/${dialogId}/members/${maria.userId}`);
    for (const answer of [await edit(maria), await maria.delete(path)]) {
      expect([answer.status, answer.body.error]).toEqual([403, 'Not a member of this dialog']);
    }
    expect((await fetch(`${url}/api${path}`, { method: 'DELETE' })).status).toBe(401);
    expect((await sasha.get(path)).body.message.content).toBe('Тайна');
  });
});

describe('removing (P7.13, P7.18)', () => {
  test('leaves the place, and nothing of what it said; once more it is the same answer (P7.29)', async () => {
    const clock = manualClock();
    const dataDir = temporaryDirectory();
    const { andrey, maria, dialogId, said, path, read } = await stage({ now: clock.now, dataDir });
    await maria.post(`${path}/reactions`, { reaction: '👍' });
    await andrey.patch(path, { content: 'Другая тайна' });
    clock.advance(MINUTE_MS);
    const answer = await andrey.delete(`/messages/${said._id}`);
    const at = new Date(clock.now()).toISOString();
    const rest = { content: '', meta: {}, reactionCounts: {}, statuses: [] };
    const removed = { ...said, ...rest, rev: said.rev + 3, updatedAt: at, deletedAt: at };
    expect([answer.status, answer.body]).toEqual([200, { success: true, data: removed }]);
    clock.advance(MINUTE_MS);
    const again = await andrey.delete(path);
    expect([again.status, again.body]).toEqual([200, answer.body]);
    expect(await read()).toEqual(removed);
    const history = (await maria.get(`/messages/dialog/${dialogId}?since=1`)).body.data;
    expect(history).toEqual([{ ...removed, ownReactions: [] }]);
    const changes = (await maria.get(`/dialogs/${dialogId}/changes?since=${removed.rev - 1}`)).body;
    expect(changes).toMatchObject({ messages: [removed], headSeq: said.seq, headRev: removed.rev });
    expect((await maria.get(`${path}/reactions`)).body.reactions).toEqual({ reactions: [], counts: {} });
    const raw = await stranger(dataDir);
    const [row] = await raw.rows<Json>(`select * from messages where message_id = '${said.messageId}'`);
    expect(row).toMatchObject({ content: '', meta: '{}', body_hash: '', client_message_id: 'A' });
    expect(await raw.rows('select * from reactions')).toEqual([]);
  });

  test('what was removed is not edited and takes no reaction; one that went with it is taken back', async () => {
    const { andrey, maria, path, read } = await stage();
    await maria.post(`${path}/reactions`, { reaction: '👍' });
    const removed = (await andrey.delete(path)).body.data;
    expect(refusal(await andrey.patch(path, { content: 'опять' }))).toEqual([410, 'message_removed']);
    expect(refusal(await andrey.patch(path, { content: ' ' }))).toEqual([400, undefined]);
    const reacted = await maria.post(`${path}/reactions`, { reaction: '👍' });
    expect(refusal(reacted)).toEqual([410, 'message_removed']);
    expect((await maria.delete(`${path}/reactions/👍`)).status).toBe(200);
    expect(await read()).toEqual(removed);
  });

  test('is for the sender, the owner and admins of a group, and never of a service line', async () => {
    const { sasha, andrey, maria, dialogId, path } = await stage();
    expect(refusal(await maria.delete(path))).toEqual([403, 'not_own_message']);
    await sasha.patch(`/dialogs/${dialogId}/members/${maria.userId}`, { role: 'admin' });
    expect((await maria.delete(path)).status).toBe(200);
    const next = await andrey.say(dialogId, 'два');
    expect((await sasha.delete(`/messages/${next.messageId}`)).status).toBe(200);
    const owners = await sasha.say(dialogId, 'три');
    expect((await maria.delete(`/messages/${owners.messageId}`)).status).toBe(200);
    const lines = (await sasha.get(`/messages/dialog/${dialogId}`)).body.data.filter(
      ({ type }: Json) => type !== 'text',
    );
    expect(lines).toHaveLength(2);
    for (const { messageId } of lines) {
      expect(refusal(await sasha.delete(`/messages/${messageId}`))).toEqual([400, 'service_message']);
    }
  });

  test('whoever began a direct dialog does not remove what the other one says', async () => {
    const { sasha, andrey } = await cast();
    const body = { name: 'Двое', memberIds: [andrey.userId], kind: 'direct' };
    const { dialogId } = (await sasha.post('/dialogs', body)).body.data;
    const { messageId } = await andrey.say(dialogId, 'раз');
    expect(refusal(await sasha.delete(`/messages/${messageId}`))).toEqual([403, 'not_own_message']);
    expect((await andrey.delete(`/messages/${messageId}`)).status).toBe(200);
  });

  test('of what somebody else said stands in the audit log, by ids', async () => {
    const dataDir = temporaryDirectory();
    const { sasha, andrey, dialogId, said, path } = await stage({ dataDir });
    const own = await andrey.say(dialogId, 'два');
    await andrey.delete(`/messages/${own.messageId}`);
    for (const _again of [1, 2]) await sasha.delete(path);
    const raw = await stranger(dataDir);
    const entries = await raw.rows<Json>(`select * from audit where action = 'delete-message'`);
    const ids = { actor: sasha.userId, user_id: andrey.userId, dialog_id: dialogId };
    expect(entries).toEqual([expect.objectContaining({ ...ids, detail: said.messageId })]);
  });
});

describe('how long (P7.13)', () => {
  test('the sender may edit and remove as long as the server says; a group’s owner and admins at any time', async () => {
    const clock = manualClock();
    const windows = { editWindowMinutes: 10, deleteWindowMinutes: 20 };
    const { sasha, andrey, maria, dialogId, said, path } = await stage({ now: clock.now, ...windows });
    const later = await andrey.say(dialogId, 'два');
    clock.advance(10 * MINUTE_MS - 1_000);
    expect((await andrey.patch(path, { content: 'вовремя' })).status).toBe(200);
    clock.advance(2_000);
    expect(refusal(await andrey.patch(path, { content: 'поздно' }))).toEqual([403, 'too_late']);
    clock.advance(10 * MINUTE_MS - 2_000);
    expect((await andrey.delete(path)).body.data).toMatchObject({ seq: said.seq, content: '' });
    clock.advance(2_000);
    const second = `/messages/${later.messageId}`;
    expect(refusal(await andrey.delete(second))).toEqual([403, 'too_late']);
    // Gone already: there is nothing to be late for.
    expect((await andrey.delete(path)).status).toBe(200);
    await sasha.patch(`/dialogs/${dialogId}/members/${maria.userId}`, { role: 'admin' });
    expect((await maria.delete(second)).status).toBe(200);
  });

  test('0 is never, also on a clock that was set back', async () => {
    const clock = manualClock();
    const windows = { editWindowMinutes: 0, deleteWindowMinutes: 0 };
    const { andrey, path } = await stage({ now: clock.now, ...windows });
    clock.advance(-MINUTE_MS);
    expect(refusal(await andrey.patch(path, { content: 'два' }))).toEqual([403, 'too_late']);
    expect(refusal(await andrey.delete(path))).toEqual([403, 'too_late']);
  });

  test.each([
    [3.2, 200],
    [3.15, 429],
  ])(
    'either costs as much as a message to as many people: of %d points three are %d (P7.21)',
    async (burst, status) => {
      const work = { ...productionLimits.work, writing: { burst, perSecond: 1e-6 } };
      const { andrey, path } = await stage({ limits: { work, refusalMs: 0 }, elapsed: () => 0 });
      expect((await andrey.patch(path, { content: 'два' })).status).toBe(200);
      expect((await andrey.delete(path)).status).toBe(status);
    },
  );
});
