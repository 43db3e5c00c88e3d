import { chmodSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { runAdmin } from '../../../server/src/admin/main.ts';
import { openDataFolder } from '../../../server/src/operations/dataFolder.ts';
import { isOnPostgres } from '../../../server/src/store/testing/testDatabase.ts';
import { call, cast, type Json, SASHA, temporaryDirectory } from './support.ts';

/** Runs `npm run admin -- …words` in this process. */
async function admin(dataDir: string, ...words: string[]) {
  const written = { out: '', err: '' };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.out += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.err += String(text);
    return true;
  });
  try {
    const code = await runAdmin([...words, '--data', dataDir], { LOG_LEVEL: 'silent' });
    return { code, ...written };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

function listOf(text: string | Uint8Array): string {
  const file = join(temporaryDirectory(), 'people.csv');
  writeFileSync(file, text);
  return file;
}

async function stage() {
  const dataDir = temporaryDirectory();
  return { dataDir, ...(await cast({ dataDir })) };
}

describe('the command line', () => {
  test('tells mistakes apart from refusals by its exit code, a sentence each', async () => {
    const dataDir = temporaryDirectory();
    const help = await admin(dataDir, '--help');
    expect([help.code, help.err]).toEqual([0, '']);
    expect(help.out).toContain('user import FILE.csv');
    for (const words of [
      ['user', 'frobnicate'],
      ['user', 'disable'],
      ['backup', 'a', 'b'],
      ['--frobnicate'],
      ['doctor', '--user', SASHA],
    ]) {
      const { code, out, err } = await admin(dataDir, ...words);
      expect([words, code, out]).toEqual([words, 2, '']);
      expect(err).toMatch(/^[^\n]+\n$/);
    }
    expect(await admin(dataDir, 'user', 'disable', SASHA)).toEqual({
      code: 1,
      out: '',
      err: `Nobody has the phone or id «${SASHA}».\n`,
    });
    expect((await admin(dataDir, 'user', 'import', '/nowhere.csv')).code).toBe(1);
    expect((await admin(dataDir, 'user', 'add', '123', 'Имя')).err).toBe(
      '«123» is no phone such as 79001234567.\n',
    );
  });

  test('works without a server, and refuses a folder that another program holds', async () => {
    const dataDir = join(temporaryDirectory(), 'data');
    expect((await admin(dataDir, 'user', 'add', '+7 900 111-22-33', 'Андрей', 'Волков')).code).toBe(0);
    expect((await admin(dataDir, 'user', 'list')).out).toMatch(/^usr_\w+ {2}79001112233 {2}Андрей Волков\n$/);
    const { release } = openDataFolder(dataDir);
    const { code, err } = await admin(dataDir, 'user', 'list');
    release();
    expect([code, err]).toEqual([1, expect.stringContaining('in use')]);
  });

  test('reaches a running server by a socket that is closed to other accounts', async () => {
    const { dataDir, sasha } = await stage();
    const door = statSync(join(dataDir, 'chat3.admin'));
    expect([door.isSocket(), door.mode & 0o777]).toEqual([true, 0o600]);
    const { out } = await admin(dataDir, 'user', 'list', '--json');
    expect(JSON.parse(out)).toContainEqual(expect.objectContaining({ userId: sasha.userId, phone: SASHA }));
  });
});

describe('user import', () => {
  test('says of each line what came of it, and twice changes nothing', async () => {
    const { dataDir, sasha } = await stage();
    const file = listOf(
      `Телефон;Имя;Отдел\n+7 (900) 111-22-33;Андрей Волков;A\n\n89001112244;Мария "М" Иванова\nнет;Кто-то\n79001112255;\n${SASHA};Другое имя\n`,
    );
    const first = await admin(dataDir, 'user', 'import', file);
    expect(first.code).toBe(1);
    expect(first.out.split('\n')).toEqual([
      expect.stringMatching(/^Line 2: 79001112233 is Андрей Волков \(usr_\w+\) now\.$/),
      expect.stringMatching(/^Line 4: 79001112244 is Мария "М" Иванова \(usr_\w+\) now\.$/),
      'Line 5: «нет» is no phone such as 79001234567.',
      'Line 6: The name is missing.',
      `Line 7: ${SASHA} is ${sasha.name} (${sasha.userId}) already.`,
      '',
    ]);
    const before = await admin(dataDir, 'user', 'list');
    const second = await admin(dataDir, 'user', 'import', file);
    expect(second.out).toBe(first.out.replaceAll(' now.', ' already.'));
    expect(await admin(dataDir, 'user', 'list')).toEqual(before);
  });

  test('keeps the ids that people have elsewhere, and gives nobody somebody else’s', async () => {
    const { dataDir, sasha } = await stage();
    const file = listOf(
      `79001112233,Анна,usr_r8lyurtu\n79001112244,Борис,usr_r8lyurtu\n79001112255,Вера,usr_Ы\n${SASHA},Саша,usr_other001\n`,
    );
    const first = await admin(dataDir, 'user', 'import', file);
    expect([first.code, ...first.out.split('\n')]).toEqual([
      1,
      'Line 1: 79001112233 is Анна (usr_r8lyurtu) now.',
      'Line 2: usr_r8lyurtu is Анна (79001112233) already.',
      'Line 3: «usr_Ы» is no user id such as usr_1a2b3c4d.',
      `Line 4: ${SASHA} is ${sasha.name} (${sasha.userId}) already, and not usr_other001.`,
      '',
    ]);
    expect((await admin(dataDir, 'user', 'import', file)).out).toContain('(usr_r8lyurtu) already.');
  });

  test('reads what Excel writes in Russian', async () => {
    const { dataDir } = await stage();
    const name = Uint8Array.from([0xc0, 0xed, 0xed, 0xe0]);
    const file = listOf(Buffer.concat([Buffer.from('79001112233;'), name, Buffer.from('\r\n')]));
    expect((await admin(dataDir, 'user', 'import', file)).out).toContain('79001112233 is Анна');
  });
});

test('somebody with another phone keeps token and name, and signs in with the new one alone', async () => {
  const { dataDir, url, sasha, andrey } = await stage();
  await sasha.group(andrey);
  const ear = await andrey.connect();
  expect((await admin(dataDir, 'user', 'phone', SASHA, '+79001112233')).code).toBe(0);
  expect(
    (await ear.hear('chat3:update', ({ eventType }) => eventType === 'user.update')).data.user.phone,
  ).toBe('79001112233');
  expect((await sasha.get('/auth/me')).body.user).toMatchObject({
    userId: sasha.userId,
    phone: '79001112233',
  });
  await call(url, 'POST', '/api/auth/request-code', { body: { phone: '79001112233' } });
  const body = { phone: '79001112233', code: '1234' };
  expect((await call(url, 'POST', '/api/auth/verify-code', { body })).body.user.userId).toBe(sasha.userId);
  const taken = await admin(dataDir, 'user', 'phone', sasha.userId, '79777777777');
  expect(taken).toMatchObject({ code: 1, err: 'Phone is already in use.\n' });
});

test('sessions end one by one or all, and their sockets with them', async () => {
  const { dataDir, sasha, andrey } = await stage();
  const ear = await sasha.connect();
  const { sessionId } = sasha.signedIn;
  expect((await admin(dataDir, 'session', 'list', SASHA)).out).toContain(sessionId);
  expect((await admin(dataDir, 'session', 'end', SASHA, 'ses_none')).code).toBe(1);
  expect((await admin(dataDir, 'session', 'end', SASHA, sessionId)).code).toBe(0);
  expect(await ear.hear('disconnect')).toBe('io server disconnect');
  expect((await admin(dataDir, 'session', 'end', andrey.userId)).out).toBe(
    `1 session of ${andrey.name} ended.\n`,
  );
  expect((await andrey.get('/auth/me')).status).toBe(401);
});

test('a group is given to one of its members, who can be told from its owner before (P7.10)', async () => {
  const { dataDir, sasha, andrey, maria } = await stage();
  const dialogId = await sasha.group(andrey);
  const ear = await andrey.connect();
  expect((await admin(dataDir, 'dialog', 'owner', dialogId, maria.userId)).code).toBe(1);
  expect((await admin(dataDir, 'dialog', 'owner', 'dlg_none', andrey.userId)).code).toBe(1);
  expect((await admin(dataDir, 'dialog', 'owner', dialogId, andrey.userId)).code).toBe(0);
  await ear.hear('message:new', ({ type }) => type === 'system.role');
  const members = (await andrey.get(`/dialogs/${dialogId}/members`)).body.data;
  const roles = Object.fromEntries(members.map(({ userId, role }: Json) => [userId, role]));
  expect(roles).toEqual({ [sasha.userId]: 'member', [andrey.userId]: 'owner' });
});

test('the audit log holds who did what to whom, by ids, and nothing else', async () => {
  const { dataDir, sasha, andrey, maria } = await stage();
  const dialogId = await sasha.group(andrey, maria);
  await sasha.say(dialogId, 'Тайна');
  await sasha.patch(`/dialogs/${dialogId}/members/${maria.userId}`, { role: 'admin' });
  await sasha.delete(`/dialogs/${dialogId}`);
  await admin(dataDir, 'user', 'disable', andrey.userId);
  await admin(dataDir, 'user', 'enable', andrey.userId);
  await maria.post('/auth/logout');
  const { out } = await admin(dataDir, 'audit', '--json');
  const entries = JSON.parse(out).map(({ action, actor, user_id, dialog_id }: Json) => [
    action,
    actor,
    user_id,
    dialog_id,
  ]);
  expect(entries).toEqual(
    expect.arrayContaining([
      ['sign-in', sasha.userId, sasha.userId, null],
      ['role', sasha.userId, maria.userId, dialogId],
      ['delete-dialog', sasha.userId, null, dialogId],
      ['disable', 'admin', andrey.userId, null],
      ['enable', 'admin', andrey.userId, null],
      ['session-end', maria.userId, maria.userId, null],
    ]),
  );
  for (const secret of ['Тайна', SASHA, '1234', sasha.token, sasha.signedIn.refreshToken.split('.')[1]])
    expect(out).not.toContain(secret);
  const own = (await admin(dataDir, 'audit', '--user', andrey.userId)).out.trim().split('\n');
  expect(own.map((line) => line.split('  ')[1])).toEqual(['sign-in', 'disable', 'enable']);
});

// Of a data folder, which a server on PostgreSQL has none of.
test.skipIf(isOnPostgres)('doctor says what is wrong, and changes nothing', async () => {
  const { dataDir } = await stage();
  const examine = async () =>
    (await admin(dataDir, 'doctor', '--demo')).out.split('\n').filter((line) => line.startsWith('Wrong'));
  expect(await examine()).toEqual([]);
  chmodSync(join(dataDir, 'secret.key'), 0o644);
  expect(await examine()).toEqual([expect.stringContaining('other accounts may read')]);
  expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o644);
  chmodSync(join(dataDir, 'secret.key'), 0o600);
  utimesSync(join(dataDir, 'secret.key'), new Date(), new Date(Date.now() + 3_600_000));
  expect(await examine()).toEqual([expect.stringContaining('the clock of this computer is behind')]);
  expect((await admin(join(dataDir, 'none'), 'doctor')).code).toBe(1);
});
