import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Tokens } from '../../../server/src/auth/tokens.ts';
import { productionLimits } from '../../../server/src/limits/limits.ts';
import { RawSocket } from './rawSocket.ts';
import { call, cast, Ear, type Json, manualClock, stranger, temporaryDirectory } from './support.ts';

const { work, atOnce } = productionLimits;
const tooMany = { success: false, error: 'Too many requests. Try again later' };
const soon = { refusalMs: 0 };

describe('work of one person (P7.21)', () => {
  test('each kind has a budget of its own, and each person', async () => {
    const elapsed = manualClock(0);
    const { sasha, andrey } = await cast({ elapsed: elapsed.now, limits: { ...soon, work } });
    const dialogId = await sasha.group();
    const rename = (round: number) => sasha.patch(`/dialogs/${dialogId}`, { name: `Имя ${round}` });
    const statuses: number[] = [];
    for (let round = 0; round < 80; round += 1) statuses.push((await rename(round)).status);
    // 400 points: 20 for the group, 5 for each new name and a fiftieth for who is told.
    expect(statuses.filter((status) => status === 200)).toHaveLength(75);
    const refused = await rename(99);
    expect(refused.body).toEqual(tooMany);
    expect(Number(refused.headers.get('retry-after'))).toBe(1);
    expect((await sasha.get('/dialogs')).status).toBe(200);
    expect((await sasha.get('/users?search=Анд')).status).toBe(200);
    const other = await andrey.group();
    expect((await andrey.patch(`/dialogs/${other}`, { name: 'Имя' })).status).toBe(200);
    elapsed.advance(1_000);
    expect((await rename(100)).status).toBe(200);
  });

  test('a large group costs more than a small one, a large directory more than a search', async () => {
    const elapsed = manualClock(0);
    const dataDir = temporaryDirectory();
    const limits = { ...soon, work };
    const { sasha } = await cast({ dataDir, elapsed: elapsed.now, limits });
    const raw = await stranger(dataDir);
    await raw.run(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 999)
      insert into users (user_id, phone, name, search_key, created_at) select 'usr_n' || i, 'n' || i, 'N', ' n', 1 from n`);
    const memberIds = Array.from({ length: 999 }, (_, index) => `usr_n${index + 1}`);
    const made = [];
    for (let round = 0; round < 12; round += 1) {
      made.push((await sasha.post('/dialogs', { name: 'Толпа', memberIds })).status);
    }
    expect(made.filter((status) => status === 201)).toHaveLength(10);
    const found = [];
    for (let round = 0; round < 14; round += 1) found.push((await sasha.get('/users?limit=1000')).status);
    expect(found.filter((status) => status === 200)).toHaveLength(12);
  });

  test('nothing is read by HEAD, whose work would cost nothing; monitors may', async () => {
    const { url, sasha } = await cast();
    const head = async (path: string) => {
      const headers = { authorization: `Bearer ${sasha.token}` };
      return (await fetch(`${url}${path}`, { method: 'HEAD', headers })).status;
    };
    expect([await head('/api/dialogs'), await head('/api/auth/me')]).toEqual([404, 404]);
    expect([await head('/health'), await head('/ready')]).toEqual([200, 200]);
  });

  test('an answer costs by its size as well', async () => {
    const elapsed = manualClock(0);
    const reading = { burst: 120, perSecond: 1 };
    const { sasha } = await cast({ elapsed: elapsed.now, limits: { ...soon, work: { ...work, reading } } });
    const dialogId = await sasha.group();
    for (let said = 0; said < 40; said += 1) await sasha.say(dialogId, 'x'.repeat(10_000));
    const statuses: number[] = [];
    for (let read = 0; read < 20; read += 1) {
      statuses.push((await sasha.get(`/messages/dialog/${dialogId}?limit=100`)).status);
    }
    // A page of 400 KB costs 1 and 12 more.
    expect(statuses.indexOf(429)).toBeGreaterThan(5);
    expect(statuses.indexOf(429)).toBeLessThan(12);
  });

  test('so many requests at a time, the next wait for their turn, and more are refused', async () => {
    const dataDir = temporaryDirectory();
    const limits = { ...soon, atOnce: { ...atOnce, writing: 2 }, waitingRequests: 3 };
    const { sasha, andrey } = await cast({ dataDir, limits });
    const dialogId = await sasha.group();
    const raw = await stranger(dataDir);
    // As long as another process holds the lock, nobody's post is done.
    await raw.run('begin immediate');
    const refused: Json[] = [];
    const answers = Array.from({ length: 12 }, async (_, index) => {
      const answer = await sasha.post(`/messages/dialog/${dialogId}`, { content: `№ ${index}` });
      if (answer.status === 429) refused.push(answer);
      return answer.status;
    });
    await expect.poll(() => refused.length).toBe(7);
    expect(refused[0]?.body).toEqual(tooMany);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect((await andrey.get('/dialogs')).status).toBe(200);
    await raw.run('rollback');
    const statuses = await Promise.all(answers);
    expect(statuses.filter((status) => status === 201)).toHaveLength(5);
    // Nothing holds a turn for ever.
    for (let asked = 0; asked < 5; asked += 1) expect((await sasha.get('/dialogs')).status).toBe(200);
  });

  test('a refusal takes its time: trying again at once is no faster', async () => {
    const reading = { burst: 5, perSecond: 0.001 };
    const { sasha } = await cast({ limits: { refusalMs: 300, work: { ...work, reading } } });
    for (let asked = 0; asked < 5; asked += 1) await sasha.get('/dialogs');
    const began = performance.now();
    expect((await sasha.get('/dialogs')).status).toBe(429);
    expect(performance.now() - began).toBeGreaterThan(250);
  });

  test('people of one address do not pay for each other, whoever is not signed in pays for the address', async () => {
    const elapsed = manualClock(0);
    const limits = { addressWork: { burst: 10, perSecond: 1 } };
    const { url, sasha } = await cast({ elapsed: elapsed.now, limits });
    const ask = () => call(url, 'POST', '/api/auth/refresh', { body: { refreshToken: 'x' } });
    const answers = [];
    for (let asked = 0; asked < 6; asked += 1) answers.push(await ask());
    // Six requests of the cast count as well.
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 429, 429]);
    expect(answers.at(-1)?.body).toEqual(tooMany);
    expect((await sasha.get('/dialogs')).status).toBe(200);
  });

  test('a request whose token is none is one of its address', async () => {
    const elapsed = manualClock(0);
    const limits = { addressWork: { burst: 10, perSecond: 1 } };
    const { url, sasha } = await cast({ elapsed: elapsed.now, limits });
    const statuses = [];
    for (const token of ['x', undefined, 'y', 'z', 'x', undefined]) {
      statuses.push((await call(url, 'GET', '/api/dialogs', { token })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    expect((await sasha.get('/dialogs')).status).toBe(200);
  });
});

describe('sockets of one person (P7.21)', () => {
  test('no more than so many at a time, and another when one has gone', async () => {
    const { sasha, andrey, server } = await cast({ limits: { socketsPerPerson: 3 } });
    const attempts = await Promise.allSettled(Array.from({ length: 6 }, () => sasha.connect()));
    const ears = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
    expect(ears).toHaveLength(3);
    const refused = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
    expect(refused.map((error: Error) => error.message)).toEqual(Array(3).fill('Too many connections'));
    await andrey.connect();
    ears[0]?.socket.disconnect();
    await expect.poll(() => server.socketCount()).toBe(3);
    await sasha.connect();
  });

  test('one that went away while its token was looked at is not counted', async () => {
    const { url, sasha, server } = await cast({ limits: { socketsPerPerson: 1 } });
    let [look, asked] = [() => {}, () => {}];
    const looked = new Promise<void>((resolve) => {
      look = resolve;
    });
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const verify = vi.spyOn(Tokens.prototype, 'verify').mockImplementationOnce(async function (
      this: Tokens,
      token,
    ) {
      asked();
      await looked;
      return this.verify(token);
    });
    onTestFinished(() => verify.mockRestore());
    const raw = await RawSocket.open(url);
    raw.send(`40${JSON.stringify({ token: sasha.token })}`);
    await isAsked;
    // For what is no packet the server closes the connection.
    raw.send('x');
    expect(await raw.heardOrClosed('never')).toBe('closed');
    look();
    const connects = () =>
      sasha.connect().then(
        () => true,
        () => false,
      );
    await expect.poll(connects).toBe(true);
    expect(server.socketCount()).toBe(1);
  });

  test('one that left without closing its connection is not counted', async () => {
    const { url, sasha, server } = await cast({ limits: { socketsPerPerson: 1 } });
    const raw = await RawSocket.open(url);
    raw.send(`40${JSON.stringify({ token: sasha.token })}`);
    expect(await raw.heardOrClosed('presence:snapshot')).toBe('heard');
    raw.send('41');
    await expect.poll(() => server.socketCount()).toBe(0);
    await sasha.connect();
    await expect(sasha.connect()).rejects.toThrow('Too many connections');
  });

  test('typing and events are counted for all of them together', async () => {
    const elapsed = manualClock(0);
    const { sasha, andrey } = await cast({ elapsed: elapsed.now, limits: { eventBurst: 30 } });
    const dialogId = await sasha.group(andrey);
    const [ear, ...mine] = await Promise.all([
      andrey.connect(),
      ...Array.from({ length: 4 }, () => sasha.connect()),
    ]);
    for (const { socket } of mine) {
      for (let round = 0; round < 4; round += 1) socket.emit('typing:start', { dialogId });
    }
    for (const one of mine) await one.caughtUp();
    await ear?.caughtUp();
    expect(ear?.all('typing:start')).toHaveLength(10);
    const answers: Json[] = [];
    for (let round = 0; round < 6; round += 1) {
      for (const one of mine) answers.push(await one.join(dialogId));
    }
    // 16 of typing and 4 of joining before.
    expect(answers.filter(({ ok }) => ok)).toHaveLength(10);
  });

  test('one that goes on after a thousand were dropped is let go (P7.14)', async () => {
    const elapsed = manualClock(0);
    const { sasha, andrey } = await cast({ elapsed: elapsed.now, limits: { eventBurst: 10 } });
    const [flood, other] = [await sasha.connect(), await andrey.connect()];
    for (let sent = 0; sent < 1_009; sent += 1) flood.socket.emit('typing:stop', { dialogId: 'dlg_x' });
    expect(await flood.join('dlg_x')).toEqual({ ok: false, error: 'Too many events' });
    flood.socket.emit('typing:stop', { dialogId: 'dlg_x' });
    expect(await flood.hear('disconnect')).toBe('io server disconnect');
    expect(other.socket.connected).toBe(true);
  });

  test('coming back does not fill what was used up', async () => {
    const elapsed = manualClock(0);
    const { url, sasha } = await cast({ elapsed: elapsed.now, limits: { eventBurst: 5 } });
    const dialogId = await sasha.group();
    const first = await Ear.connect(url, sasha.token);
    for (let asked = 0; asked < 5; asked += 1) expect((await first.join(dialogId)).ok).toBe(true);
    first.socket.disconnect();
    const second = await Ear.connect(url, sasha.token);
    expect(await second.join(dialogId)).toEqual({ ok: false, error: 'Too many events' });
  });
});
