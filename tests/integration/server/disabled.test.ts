import { expect, test } from 'vitest';
import { askServer } from '../../../server/src/admin/door.ts';
import { ANDREY, call, cast, Ear, type Json, manualClock, signIn, temporaryDirectory } from './support.ts';

const DISABLED = {
  status: 401,
  body: { success: false, error: 'Account is disabled', code: 'account_disabled' },
};

async function stage() {
  const dataDir = temporaryDirectory();
  const clock = manualClock();
  const people = await cast({ dataDir, now: clock.now });
  const admin = (command: string, who: string) => askServer(dataDir, { command, args: [who], json: false });
  return { ...people, clock, admin };
}

const refresh = (url: string, refreshToken: string) =>
  call(url, 'POST', '/api/auth/refresh', { body: { refreshToken } });

test('a closed account is refused everywhere at once, and told why (P7.24)', async () => {
  const { url, andrey, sasha, admin } = await stage();
  const dialogId = await sasha.group(andrey);
  const [ear, second] = [await andrey.connect(), await andrey.connect()];
  await ear.join(dialogId);
  const began = performance.now();
  await admin('user disable', ANDREY);
  expect(await ear.hear('disconnect')).toBe('io server disconnect');
  await second.hear('disconnect');
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(await ear.hear('session:ended')).toEqual({ code: 'account_disabled' });

  expect(await andrey.get('/auth/me')).toMatchObject(DISABLED);
  expect(await andrey.get('/dialogs')).toMatchObject(DISABLED);
  expect(await andrey.post(`/messages/dialog/${dialogId}`, { content: 'Я ещё тут' })).toMatchObject(DISABLED);
  expect(await refresh(url, andrey.signedIn.refreshToken)).toMatchObject(DISABLED);
  await expect(Ear.connect(url, andrey.token)).rejects.toThrow('Authentication failed');
  expect((await call(url, 'POST', '/api/auth/request-code', { body: { phone: ANDREY } })).status).toBe(200);
  const body = { phone: ANDREY, code: '1234' };
  expect(await call(url, 'POST', '/api/auth/verify-code', { body })).toMatchObject(DISABLED);
});

test('a device hears why after weeks as well, and a wrong token hears nothing', async () => {
  const { url, andrey, admin, clock } = await stage();
  await admin('user disable', ANDREY);
  clock.advance(40 * 24 * 3_600_000);
  expect((await andrey.get('/auth/me')).body.error).toBe('Invalid token');
  expect(await refresh(url, andrey.signedIn.refreshToken)).toMatchObject(DISABLED);
  expect((await refresh(url, `${andrey.signedIn.sessionId}.guess`)).body.error).toBe('Invalid token');
});

test('others go on seeing the person, marked as disabled, and hear of it', async () => {
  const { andrey, sasha, maria, admin } = await stage();
  await sasha.group(andrey);
  await andrey.connect();
  const [ear, stranger] = [await sasha.connect(), await maria.connect()];
  await admin('user disable', ANDREY);
  const heard = await ear.hear('chat3:update', ({ eventType }) => eventType === 'user.update');
  expect(heard.data.user).toMatchObject({ userId: andrey.userId, name: andrey.name, disabled: true });
  await ear.hear('user:offline', ({ userId }) => userId === andrey.userId);
  await stranger.caughtUp();
  expect(stranger.all('session:ended')).toEqual([]);
  expect((await sasha.get(`/users/${andrey.userId}`)).body.data.disabled).toBe(true);
  const listed = (await sasha.get('/users')).body.data;
  expect(listed.filter(({ disabled }: Json) => disabled).map(({ userId }: Json) => userId)).toEqual([
    andrey.userId,
  ]);

  await admin('user enable', ANDREY);
  const again = await ear.hear('chat3:update', ({ data }) => data.user && !data.user.disabled);
  expect(again.data.user.userId).toBe(andrey.userId);
});

test('nobody makes a dialog with a closed account or adds it; dialogs that are there stay', async () => {
  const { andrey, sasha, maria, admin } = await stage();
  const direct = { name: 'Диалог', memberIds: [andrey.userId], kind: 'direct' };
  const { dialogId } = (await sasha.post('/dialogs', direct)).body.data;
  const group = await sasha.group(maria);
  await admin('user disable', ANDREY);
  const refused = { status: 400, body: { code: 'account_disabled' } };
  expect(await maria.post('/dialogs', direct)).toMatchObject(refused);
  expect(
    await sasha.post('/dialogs', { name: 'Группа', memberIds: [maria.userId, andrey.userId] }),
  ).toMatchObject(refused);
  expect(await sasha.post(`/dialogs/${group}/members`, { userId: andrey.userId })).toMatchObject(refused);
  expect((await sasha.post('/dialogs', direct)).body.data.dialogId).toBe(dialogId);
  expect((await sasha.get(`/messages/dialog/${dialogId}`)).status).toBe(200);
});

test('groups pass on to the longest-serving admin, else member, who can use them (P7.10)', async () => {
  const { url, andrey, sasha, maria, admin, clock } = await stage();
  const dmitry = await signIn(url, '79333333333');
  const roles = async (dialogId: string) => {
    const members = (await sasha.get(`/dialogs/${dialogId}/members`)).body.data;
    return Object.fromEntries(members.map(({ userId, role }: Json) => [userId, role]));
  };
  const withAdmin = await andrey.group(sasha, maria);
  await andrey.patch(`/dialogs/${withAdmin}/members/${maria.userId}`, { role: 'admin' });
  const withoutAdmin = await andrey.group(dmitry);
  clock.advance(1_000);
  await andrey.post(`/dialogs/${withoutAdmin}/members`, { userId: sasha.userId });
  const ear = await sasha.connect();
  await admin('user disable', '79333333333');
  await admin('user disable', ANDREY);
  expect(await roles(withAdmin)).toMatchObject({ [andrey.userId]: 'member', [maria.userId]: 'owner' });
  // The one who has been there longer is disabled as well.
  expect(await roles(withoutAdmin)).toMatchObject({ [dmitry.userId]: 'member', [sasha.userId]: 'owner' });
  expect((await ear.hear('message:new', ({ type }) => type === 'system.role')).senderId).toBe('system');
});

test('an account that is opened again asks for a new sign-in (P7.24)', async () => {
  const { url, andrey, admin } = await stage();
  await admin('user disable', ANDREY);
  await admin('user enable', ANDREY);
  expect((await andrey.get('/auth/me')).body.error).toBe('Invalid token');
  expect((await refresh(url, andrey.signedIn.refreshToken)).body.error).toBe('Invalid token');
  const again = await signIn(url, ANDREY);
  expect((await again.get('/dialogs')).status).toBe(200);
});
