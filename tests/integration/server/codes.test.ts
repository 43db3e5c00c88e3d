import { describe, expect, onTestFinished, test } from 'vitest';
import { askServer } from '../../../server/src/admin/door.ts';
import { type ServerOptions, startServer } from '../../../server/src/server.ts';
import { isOnPostgres } from '../../../server/src/store/testing/testDatabase.ts';
import { type Answer, call, cast, type Json, manualClock, temporaryDirectory } from './support.ts';

const OWNER = '79000000001';
const UNKNOWN = '79000000002';
const HOME = '10.0.0.1';
const STRANGER = '10.0.0.66';
const USED_UP = 'Too many wrong codes. Request a new code';

/** A server as it runs in production behind a proxy, its sender keeping the codes; the owner of a phone is registered. */
async function stage(options: ServerOptions = {}) {
  const sent: { phone: string; code: string }[] = [];
  const clock = manualClock();
  const dataDir = temporaryDirectory();
  const server = await startServer({
    dataDir,
    registration: 'invited',
    trustProxy: 1,
    now: clock.now,
    codeSender: { send: async (phone, code) => void sent.push({ phone, code }) },
    logLevel: 'silent',
    ...options,
    limits: { codeAnswerMs: 0, ...options.limits },
  });
  onTestFinished(() => server.close());
  const post = (path: string, address: string, body: object) =>
    call(server.url, 'POST', `/api/auth/${path}`, { body, headers: { 'x-forwarded-for': address } });
  const ask = (address: string, phone = OWNER, name?: string) =>
    post('request-code', address, { phone, name });
  const verify = (address: string, code: string, phone = OWNER) =>
    post('verify-code', address, { phone, code });
  const admin = (command: string, ...args: string[]) => askServer(dataDir, { command, args, json: true });
  await admin('user add', OWNER, 'Владелец');
  const lastCode = () => sent.at(-1)?.code ?? '';
  return { ...server, clock, sent, ask, verify, admin, lastCode };
}

const wrong = (code: string, offset: number) => String((Number(code) + offset) % 10_000).padStart(4, '0');

describe('a stranger who knows the phone', () => {
  test('cannot use up the tries of whoever asked for the code (P7.25)', async () => {
    const { ask, verify, lastCode } = await stage();
    await ask(HOME);
    const code = lastCode();
    const answers: Answer[] = [];
    for (let offset = 1; offset <= 40; offset += 1) answers.push(await verify(STRANGER, wrong(code, offset)));
    expect(answers[2]?.body.error).toBe(USED_UP);
    expect(answers.at(-1)).toMatchObject({ status: 429, body: { code: 'too_many_tries' } });
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await verify(STRANGER, code)).status).toBe(429);
    expect((await verify(HOME, code)).status).toBe(200);
  });

  test('cannot use up their codes either (P7.25)', async () => {
    const { ask, verify, lastCode } = await stage();
    for (let index = 0; index < 5; index += 1) expect((await ask(STRANGER)).status).toBe(200);
    const refused = await ask(STRANGER);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_codes' } });
    expect(Number(refused.headers.get('retry-after'))).toBe(3_600);
    expect((await ask(HOME)).status).toBe(200);
    const code = lastCode();
    for (let offset = 1; offset <= 6; offset += 1) await verify(STRANGER, wrong(code, offset));
    expect((await verify(HOME, code)).status).toBe(200);
  });

  test('from many addresses uses up what strangers may in a day, and not what the owner may (P7.25)', async () => {
    const { ask, verify, lastCode } = await stage();
    await ask(HOME);
    await verify(HOME, lastCode());
    const answers = [];
    for (let index = 0; index < 30; index += 1) answers.push(await ask(`10.1.0.${index}`));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    expect((await ask('10.2.0.1')).body.code).toBe('too_many_codes');
    expect((await ask(HOME)).status).toBe(200);
    expect((await verify(HOME, lastCode())).status).toBe(200);
  });

  test('is told apart from the owner in another network only by the tries', async () => {
    const { ask, verify, lastCode } = await stage();
    await ask(HOME);
    expect((await verify('10.0.0.2', lastCode())).status).toBe(200);
    await ask(HOME);
    const code = lastCode();
    const given = [];
    for (let offset = 1; offset <= 4; offset += 1)
      given.push((await verify(STRANGER, wrong(code, offset))).body.error);
    expect(given.indexOf(USED_UP)).toBe(2);
    expect((await verify(STRANGER, code)).body.error).toBe(USED_UP);
    expect((await verify(HOME, code)).status).toBe(200);
  });
});

describe('a known phone and an unknown one', () => {
  test('are answered alike, with a name and without, as often (P7.25)', async () => {
    const { ask, verify, sent } = await stage({ limits: { codesPerPhoneHour: 3 } });
    const answers = async (phone: string, name?: string) => {
      const given = [];
      for (let index = 0; index < 4; index += 1) {
        const { status, body, headers } = await ask(STRANGER, phone, name);
        given.push([status, body, headers.get('retry-after')]);
      }
      return given;
    };
    expect(await answers(OWNER)).toEqual(await answers(UNKNOWN));
    expect(sent.every(({ phone }) => phone === OWNER)).toBe(true);
    expect(await answers('79000000003', 'Имя')).toEqual(await answers('79000000004', 'Имя'));
    expect((await verify(STRANGER, '0000', UNKNOWN)).body).toEqual(
      (await verify(STRANGER, '0000', '79000000005')).body,
    );
  });

  test('take the same time, however slow the sending service is (P7.25)', async () => {
    const codeSender = { send: () => new Promise<void>(() => {}) };
    const { ask } = await stage({ codeSender, limits: { codeAnswerMs: 300 } });
    for (const phone of [OWNER, UNKNOWN]) {
      const began = performance.now();
      expect((await ask(HOME, phone)).status).toBe(200);
      expect(performance.now() - began).toBeGreaterThan(290);
    }
  });

  test('fail alike while sending fails (P7.25)', async () => {
    const codeSender = { send: () => Promise.reject(new Error('down')) };
    const { ask } = await stage({ codeSender });
    expect([(await ask(HOME)).status, (await ask(HOME, UNKNOWN)).status]).toEqual([503, 503]);
  });
});

test('a new person without a name is told so once they have shown that the phone is theirs', async () => {
  const { ask, verify, lastCode } = await stage({ registration: 'open' });
  expect((await ask(HOME, UNKNOWN)).status).toBe(200);
  expect(await verify(HOME, lastCode(), UNKNOWN)).toMatchObject({
    status: 400,
    body: { error: 'Name is required for new users' },
  });
  await ask(HOME, UNKNOWN, 'Новичок');
  expect((await verify(HOME, lastCode(), UNKNOWN)).body.user.name).toBe('Новичок');
});

test('what codes cost in a day is bounded, for everybody and by address, with the time to wait (P7.25)', async () => {
  const { ask, clock } = await stage({ limits: { codesPerDay: 6, codesPerAddressDay: 4 } });
  const phones = ['79000000011', '79000000012', '79000000013', '79000000014', '79000000015'];
  const statuses = [];
  for (const phone of phones) statuses.push((await ask(HOME, phone)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 429]);
  expect((await ask(STRANGER, phones[0])).status).toBe(200);
  expect((await ask(STRANGER, phones[1])).status).toBe(200);
  const refused = await ask(STRANGER, phones[2]);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '86400']);
  clock.advance(24 * 3_600_000 + 1);
  expect((await ask(STRANGER, phones[2])).status).toBe(200);
});

test('refusals by a limit are in the audit log, one an hour and not each', async () => {
  const { ask, admin } = await stage();
  for (let index = 0; index < 9; index += 1) await ask(STRANGER);
  const entries = JSON.parse((await admin('audit'))?.lines[0] ?? '');
  expect(entries.filter(({ action }: Json) => action === 'limit')).toEqual([
    expect.objectContaining({ detail: 'too_many_codes', actor: '' }),
  ]);
});

describe('refresh tokens (P7.9)', () => {
  async function family() {
    const clock = manualClock();
    const dataDir = temporaryDirectory();
    const { url, sasha } = await cast({ now: clock.now, dataDir });
    const refresh = async (refreshToken: string) =>
      call(url, 'POST', '/api/auth/refresh', { body: { refreshToken } });
    const admin = (command: string) => askServer(dataDir, { command, args: [], json: true });
    return { clock, url, sasha, refresh, admin, first: sasha.signedIn.refreshToken as string };
  }

  test('asked for ten times at once, the next one is the same for all', async () => {
    const { refresh, first } = await family();
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(first)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const next = new Set(answers.map(({ body }) => body.refreshToken));
    expect(next.size).toBe(1);
    expect((await refresh([...next][0])).status).toBe(200);
  });

  test('of before, however long before, end everything that came of the sign-in, and the log says so', async () => {
    const { clock, url, sasha, refresh, first, admin } = await family();
    const second = (await refresh(first)).body.refreshToken;
    const third = (await refresh(second)).body.refreshToken;
    const fourth = (await refresh(third)).body;
    expect((await refresh(first)).body.refreshToken).toBe(second);
    const ear = await sasha.connect();
    clock.advance(61_000);
    expect((await refresh(first)).body.error).toBe('Invalid token');
    await ear.hear('disconnect');
    expect((await refresh(fourth.refreshToken)).status).toBe(401);
    expect((await call(url, 'GET', '/api/auth/me', { token: fourth.token })).status).toBe(401);
    const entries = JSON.parse((await admin('audit'))?.lines[0] ?? '');
    expect(entries.filter(({ action }: Json) => action === 'token-theft')).toEqual([
      expect.objectContaining({ user_id: sasha.userId, session_id: sasha.signedIn.sessionId }),
    ]);
  });

  // Of a data folder: the key of servers on PostgreSQL stays.
  test.skipIf(isOnPostgres)('are the same across a change of the signing key', async () => {
    const { refresh, first, admin } = await family();
    const second = (await refresh(first)).body.refreshToken;
    await admin('secret rotate');
    expect((await refresh(first)).body.refreshToken).toBe(second);
    expect((await refresh(second)).status).toBe(200);
  });
});
