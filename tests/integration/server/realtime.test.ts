import { io } from 'socket.io-client';
import { describe, expect, test } from 'vitest';
import { call, cast, Ear, manualClock, signIn } from './support.ts';

describe('connecting', () => {
  test('hello names the features, then the snapshot of those who share a dialog (P7.1, P7.8)', async () => {
    const { sasha, andrey, url } = await cast();
    const stranger = await signIn(url, '79000000007', 'Посторонний');
    await andrey.connect();
    await stranger.connect();
    const ear = await sasha.connect();
    expect(ear.heard[0]).toEqual({
      event: 'server:hello',
      payload: {
        features: [
          'idempotency',
          'seq',
          'changes',
          'watermarks',
          'roles',
          'rename',
          'edit',
          'mentions',
          'files',
          'userRoom',
          'joinAck',
          'presence',
          'sessions',
          'phone',
        ],
        limits: {
          editMinutes: 2_880,
          deleteMinutes: 2_880,
          fileBytes: 25 * 1024 * 1024,
          filesPerMessage: 10,
        },
        serverTime: expect.any(String),
      },
    });
    expect(ear.all('presence:snapshot')[0]).toEqual({ userIds: [andrey.userId] });
  });

  test.each([
    [undefined, 'Authentication token required'],
    ['', 'Authentication token required'],
    [7, 'Authentication token required'],
    [{ toString: 1 }, 'Authentication token required'],
    ['nonsense', 'Authentication failed'],
  ])('with the token %j: %s', async (token, sentence) => {
    const { url } = await cast();
    await expect(Ear.connect(url, token)).rejects.toThrow(sentence);
  });

  test.each(['websocket', 'polling'])('works over %s', async (transport) => {
    const { url, sasha } = await cast();
    const ear = await Ear.connect(url, sasha.token, { transports: [transport] });
    const dialogId = await sasha.group();
    expect(await ear.join(dialogId)).toEqual({ ok: true });
    await sasha.say(dialogId, 'раз');
    expect(await ear.hear('message:new', (message) => message.type === 'text')).toMatchObject({
      content: 'раз',
    });
  });

  test('pages of other origins are refused, over polling and WebSocket', async () => {
    const { url, sasha } = await cast();
    for (const transport of ['websocket', 'polling']) {
      for (const origin of ['https://evil.example', 'null', 'file://', 'app://a/b']) {
        const extraHeaders = { origin };
        const attempt = Ear.connect(url, sasha.token, { transports: [transport], extraHeaders });
        await expect(attempt, `${transport} ${origin}`).rejects.toThrow();
      }
      for (const origin of [
        'app://chat3',
        'http://localhost:5173',
        'http://127.0.0.1:8080',
        'http://[::1]:9',
      ]) {
        await Ear.connect(url, sasha.token, { transports: [transport], extraHeaders: { origin } });
      }
    }
    const refused = await call(url, 'GET', '/health', { headers: { origin: 'https://evil.example' } });
    expect([refused.status, refused.body]).toEqual([403, { success: false, error: 'Origin not allowed' }]);
    const allowed = await call(url, 'GET', '/health', { headers: { origin: 'app://chat3' } });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('app://chat3');
  });

  test('a namespace that does not exist answers "Invalid namespace": the client’s ping (S1.6)', async () => {
    const { url } = await cast();
    const socket = io(`${url}/ping`, { transports: ['websocket'], reconnection: false, forceNew: true });
    const error = await new Promise<Error>((resolve) => socket.once('connect_error', resolve));
    socket.disconnect();
    expect(error.message).toBe('Invalid namespace');
  });
});

describe('delivery', () => {
  test('one a socket, though it is in the dialog’s room and in the user’s (P7.5)', async () => {
    const { sasha, andrey } = await cast();
    const dialogId = await sasha.group(andrey);
    const [joined, twice, plain] = [await andrey.connect(), await andrey.connect(), await sasha.connect()];
    // At once on connect, twice, and with the old fire-and-forget form.
    expect(await joined.join(dialogId)).toEqual({ ok: true });
    twice.socket.emit('dialog:join', dialogId);
    expect(await twice.join(dialogId)).toEqual({ ok: true });
    for (let index = 0; index < 20; index += 1) await sasha.say(dialogId, `№ ${index}`);
    for (const ear of [joined, twice, plain]) {
      await ear.hear('message:new', (message) => message.seq === 21);
      await ear.caughtUp();
      expect(ear.all('message:new').map((message) => message.seq)).toEqual(
        Array.from({ length: 20 }, (_, index) => index + 2),
      );
    }
  });

  test('what sockets get is what the REST answer says', async () => {
    const { sasha, andrey } = await cast();
    const dialogId = await sasha.group(andrey);
    const ear = await andrey.connect();
    const message = await sasha.say(dialogId, 'раз', { clientMessageId: 'A' });
    expect(await ear.hear('message:new')).toEqual(message);
  });

  test('leaving the room keeps the delivery of the user’s own room', async () => {
    const { sasha } = await cast();
    const dialogId = await sasha.group();
    const ear = await sasha.connect();
    await ear.join(dialogId);
    expect(await ear.ask('dialog:leave', dialogId)).toEqual({ ok: true });
    await sasha.say(dialogId, 'раз');
    await ear.hear('message:new', (message) => message.content === 'раз');
  });

  test('a new dialog is announced to its members', async () => {
    const { sasha, andrey } = await cast();
    const ear = await andrey.connect();
    const dialogId = await sasha.group(andrey);
    expect(await ear.hear('chat3:update')).toMatchObject({
      userId: andrey.userId,
      dialogId,
      entityId: dialogId,
      eventType: 'dialog.create',
      data: {
        dialog: {
          dialogId,
          name: 'Группа',
          createdBy: sasha.userId,
          memberIds: [sasha.userId, andrey.userId],
        },
      },
    });
  });

  test('a new name is told to those who share a dialog', async () => {
    const { sasha, andrey } = await cast();
    const ear = await andrey.connect();
    await sasha.patch('/users/me', { name: 'Саша' });
    expect(await ear.hear('chat3:update', (update) => update.eventType === 'user.update')).toMatchObject({
      entityId: sasha.userId,
      data: { user: { userId: sasha.userId, name: 'Саша' } },
    });
  });
});

describe('typing', () => {
  test('reaches the others of the dialog, joined or not, and not oneself (P5.2)', async () => {
    const { sasha, andrey, maria } = await cast();
    const dialogId = await sasha.group(andrey, maria);
    const [own, ownOther, joined, plain] = [
      await sasha.connect(),
      await sasha.connect(),
      await andrey.connect(),
      await maria.connect(),
    ];
    for (const ear of [own, ownOther, joined]) await ear.join(dialogId);
    expect(await own.ask('typing:start', { dialogId })).toEqual({ ok: true });
    expect(await own.ask('typing:stop', { dialogId })).toEqual({ ok: true });
    for (const ear of [joined, plain]) {
      expect(await ear.hear('typing:start')).toEqual({
        userId: sasha.userId,
        userName: sasha.name,
        dialogId,
      });
      expect(await ear.hear('typing:stop')).toEqual({ userId: sasha.userId, dialogId });
      await ear.caughtUp();
      expect(ear.all('typing:start')).toHaveLength(1);
    }
    for (const ear of [own, ownOther]) {
      await ear.caughtUp();
      expect([ear.all('typing:start'), ear.all('typing:stop')]).toEqual([[], []]);
    }
  });

  test('stops with the connection', async () => {
    const { sasha, andrey } = await cast();
    const dialogId = await sasha.group(andrey);
    const [own, other] = [await sasha.connect(), await andrey.connect()];
    await own.ask('typing:start', { dialogId });
    own.socket.disconnect();
    expect(await other.hear('typing:stop')).toEqual({ userId: sasha.userId, dialogId });
  });

  test('is capped, and its stop is not', async () => {
    const clock = manualClock();
    const { sasha, andrey } = await cast({ now: clock.now });
    const dialogId = await sasha.group(andrey);
    const [own, other] = [await sasha.connect(), await andrey.connect()];
    for (let index = 0; index < 50; index += 1) await own.ask('typing:start', { dialogId });
    await own.ask('typing:stop', { dialogId });
    await other.hear('typing:stop');
    expect(other.all('typing:start')).toHaveLength(10);
  });
});

describe('presence', () => {
  test('online with the first socket, offline with the last, for those who share a dialog', async () => {
    const { sasha, andrey, url } = await cast();
    const stranger = await signIn(url, '79000000007', 'Посторонний');
    const [watching, outside] = [await sasha.connect(), await stranger.connect()];
    const first = await andrey.connect();
    expect(await watching.hear('user:online')).toEqual({ userId: andrey.userId, userName: andrey.name });
    const second = await andrey.connect();
    first.socket.disconnect();
    await second.caughtUp();
    await watching.caughtUp();
    expect(watching.all('user:offline')).toEqual([]);
    second.socket.disconnect();
    expect(await watching.hear('user:offline')).toEqual({ userId: andrey.userId });
    expect(watching.all('user:online')).toHaveLength(1);
    await outside.caughtUp();
    expect(outside.heard.filter((entry) => entry.event.startsWith('user:'))).toEqual([]);
  });

  test('a first common dialog shows who is online, its end hides them again', async () => {
    const { sasha, url } = await cast();
    const stranger = await signIn(url, '79000000007', 'Посторонний');
    const [own, theirs] = [await sasha.connect(), await stranger.connect()];
    const dialogId = await sasha.group(stranger);
    await theirs.hear('presence:snapshot', (snapshot) => snapshot.userIds.includes(sasha.userId));
    await own.hear('presence:snapshot', (snapshot) => snapshot.userIds.includes(stranger.userId));
    const before = theirs.all('presence:snapshot').length;
    await sasha.delete(`/dialogs/${dialogId}`);
    await theirs.hear('dialog:update', (update) => update.eventType === 'dialog.delete');
    await expect.poll(() => theirs.all('presence:snapshot').length).toBeGreaterThan(before);
    expect(theirs.all('presence:snapshot').at(-1)).toEqual({ userIds: [] });
  });
});
