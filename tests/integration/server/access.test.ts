import { describe, expect, test } from 'vitest';
import { cast, ELENA, type Json, type Person, signIn } from './support.ts';

type Verb = [name: string, run: (who: Person, place: Place) => Promise<{ status: number; body: Json }>];

interface Place {
  dialogId: string;
  messageId: string;
  /** Nobody's member before, and one who is. */
  candidateId: string;
  memberId: string;
}

const READS: Verb[] = [
  ['details', (who, { dialogId }) => who.get(`/dialogs/${dialogId}`)],
  ['members', (who, { dialogId }) => who.get(`/dialogs/${dialogId}/members`)],
  ['changes', (who, { dialogId }) => who.get(`/dialogs/${dialogId}/changes?since=0`)],
  ['history', (who, { dialogId }) => who.get(`/messages/dialog/${dialogId}`)],
  ['message', (who, { messageId }) => who.get(`/messages/${messageId}`)],
  ['reactions', (who, { messageId }) => who.get(`/messages/${messageId}/reactions`)],
];
const MEMBER_WRITES: Verb[] = [
  ['post', (who, { dialogId }) => who.post(`/messages/dialog/${dialogId}`, { content: 'x' })],
  ['read', (who, { dialogId }) => who.post(`/dialogs/${dialogId}/read`, { seq: 1 })],
  ['delivered', (who, { dialogId }) => who.post(`/dialogs/${dialogId}/delivered`, { seq: 1 })],
  ['status read', (who, { messageId }) => who.post(`/messages/${messageId}/status/read`)],
  ['status delivered', (who, { messageId }) => who.post(`/messages/${messageId}/status/delivered`)],
  ['react', (who, { messageId }) => who.post(`/messages/${messageId}/reactions`, { reaction: '👍' })],
  [
    'unreact',
    (who, { messageId }) => who.delete(`/messages/${messageId}/reactions/${encodeURIComponent('👍')}`),
  ],
];
const ADMIN_WRITES: Verb[] = [
  [
    'add',
    (who, { dialogId, candidateId }) => who.post(`/dialogs/${dialogId}/members`, { userId: candidateId }),
  ],
  ['rename', (who, { dialogId }) => who.patch(`/dialogs/${dialogId}`, { name: 'Другое' })],
  ['remove', (who, { dialogId, memberId }) => who.delete(`/dialogs/${dialogId}/members/${memberId}`)],
];
const OWNER_WRITES: Verb[] = [
  [
    'role',
    (who, { dialogId, memberId }) => who.patch(`/dialogs/${dialogId}/members/${memberId}`, { role: 'admin' }),
  ],
  ['delete', (who, { dialogId }) => who.delete(`/dialogs/${dialogId}`)],
];
const ALL = [...READS, ...MEMBER_WRITES, ...ADMIN_WRITES, ...OWNER_WRITES];

const ALLOWED: Record<string, Verb[]> = {
  owner: ALL,
  admin: [...READS, ...MEMBER_WRITES, ...ADMIN_WRITES],
  member: [...READS, ...MEMBER_WRITES],
  outsider: [],
};

/** Sasha owns, Andrey is an admin, Maria a member; Elena is outside. A fourth member is there to be removed. */
async function stage() {
  const { url, sasha, andrey, maria, server } = await cast();
  const elena = await signIn(url, ELENA);
  const fourth = await signIn(url, '79000000004', 'Четвёртый');
  const candidate = await signIn(url, '79000000005', 'Пятый');
  const dialogId = await sasha.group(andrey, maria, fourth);
  await sasha.patch(`/dialogs/${dialogId}/members/${andrey.userId}`, { role: 'admin' });
  const { messageId } = await sasha.say(dialogId, 'раз');
  const place: Place = { dialogId, messageId, candidateId: candidate.userId, memberId: fourth.userId };
  const people: Record<string, Person> = { owner: sasha, admin: andrey, member: maria, outsider: elena };
  return { url, server, sasha, andrey, maria, elena, fourth, candidate, place, people };
}

describe('role × verb (P7.6, P7.10)', () => {
  for (const [role, allowed] of Object.entries(ALLOWED)) {
    for (const [name, run] of ALL) {
      const may = allowed.some(([allowedName]) => allowedName === name);
      test(`${role}: ${name} is ${may ? 'allowed' : 'refused'}`, async () => {
        const { people, place, sasha } = await stage();
        const before = (await sasha.get(`/dialogs/${place.dialogId}/changes?since=0`)).body;
        const answer = await run(people[role] as Person, place);
        if (may) {
          expect(answer.body).toMatchObject({ success: true });
          return;
        }
        expect([answer.status, answer.body.success]).toEqual([403, false]);
        if (role === 'outsider') expect(answer.body.error).toBe('Not a member of this dialog');
        expect((await sasha.get(`/dialogs/${place.dialogId}/changes?since=0`)).body).toEqual(before);
      });
    }
  }

  test('unknown dialogs and messages are 404 for everybody', async () => {
    const { sasha, place } = await stage();
    const nowhere = { ...place, dialogId: 'dlg_none', messageId: 'msg_none' };
    for (const [name, run] of ALL) expect([name, (await run(sasha, nowhere)).status]).toEqual([name, 404]);
  });

  test('without a token nothing is reached', async () => {
    const { url, place } = await stage();
    const nobody = Object.assign(Object.create(Object.getPrototypeOf(await signIn(url, ELENA))), { url });
    for (const [name, run] of ALL) expect([name, (await run(nobody, place)).status]).toEqual([name, 401]);
  });

  test('an admin touches neither the owner nor another admin', async () => {
    const { sasha, andrey, fourth, place } = await stage();
    await sasha.patch(`/dialogs/${place.dialogId}/members/${fourth.userId}`, { role: 'admin' });
    for (const target of [sasha, fourth]) {
      expect((await andrey.delete(`/dialogs/${place.dialogId}/members/${target.userId}`)).status).toBe(403);
    }
  });
});

describe('leaving', () => {
  test('ownership passes to the admin, then to the longest-serving; the last one out ends the dialog (P7.10)', async () => {
    const { sasha, andrey, maria, fourth, place } = await stage();
    const { dialogId } = place;
    const leave = (who: Person) => who.delete(`/dialogs/${dialogId}/members/${who.userId}`);
    const roles = async (who: Person) =>
      Object.fromEntries(
        (await who.get(`/dialogs/${dialogId}/members`)).body.data.map((member: Json) => [
          member.userId,
          member.role,
        ]),
      );
    expect((await leave(sasha)).status).toBe(200);
    expect(await roles(maria)).toMatchObject({ [andrey.userId]: 'owner', [maria.userId]: 'member' });
    await leave(andrey);
    const left = await roles(maria);
    expect(Object.values(left).sort()).toEqual(['member', 'owner']);
    await leave(maria);
    expect(await roles(fourth)).toEqual({ [fourth.userId]: 'owner' });
    await leave(fourth);
    expect((await fourth.get(`/dialogs/${dialogId}`)).status).toBe(404);
  });
});

describe('what an outsider hears', () => {
  test('nothing, even after trying to join (P7.6)', async () => {
    const { sasha, andrey, elena, place } = await stage();
    const { dialogId, messageId } = place;
    const outside = await elena.connect();
    const inside = await andrey.connect();
    expect(await outside.join(dialogId)).toEqual({ ok: false, error: 'Not a member of this dialog' });
    outside.socket.emit('typing:start', { dialogId });
    const ear = await sasha.connect();
    await ear.join(dialogId);
    ear.socket.emit('typing:start', { dialogId });
    await sasha.say(dialogId, 'тайна');
    await sasha.post(`/messages/${messageId}/reactions`, { reaction: '👍' });
    await andrey.post(`/dialogs/${dialogId}/read`, { seq: 2 });
    await inside.hear('dialog:marks');
    await inside.hear('typing:start');
    await sasha.delete(`/dialogs/${dialogId}`);
    await inside.hear('dialog:update', (update) => update.eventType === 'dialog.delete');
    await outside.caughtUp();
    const dialogEvents = outside.heard.filter((entry) =>
      JSON.stringify(entry.payload ?? '').includes(dialogId),
    );
    expect(dialogEvents).toEqual([]);
    expect(inside.all('typing:start').map((event) => event.userId)).toEqual([sasha.userId]);
  });

  test('an evicted member is told, leaves the room at once and hears no more', async () => {
    const { sasha, maria, andrey, place } = await stage();
    const { dialogId } = place;
    const [evicted, inside] = [await maria.connect(), await andrey.connect()];
    expect(await evicted.join(dialogId)).toEqual({ ok: true });
    await inside.join(dialogId);
    await sasha.say(dialogId, 'до');
    await evicted.hear('message:new', (message) => message.content === 'до');
    await sasha.delete(`/dialogs/${dialogId}/members/${maria.userId}`);
    await sasha.say(dialogId, 'после');
    await inside.hear('message:new', (message) => message.content === 'после');
    for (const event of ['chat3:update', 'dialog:update']) {
      expect(await evicted.hear(event)).toMatchObject({
        tenantId: 'default',
        userId: maria.userId,
        dialogId,
        entityId: maria.userId,
        eventId: expect.stringMatching(/^evt_/),
        eventType: 'dialog.member.remove',
        createdAt: expect.any(String),
        data: {
          dialog: { dialogId, name: 'Группа' },
          member: { userId: maria.userId, dialogId },
          context: {},
        },
      });
    }
    await evicted.caughtUp();
    expect(evicted.all('message:new').map((message) => message.content)).toEqual(['до']);
    expect((await evicted.join(dialogId)).ok).toBe(false);
  });

  test('a new member is told and hears at once, without joining', async () => {
    const { sasha, candidate, place } = await stage();
    const ear = await candidate.connect();
    await sasha.post(`/dialogs/${place.dialogId}/members`, { userId: candidate.userId });
    await ear.hear('dialog:update', (update) => update.eventType === 'dialog.member.add');
    await sasha.say(place.dialogId, 'здравствуйте');
    expect(await ear.hear('message:new', (message) => message.type === 'text')).toMatchObject({
      content: 'здравствуйте',
      dialogId: place.dialogId,
    });
    // What was there before is not unread.
    const item = (await candidate.get('/dialogs')).body.data.find(
      (entry: Json) => entry.dialogId === place.dialogId,
    );
    expect(item.unreadCount).toBe(1);
  });
});

describe('direct dialogs', () => {
  test('by kind or by name, unique for the pair however many ask at once (P7.10)', async () => {
    const { sasha, andrey } = await cast();
    const asks = Array.from({ length: 20 }, (_, index) => {
      const [from, to] = index % 2 === 0 ? [sasha, andrey] : [andrey, sasha];
      const extra = index % 3 === 0 ? { kind: 'direct' } : {};
      return from.post('/dialogs', { name: `Диалог с ${to.name}`, memberIds: [to.userId], ...extra });
    });
    const answers = await Promise.all(asks);
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array(19).fill(200), 201]);
    expect(new Set(answers.map((answer) => answer.body.data.dialogId)).size).toBe(1);
    for (const who of [sasha, andrey]) {
      const items = (await who.get('/dialogs')).body.data.filter((item: Json) => item.kind === 'direct');
      expect(items).toHaveLength(1);
      expect(items[0].peerId).toBe((who === sasha ? andrey : sasha).userId);
    }
  });

  test('other names, other counts and an explicit group are groups', async () => {
    const { sasha, andrey, maria } = await cast();
    const kind = async (body: object) => (await sasha.post('/dialogs', body)).body.data?.kind;
    expect(await kind({ name: 'Отдел', memberIds: [andrey.userId] })).toBe('group');
    expect(await kind({ name: 'Диалог с двумя', memberIds: [andrey.userId, maria.userId] })).toBe('group');
    expect(await kind({ name: 'Диалог с Андреем', memberIds: [andrey.userId], kind: 'group' })).toBe('group');
    expect((await sasha.post('/dialogs', { name: 'x', memberIds: [], kind: 'direct' })).status).toBe(400);
    expect((await sasha.post('/dialogs', { name: 'x', memberIds: [], kind: 'secret' })).status).toBe(400);
  });

  test('the two members are fixed', async () => {
    const { sasha, andrey, maria } = await cast();
    const body = { name: 'Двое', memberIds: [andrey.userId], kind: 'direct' };
    const { dialogId } = (await sasha.post('/dialogs', body)).body.data;
    expect((await sasha.post(`/dialogs/${dialogId}/members`, { userId: maria.userId })).status).toBe(400);
    expect((await sasha.delete(`/dialogs/${dialogId}/members/${sasha.userId}`)).status).toBe(400);
  });
});
