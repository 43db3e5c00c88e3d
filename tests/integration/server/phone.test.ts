import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../../server/src/server.ts';
import { call, manualClock, Person } from './support.ts';

const OLD = '79000000001';
const NEW = '79000000002';

async function stage() {
  const sent = new Map<string, string>();
  const clock = manualClock();
  const { url, close } = await startServer({
    registration: 'open',
    now: clock.now,
    codeSender: { send: async (phone, code) => void sent.set(phone, code) },
    logLevel: 'silent',
    limits: { codeAnswerMs: 0 },
  });
  onTestFinished(() => close());
  const enter = async (phone: string, name: string) => {
    await call(url, 'POST', '/api/auth/request-code', { body: { phone, name } });
    const body = { phone, code: sent.get(phone) };
    return call(url, 'POST', '/api/auth/verify-code', { body });
  };
  const owner = new Person(url, (await enter(OLD, 'Имя')).body);
  const change = (body: object) => owner.post('/users/me/phone', body);
  return { url, clock, sent, enter, owner, change };
}

const wrong = (code = '') => String((Number(code) + 1) % 10_000).padStart(4, '0');

test('one’s phone changes with a code to either number, and tokens go on (P7.26)', async () => {
  const { sent, enter, owner, change } = await stage();
  const other = new Person(owner.url, (await enter('79000000003', 'Другая')).body);
  await owner.group(other);
  const ear = await other.connect();
  sent.clear();
  expect(await change({ phone: NEW })).toMatchObject({
    status: 200,
    body: { message: 'Verification codes sent' },
  });
  expect([...sent.keys()].sort()).toEqual([OLD, NEW]);
  const changed = await change({ phone: NEW, oldCode: sent.get(OLD), newCode: sent.get(NEW) });
  expect(changed.body).toEqual({ success: true, user: { userId: owner.userId, phone: NEW, name: 'Имя' } });
  expect((await owner.get('/auth/me')).body.user.phone).toBe(NEW);
  const heard = await ear.hear('chat3:update', ({ eventType }) => eventType === 'user.update');
  expect(heard.data.user.phone).toBe(NEW);
  expect((await enter(NEW, 'Никто')).body.user.userId).toBe(owner.userId);
  expect((await enter(OLD, 'Новый')).body.user.userId).not.toBe(owner.userId);
});

test('one code is not enough, nor that of another change or of a sign-in (P7.26)', async () => {
  const { sent, owner, change, url, clock } = await stage();
  await change({ phone: NEW });
  const [oldCode, newCode] = [sent.get(OLD), sent.get(NEW)];
  expect((await change({ phone: NEW, oldCode, newCode: wrong(newCode) })).status).toBe(400);
  expect((await change({ phone: NEW, oldCode: wrong(oldCode), newCode })).status).toBe(400);
  expect((await change({ phone: '79000000009', oldCode, newCode })).status).toBe(400);
  for (const [phone, code] of [
    [OLD, oldCode],
    [NEW, newCode],
  ]) {
    expect((await call(url, 'POST', '/api/auth/verify-code', { body: { phone, code } })).status).toBe(400);
  }
  clock.advance(5 * 60_000);
  expect((await change({ phone: NEW, oldCode, newCode })).status).toBe(400);
  expect((await owner.get('/auth/me')).body.user.phone).toBe(OLD);
});

test('a number that is somebody’s is refused, once it is shown to be one’s own as well (P7.26)', async () => {
  const { sent, enter, change } = await stage();
  await enter('79000000003', 'Другая');
  await change({ phone: '79000000003' });
  const codes = { oldCode: sent.get(OLD), newCode: sent.get('79000000003') };
  expect((await change({ phone: '79000000003', ...codes })).status).toBe(409);
  expect((await change({ phone: OLD })).status).toBe(409);
});

test('tries and codes are bounded (P7.25, P7.26)', async () => {
  const { sent, change } = await stage();
  expect((await change({ phone: 'x' })).status).toBe(400);
  await change({ phone: NEW });
  const [oldCode, newCode] = [sent.get(OLD), sent.get(NEW)];
  for (let tries = 0; tries < 5; tries += 1) await change({ phone: NEW, oldCode, newCode: wrong(newCode) });
  expect((await change({ phone: NEW, oldCode, newCode })).body.error).toBe(
    'Too many wrong codes. Request a new code',
  );
  for (let asked = 0; asked < 4; asked += 1) expect((await change({ phone: NEW })).status).toBe(200);
  expect(await change({ phone: NEW })).toMatchObject({ status: 429, body: { code: 'too_many_codes' } });
});

test('who asks for codes to a number learns nothing of whether somebody has it (P7.25, P7.26)', async () => {
  const { sent, enter, owner, change } = await stage();
  await enter('79000000003', 'Другая');
  sent.clear();
  const answers = [];
  for (const phone of ['79000000003', '79000000004']) {
    const asked = await change({ phone });
    const tried = await change({ phone, oldCode: sent.get(OLD), newCode: wrong(sent.get(phone)) });
    answers.push([asked.status, asked.body, tried.status, tried.body]);
  }
  expect(answers[0]).toEqual(answers[1]);
  expect([...sent.keys()].sort()).toEqual([OLD, '79000000003', '79000000004']);
  expect((await owner.get('/auth/me')).body.user.phone).toBe(OLD);
});
