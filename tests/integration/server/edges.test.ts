import { connect } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { productionLimits } from '../../../server/src/limits/limits.ts';
import { call, cast, manualClock, SASHA, stranger, temporaryDirectory } from './support.ts';

afterEach(() => vi.useRealTimers());

/** So many reads at once, and as many again in ten seconds. */
const reads = (count: number) => ({
  ...productionLimits.work,
  reading: { burst: count, perSecond: count / 10 },
});

describe('a clock that is set back by a day', () => {
  const DAY_MS = 24 * 3_600_000;

  test('keeps nobody waiting for longer than the window (P7.14)', async () => {
    const elapsed = manualClock(0);
    const { sasha } = await cast({ elapsed: elapsed.now, limits: { work: reads(20) } });
    const ask = () => sasha.get('/dialogs');
    for (let asked = 0; asked < 20; asked += 1) expect((await ask()).status).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - DAY_MS });
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(10);
    elapsed.advance(10_000);
    expect((await ask()).status).toBe(200);
  });

  test('forgets no code that was asked for, and waits no longer for the next', async () => {
    const [clock, elapsed] = [manualClock(), manualClock(0)];
    const { url } = await cast({ now: clock.now, elapsed: elapsed.now, limits: { codesPerPhoneHour: 2 } });
    const ask = () => call(url, 'POST', '/api/auth/request-code', { body: { phone: SASHA } });
    expect((await ask()).status).toBe(200);
    clock.advance(-DAY_MS);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(3_600);
    elapsed.advance(3_600_000);
    expect((await ask()).status).toBe(200);
  });

  test('events of a socket go on', async () => {
    const [clock, elapsed] = [manualClock(), manualClock(0)];
    const limits = { eventsPerSecond: 10, eventBurst: 5 };
    const { sasha } = await cast({ now: clock.now, elapsed: elapsed.now, limits });
    const dialogId = await sasha.group();
    const ear = await sasha.connect();
    for (let asked = 0; asked < 5; asked += 1) expect(await ear.join(dialogId)).toEqual({ ok: true });
    expect(await ear.join(dialogId)).toEqual({ ok: false, error: 'Too many events' });
    clock.advance(-DAY_MS);
    elapsed.advance(100);
    expect(await ear.join(dialogId)).toEqual({ ok: true });
  });
});

function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

test.each([
  ['rubbish', 'rubbish\r\n\r\n', 400, 'Malformed request'],
  ['a method of its own', 'FETCH / HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'Malformed request'],
  ['no such version', 'GET / HTTP/9.9\r\nhost: x\r\n\r\n', 400, 'Malformed request'],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
    400,
    'Malformed request',
  ],
  ['headers without end', `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}`, 431, 'Request headers are too large'],
])('%s is refused in the shape of every error (P2.3)', async (_what, text, status, error) => {
  const { url } = await cast();
  const answer = await sendRaw(url, text);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toEqual({ success: false, error });
});

test.each(['%00', '%00%00', '%E2%80%AE', '%EF%BF%BD', '%ED%A0%80', '%25'])(
  'a search for %s finds nobody by mistake',
  async (search) => {
    const { sasha } = await cast();
    const answer = await sasha.get(`/users?search=${search}`);
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual([]);
  },
);

test('a dialog has at most 1,000 members, however they come (P7.20)', async () => {
  const dataDir = temporaryDirectory();
  const { sasha, andrey, maria } = await cast({ dataDir });
  const other = await stranger(dataDir);
  await other.run(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 1100)
    insert into users (user_id, phone, name, search_key, created_at) select 'usr_n' || i, 'n' || i, 'N', ' n', 1 from n`);
  const crowd = Array.from({ length: 1_000 }, (_, index) => `usr_n${index + 1}`);
  const make = (memberIds: string[]) => sasha.post('/dialogs', { name: 'Толпа', memberIds });
  const tooMany = { success: false, error: 'A dialog can have at most 1000 members' };
  expect((await make(crowd)).body).toEqual(tooMany);
  // The maker among the others is one person still.
  const made = await make([...crowd.slice(0, 998), sasha.userId]);
  expect(made.status).toBe(201);
  const { dialogId } = made.body.data;
  const add = (userId: string) => sasha.post(`/dialogs/${dialogId}/members`, { userId });
  const [first, second] = await Promise.all([add(andrey.userId), add(maria.userId)]);
  expect([first?.status, second?.status].sort()).toEqual([200, 400]);
  expect([first?.body, second?.body]).toContainEqual(tooMany);
  // Who is there already may be added again.
  expect((await add('usr_n1')).status).toBe(200);
  expect((await sasha.get(`/dialogs/${dialogId}/members`)).body.data).toHaveLength(1_000);
});
