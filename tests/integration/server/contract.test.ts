import { describe, expect, test } from 'vitest';
import { backends } from './backends.ts';
import * as support from './support.ts';
import { type Answer, call, type Json, type Person, SASHA, signIn } from './support.ts';

describe.each(backends)('the calls of the contract, kept by $name', ({ isOwn, options }) => {
  const demoServer = async () => support.demoServer(await options());
  const cast = async (more: Parameters<typeof support.cast>[0] = {}) =>
    support.cast({ ...(await options()), ...more });

  test('health (P2.7)', async () => {
    const { url } = await demoServer();
    const answer = await call(url, 'GET', '/health');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: 'ok', timestamp: expect.any(String), environment: 'demo' });
  });

  test.runIf(isOwn)('the demo people and their shared group are there', async () => {
    const { sasha } = await cast();
    const users = (await sasha.get('/users')).body;
    expect(users.total).toBe(4);
    expect(users.data.map((user: { name: string }) => user.name)).toEqual([
      'Андрей Волков',
      'Дмитрий Орлов',
      'Елена Кузнецова',
      'Мария Соколова',
    ]);
    const dialogs = (await sasha.get('/dialogs?includeLastMessage=true')).body;
    expect(dialogs.pagination).toEqual({ page: 1, limit: 10, total: 1, pages: 1 });
    expect(dialogs.data).toEqual([
      {
        dialogId: expect.stringMatching(/^dlg_/),
        dialogName: 'Общий',
        kind: 'group',
        role: 'owner',
        unreadCount: 2,
        headSeq: 2,
        headRev: 3,
        deliveredSeq: 0,
        readSeq: 0,
        lastSeenAt: null,
        lastMessageAt: expect.any(String),
        isActive: true,
        joinedAt: expect.any(String),
        lastInteractionAt: expect.any(String),
        lastMessage: {
          messageId: expect.stringMatching(/^msg_/),
          seq: 2,
          content: expect.any(String),
          senderId: expect.stringMatching(/^usr_/),
          type: 'text',
          createdAt: expect.any(String),
        },
      },
    ]);
  });

  test.runIf(isOwn)('without includeLastMessage the dialog list has no last messages', async () => {
    const { sasha } = await cast();
    expect((await sasha.get('/dialogs')).body.data[0]).not.toHaveProperty('lastMessage');
  });

  test('signing in: exact answers and sentences (P2.1, P2.3, P3.1, P3.2)', async () => {
    const { url } = await demoServer();
    const ask = (body: unknown) => call(url, 'POST', '/api/auth/request-code', { body });
    const verify = (body: unknown) => call(url, 'POST', '/api/auth/verify-code', { body });
    const refused = (error: string) => ({ success: false, error });

    expect((await ask({})).body).toEqual(refused('Phone number is required'));
    expect((await ask([])).body).toEqual(refused('Phone number is required'));
    expect((await ask({ phone: '89111111111' })).body).toEqual(
      refused('Invalid phone format. Expected: 79XXXXXXXXX'),
    );
    expect((await ask({ phone: '79000000001' })).body).toEqual(refused('Name is required for new users'));
    expect((await ask({ phone: '79000000001', name: ' \u200b ' })).status).toBe(400);
    expect((await ask({ phone: SASHA })).body).toEqual({
      success: true,
      message: expect.any(String),
      isNewUser: false,
      registration: 'open',
    });
    expect((await ask({ phone: '79000000001', name: 'Новичок' })).body.isNewUser).toBe(true);
    expect((await verify({ phone: SASHA })).body).toEqual(refused('Phone and code are required'));
    expect((await verify({ phone: '89111111111', code: '1234' })).body).toEqual(
      refused('Invalid phone format. Expected: 79XXXXXXXXX'),
    );
    const wrong = await verify({ phone: SASHA, code: '0000' });
    expect([wrong.status, wrong.body]).toEqual([400, refused('Invalid or expired verification code')]);
    const right = await verify({ phone: SASHA, code: '1234' });
    expect(right.body).toMatchObject({
      success: true,
      token: expect.any(String),
      user: { userId: 'usr_petrov01', phone: SASHA, name: 'Александр Петров' },
    });
    const newcomer = (await verify({ phone: '79000000001', code: '1234' })).body.user;
    expect(newcomer).toEqual({
      userId: expect.stringMatching(/^usr_[a-z0-9]{8}$/),
      phone: '79000000001',
      name: 'Новичок',
    });
    const payload = JSON.parse(atob(right.body.token.split('.')[1]));
    expect(payload).toEqual({
      userId: 'usr_petrov01',
      phone: SASHA,
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: payload.iat + 48 * 3600,
    });
  });

  test('the name given for a known phone is ignored (P3.1)', async () => {
    const { url } = await demoServer();
    expect((await signIn(url, SASHA, 'Самозванец')).name).toBe('Александр Петров');
  });

  test('me, users, renaming (P3.3, P7.11)', async () => {
    const { url, sasha, andrey } = await cast();
    expect((await sasha.get('/auth/me')).body).toEqual({
      success: true,
      user: { userId: sasha.userId, phone: SASHA, name: sasha.name },
    });
    const none = await call(url, 'GET', '/api/auth/me');
    expect([none.status, none.body.error]).toEqual([401, 'No token provided']);
    const bad = await call(url, 'GET', '/api/auth/me', { token: 'x.y.z' });
    expect([bad.status, bad.body.error]).toEqual([401, 'Invalid token']);

    const found = async (search: string) =>
      (await sasha.get(`/users?search=${encodeURIComponent(search)}`)).body.data.map(
        (user: { name: string }) => user.name,
      );
    expect(await found('ВОЛК')).toEqual(['Андрей Волков']);
    expect(await found('7777')).toEqual(['Андрей Волков']);
    expect(await found('петров')).toEqual([]);
    for (const pattern of ['(', '%', '_', '\\', '.*']) expect(await found(pattern)).toEqual([]);
    expect((await sasha.get('/users?limit=2')).body.total).toBe(2);

    const item = (await sasha.get(`/users/${andrey.userId}`)).body.data;
    expect(Object.keys(item).sort()).toEqual(['createdAt', 'lastActiveAt', 'name', 'phone', 'userId']);
    const nobody = await sasha.get('/users/usr_nobody00');
    expect([nobody.status, nobody.body.error]).toEqual([404, 'User not found']);

    expect((await sasha.patch('/users/me', { name: ' Саша Пёстрый ' })).body.user.name).toBe('Саша Пёстрый');
    expect((await andrey.get(`/users?search=${encodeURIComponent('пестр')}`)).body.total).toBe(1);
    expect((await sasha.patch('/users/me', { name: '\u200b' })).body.error).toBe('Name is required');
  });

  test.runIf(isOwn)('dialogs and members (P3.5, P3.7)', async () => {
    const { sasha, andrey, maria } = await cast();
    const created = await sasha.post('/dialogs', {
      name: ' Отдел ',
      memberIds: [andrey.userId, sasha.userId],
    });
    expect(created.status).toBe(201);
    expect(created.body.data).toMatchObject({
      dialogName: 'Отдел',
      kind: 'group',
      unreadCount: 0,
      headSeq: 1,
      lastMessage: { type: 'system.created', senderId: 'system' },
    });
    const { dialogId } = created.body.data;
    const { dialog } = (await sasha.get(`/dialogs/${dialogId}`)).body;
    expect(dialog).toMatchObject({
      _id: dialogId,
      id: dialogId,
      dialogId,
      tenantId: 'default',
      name: 'Отдел',
      createdBy: sasha.userId,
      meta: {},
    });
    expect(dialog.members).toEqual([
      expect.objectContaining({ userId: sasha.userId, role: 'owner', unreadCount: 0 }),
      expect.objectContaining({ userId: andrey.userId, role: 'member', readSeq: 1, deliveredSeq: 1 }),
    ]);
    expect((await sasha.post(`/dialogs/${dialogId}/members`, {})).body.error).toBe('User ID is required');
    expect((await sasha.post(`/dialogs/${dialogId}/members`, { userId: 'usr_nobody00' })).status).toBe(404);
    for (const _again of [1, 2]) {
      const added = await sasha.post(`/dialogs/${dialogId}/members`, { userId: maria.userId });
      expect([added.status, added.body.success]).toEqual([200, true]);
    }
    expect((await sasha.get(`/dialogs/${dialogId}/members`)).body.data).toHaveLength(3);
    expect((await sasha.delete(`/dialogs/${dialogId}/members/${maria.userId}`)).body.success).toBe(true);
    expect((await sasha.delete(`/dialogs/${dialogId}/members/${maria.userId}`)).status).toBe(404);
    expect((await sasha.delete(`/dialogs/${dialogId}`)).body.success).toBe(true);
    const gone = await sasha.get(`/dialogs/${dialogId}`);
    expect([gone.status, gone.body.error]).toEqual([404, 'Dialog not found']);

    for (const name of [undefined, '', '  ', '\u2060', 7]) {
      const refused = await sasha.post('/dialogs', { name, memberIds: [] });
      expect([refused.status, refused.body.error]).toEqual([400, 'Dialog name is required']);
    }
    expect((await sasha.post('/dialogs', { name: 'x', memberIds: ['usr_nobody00'] })).status).toBe(404);
  });

  test.runIf(isOwn)('editing and removing: exact sentences and codes (P2.9, P7.13)', async () => {
    const { sasha, andrey, maria } = await cast({ editWindowMinutes: 0, deleteWindowMinutes: 0 });
    const dialogId = await sasha.group(andrey, maria);
    const [line] = (await sasha.get(`/messages/dialog/${dialogId}`)).body.data;
    const posted = { content: 'кот', type: 'image' };
    const image = (await andrey.post(`/messages/dialog/${dialogId}`, posted)).body.data;
    const said = await andrey.say(dialogId, 'раз');
    const gone = await andrey.say(dialogId, 'два');
    await sasha.delete(`/messages/${gone.messageId}`);
    const edit = (person: Person, { messageId }: Json) =>
      person.patch(`/messages/${messageId}`, { content: 'три' });
    const remove = (person: Person, { messageId }: Json) => person.delete(`/messages/${messageId}`);
    const calls: [Promise<Answer>, number, string, string?][] = [
      [edit(maria, said), 403, 'Only the sender can edit a message', 'not_own_message'],
      [
        remove(maria, said),
        403,
        'Only the sender, the owner and admins can remove a message',
        'not_own_message',
      ],
      [edit(andrey, image), 400, 'Only text messages can be edited', 'not_text'],
      [edit(andrey, said), 403, 'The message is too old to be edited', 'too_late'],
      [remove(andrey, said), 403, 'The message is too old to be removed', 'too_late'],
      [edit(andrey, gone), 410, 'The message was removed', 'message_removed'],
      [remove(sasha, line), 400, 'A service message cannot be removed', 'service_message'],
      [edit(andrey, { messageId: 'msg_x' }), 404, 'Message not found'],
    ];
    for (const [call, status, error, code] of calls) {
      const refused = { success: false, error, ...(code === undefined ? {} : { code }) };
      const answer = await call;
      expect([answer.status, answer.body]).toEqual([status, refused]);
    }
  });

  test('the newest interaction comes first, and pages do not overlap (P3.4)', async () => {
    const { sasha, andrey } = await cast();
    const ids = [];
    for (let index = 0; index < 5; index += 1) ids.push(await sasha.group(andrey));
    await sasha.say(ids[1] ?? '', 'наверх');
    const page = async (number: number) =>
      (await sasha.get(`/dialogs?page=${number}&limit=3`)).body.data.map(
        (item: { dialogId: string }) => item.dialogId,
      );
    const listed = [...(await page(1)), ...(await page(2))];
    expect(listed[0]).toBe(ids[1]);
    // The demo has brought one.
    expect(new Set(listed).size).toBe(isOwn ? 6 : 5);
    expect((await sasha.get('/dialogs?page=abc&limit=-4')).body.pagination).toMatchObject({
      page: 1,
      limit: 10,
    });
  });

  test('unknown routes, methods and broken requests get a typed answer', async () => {
    const { url, sasha } = await cast();
    const raw = (path: string, init: RequestInit) =>
      fetch(`${url}${path}`, init).then(async (response) => [response.status, await response.json()]);
    const json = { 'content-type': 'application/json' };
    const refusal = (error: string) => ({ success: false, error });
    expect(await raw('/nowhere', {})).toEqual([404, refusal('Route not found')]);
    expect(await raw('/api/nowhere', {})).toEqual([404, refusal('Route not found')]);
    expect(await raw('/api/auth/me', { method: 'PUT' })).toEqual([404, refusal('Route not found')]);
    expect(await raw('/%zz', {})).toEqual([400, refusal('Malformed URL')]);
    const post = '/api/auth/request-code';
    expect(await raw(post, { method: 'POST', headers: json, body: '{' })).toEqual([
      400,
      refusal('Malformed JSON'),
    ]);
    expect(await raw(post, { method: 'POST', headers: json, body: '{"__proto__":{"polluted":1}}' })).toEqual([
      400,
      refusal('Malformed JSON'),
    ]);
    expect(await raw(post, { method: 'POST', headers: json, body: '' })).toEqual([
      400,
      refusal('Phone number is required'),
    ]);
    expect(
      (await raw(post, { method: 'POST', headers: { 'content-type': 'text/xml' }, body: '<a/>' }))[0],
    ).toBe(415);
    expect((await raw(post, { method: 'POST', headers: json, body: `"${'x'.repeat(70_000)}"` }))[0]).toBe(
      413,
    );
    expect((await sasha.get(`/messages/${'m'.repeat(1000)}`)).body).toEqual(refusal('Address is too long'));
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
