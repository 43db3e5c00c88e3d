import { describe, expect, test } from 'vitest';
import { decodeServiceLine } from '../../../src/shared/serviceLineSchema.ts';
import { type Answer, cast, ELENA, type Json, type Person, signIn } from './support.ts';

const lines = async (who: Person, dialogId: string): Promise<Json[]> =>
  (await who.get(`/messages/dialog/${dialogId}?since=0&limit=100`)).body.data.filter((message: Json) =>
    message.type.startsWith('system.'),
  );

const itemOf = async (who: Person, dialogId: string): Promise<Json> =>
  (await who.get('/dialogs?includeLastMessage=true')).body.data.find(
    (item: Json) => item.dialogId === dialogId,
  );

describe('service lines', () => {
  test('tell of everything that happens to a group, in order, with who and whom (P7.12)', async () => {
    const { sasha, andrey, maria } = await cast();
    const dialogId = await sasha.group(andrey);
    await sasha.post(`/dialogs/${dialogId}/members`, { userId: maria.userId });
    await sasha.patch(`/dialogs/${dialogId}/members/${andrey.userId}`, { role: 'admin' });
    await andrey.patch(`/dialogs/${dialogId}`, { name: 'Склад' });
    await andrey.delete(`/dialogs/${dialogId}/members/${maria.userId}`);
    await sasha.delete(`/dialogs/${dialogId}/members/${sasha.userId}`);

    const told = await lines(andrey, dialogId);
    const person = ({ userId, name }: Person) => ({ userId, name });
    const [actor, other, third] = [person(sasha), person(andrey), person(maria)];
    expect(told.map((message) => decodeServiceLine(message))).toEqual([
      { event: 'created', actor, name: 'Группа' },
      { event: 'added', actor, person: third },
      { event: 'role', actor, person: other, role: 'admin' },
      { event: 'renamed', actor: other, name: 'Склад', oldName: 'Группа' },
      { event: 'removed', actor: other, person: third },
      { event: 'left', actor },
      { event: 'role', actor, person: other, role: 'owner' },
    ]);
    expect(told.map(({ content }) => content)).toEqual([
      'Александр Петров создал(а) группу «Группа»',
      'Александр Петров добавил(а) в группу: Мария Соколова',
      'Александр Петров назначил(а) администратора: Андрей Волков',
      'Андрей Волков изменил(а) название группы на «Склад»',
      'Андрей Волков удалил(а) из группы: Мария Соколова',
      'Александр Петров покинул(а) группу',
      'Теперь владелец группы — Андрей Волков',
    ]);
    expect(told.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(told.map(({ senderId }) => senderId))).toEqual(new Set(['system']));
  });

  test('are never unread, and have neither statuses nor reactions (P7.12)', async () => {
    const { sasha, andrey, maria } = await cast();
    const dialogId = await sasha.group(andrey);
    await andrey.say(dialogId, 'раз');
    await sasha.post(`/dialogs/${dialogId}/members`, { userId: maria.userId });
    await sasha.patch(`/dialogs/${dialogId}`, { name: 'Два' });
    for (const [who, unread] of [
      [sasha, 1],
      [andrey, 0],
      [maria, 0],
    ] as const) {
      expect([who.name, (await itemOf(who, dialogId)).unreadCount]).toEqual([who.name, unread]);
    }
    const members = (await sasha.get(`/dialogs/${dialogId}/members`)).body.data;
    expect(members.map((member: Json) => member.unreadCount)).toEqual([1, 0, 0]);
    // The next message of somebody who has read all but the lines is read by them.
    await andrey.say(dialogId, 'два');
    expect((await itemOf(andrey, dialogId)).unreadCount).toBe(0);

    const [line] = await lines(sasha, dialogId);
    expect(line.statuses).toEqual([]);
    const refused = await andrey.post(`/messages/${line.messageId}/reactions`, { reaction: '👍' });
    expect([refused.status, refused.body.error]).toEqual([400, 'A service message takes no reactions']);
    const ear = await sasha.connect();
    await andrey.post(`/dialogs/${dialogId}/read`, { seq: 99 });
    await ear.hear('dialog:marks', ({ userId }) => userId === andrey.userId);
    expect(ear.all('message:status')).toEqual([]);
  });

  test('come live, to the one who was added too, and stand in the list with what they tell', async () => {
    const { sasha, andrey, maria } = await cast();
    const dialogId = await sasha.group(andrey);
    const ears = await Promise.all([andrey, maria].map((who) => who.connect()));
    await sasha.post(`/dialogs/${dialogId}/members`, { userId: maria.userId });
    for (const ear of ears) {
      const line = await ear.hear('message:new');
      expect(decodeServiceLine(line)).toMatchObject({ event: 'added', person: { userId: maria.userId } });
    }
    const { lastMessage } = await itemOf(maria, dialogId);
    expect(decodeServiceLine(lastMessage)).toMatchObject({ event: 'added', actor: { userId: sasha.userId } });
    await sasha.say(dialogId, 'раз', { color: 1 });
    expect((await itemOf(maria, dialogId)).lastMessage).not.toHaveProperty('meta');
  });

  test('nothing that changes nothing is told, and nothing of a chat of two', async () => {
    const { sasha, andrey } = await cast();
    const dialogId = await sasha.group(andrey);
    await sasha.post(`/dialogs/${dialogId}/members`, { userId: andrey.userId });
    await sasha.patch(`/dialogs/${dialogId}/members/${andrey.userId}`, { role: 'member' });
    await sasha.patch(`/dialogs/${dialogId}`, { name: ' Группа ' });
    expect(await lines(sasha, dialogId)).toHaveLength(1);
    const direct = { name: 'x', kind: 'direct', memberIds: [andrey.userId] };
    const { data } = (await sasha.post('/dialogs', direct)).body;
    expect([data.headSeq, data.lastMessage]).toEqual([0, null]);
  });

  test('a refused change leaves no line', async () => {
    const { sasha, andrey, maria } = await cast();
    const dialogId = await sasha.group(andrey);
    for (const refused of [
      andrey.post(`/dialogs/${dialogId}/members`, { userId: maria.userId }),
      andrey.patch(`/dialogs/${dialogId}`, { name: 'Чужое' }),
      sasha.post(`/dialogs/${dialogId}/members`, { userId: 'usr_nobody00' }),
      maria.delete(`/dialogs/${dialogId}/members/${andrey.userId}`),
    ]) {
      expect((await refused).status).toBeGreaterThanOrEqual(403);
    }
    expect(await lines(sasha, dialogId)).toHaveLength(1);
  });
});

describe('renaming', () => {
  test('is told to the members, listed, and counted as a change (P7.11)', async () => {
    const { sasha, andrey } = await cast();
    const dialogId = await sasha.group(andrey);
    const { headRev } = await itemOf(sasha, dialogId);
    const ear = await andrey.connect();
    const answer = await sasha.patch(`/dialogs/${dialogId}`, { name: '  Отдел продаж ' });
    expect(answer.body).toEqual({ success: true, message: 'Dialog renamed' });
    const update = await ear.hear('dialog:update', ({ eventType }) => eventType === 'dialog.update');
    expect(update.data.dialog).toMatchObject({ dialogId, name: 'Отдел продаж' });
    expect(await itemOf(andrey, dialogId)).toMatchObject({ dialogName: 'Отдел продаж' });
    expect((await itemOf(andrey, dialogId)).headRev).toBeGreaterThan(headRev);
  });

  test.each([
    ['', 'Dialog name is required'],
    [' \u200b ', 'Dialog name is required'],
    [7, 'Dialog name is required'],
    [undefined, 'Dialog name is required'],
    ['две\nстроки', 'Dialog name must be one line without control characters'],
    ['a\u0007b', 'Dialog name must be one line without control characters'],
    ['a\u2028b', 'Dialog name must be one line without control characters'],
    ['обо\u202eрот', 'Dialog name must be one line without control characters'],
    ['обо\u2066рот', 'Dialog name must be one line without control characters'],
    ['д'.repeat(201), 'Dialog name is too long (max 200 characters)'],
  ])('%j is no name for a group', async (name, error) => {
    const { sasha } = await cast();
    const dialogId = await sasha.group();
    const refuse = ({ status, body }: Answer) => expect([status, body.error]).toEqual([400, error]);
    refuse(await sasha.patch(`/dialogs/${dialogId}`, { name }));
    refuse(await sasha.post('/dialogs', { name, memberIds: [] }));
  });

  test('the same rule holds for people, and one name has one form', async () => {
    const { url, sasha } = await cast();
    const person = await sasha.patch('/users/me', { name: 'Иван\nПетров' });
    expect([person.status, person.body.error]).toEqual([
      400,
      'Name must be one line without control characters',
    ]);
    await expect(signIn(url, '79000000011', 'и\u202eмя')).rejects.toThrow('one line');
    const { body } = await sasha.patch('/users/me', { name: ' Андрей ' });
    expect(body.user.name).toBe('Андрей'.normalize('NFC'));
    const dialogId = await sasha.group();
    const name = '👨‍👩‍👧 عمر — «Ёлка»';
    await sasha.patch(`/dialogs/${dialogId}`, { name });
    expect((await itemOf(sasha, dialogId)).dialogName).toBe(name);
  });

  test('a chat of two has no name to change, and a member may not', async () => {
    const { url, sasha, andrey, maria } = await cast();
    const elena = await signIn(url, ELENA);
    const direct = await sasha.post('/dialogs', { name: 'x', kind: 'direct', memberIds: [andrey.userId] });
    const { dialogId } = direct.body.data;
    expect((await sasha.patch(`/dialogs/${dialogId}`, { name: 'Имя' })).status).toBe(400);
    const group = await sasha.group(maria);
    expect((await maria.patch(`/dialogs/${group}`, { name: 'Имя' })).status).toBe(403);
    expect((await elena.patch(`/dialogs/${group}`, { name: 'Имя' })).body.error).toBe(
      'Not a member of this dialog',
    );
  });
});

test('whoever is removed stops typing for the others at once', async () => {
  const { sasha, andrey, maria } = await cast();
  const dialogId = await sasha.group(andrey, maria);
  const [typing, watching] = [await andrey.connect(), await maria.connect()];
  typing.socket.emit('typing:start', { dialogId });
  await watching.hear('typing:start');
  await sasha.delete(`/dialogs/${dialogId}/members/${andrey.userId}`);
  expect(await watching.hear('typing:stop')).toEqual({ userId: andrey.userId, dialogId });
});
