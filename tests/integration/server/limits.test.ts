import { once } from 'node:events';
import { connect } from 'node:net';
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

describe('answers (P7.22)', () => {
  test('meta of 4 KiB is taken, a byte more is refused', async () => {
    const { sasha } = await cast();
    const dialogId = await sasha.group();
    const post = (filler: string) =>
      sasha.post(`/messages/dialog/${dialogId}`, { content: 'x', meta: { filler } });
    const room = 4_096 - JSON.stringify({ filler: '' }).length;
    expect((await post('y'.repeat(room))).status).toBe(201);
    const refused = { success: false, error: 'meta is too large (max 4 KiB)' };
    expect((await post('y'.repeat(room + 1))).body).toEqual(refused);
    // Counted as it travels, not as letters.
    expect((await post('я'.repeat(room / 2 + 1))).body).toEqual(refused);
  });

  /** 120 messages of 60 KiB each, as they could be stored before meta had a bound. */
  async function heavy() {
    const dataDir = temporaryDirectory();
    const people = await cast({ dataDir });
    const dialogId = await people.sasha.group(people.andrey);
    const { rev } = await people.sasha.say(dialogId, 'first');
    for (let said = 0; said < 120; said += 1) {
      await people.sasha.say(dialogId, `№ ${said}`, { clientMessageId: `c${said}` });
    }
    const raw = await stranger(dataDir);
    await raw.run(`update messages set meta = json_set(meta, '$.filler', '${'y'.repeat(60_000)}')
      where content like '№%'`);
    return { ...people, dialogId, rev };
  }
  const sizeOf = (answer: Json) => JSON.stringify(answer.body).length;
  const MOST = 2.2 * 1024 * 1024;

  test('by seq: it ends where it is full, and the next one begins there, up and down', async () => {
    const { sasha, dialogId } = await heavy();
    const walk = async (direction: 'since' | 'before', from: number) => {
      const seqs: number[] = [];
      for (let at = from; ; at = seqs.at(-1) ?? at) {
        const answer = await sasha.get(`/messages/dialog/${dialogId}?${direction}=${at}&limit=100`);
        expect(sizeOf(answer)).toBeLessThan(MOST);
        if (answer.body.data.length === 0) return seqs;
        seqs.push(...answer.body.data.map((message: Json) => message.seq));
        expect(answer.body.pagination.limit).toBeLessThanOrEqual(100);
        expect(answer.body.headSeq).toBe(122);
      }
    };
    const all = Array.from({ length: 122 }, (_, index) => index + 1);
    expect(await walk('since', 0)).toEqual(all);
    expect(await walk('before', 123)).toEqual(all.toReversed());
  });

  test('by number: every row is there, those that have no room without their meta', async () => {
    const { sasha, dialogId } = await heavy();
    const seqs: number[] = [];
    for (let page = 1; page <= 3; page += 1) {
      const answer = await sasha.get(`/messages/dialog/${dialogId}?page=${page}&limit=50`);
      expect(sizeOf(answer)).toBeLessThan(MOST);
      expect(answer.body.pagination).toEqual({ page, limit: 50, total: 122, pages: 3 });
      seqs.push(...answer.body.data.map((message: Json) => message.seq));
      if (page === 1) expect(answer.body.data.at(-1).meta).toEqual({ clientMessageId: 'c70' });
      if (page === 1) expect(answer.body.data[0].meta.filler).toHaveLength(60_000);
    }
    expect(seqs).toEqual(Array.from({ length: 122 }, (_, index) => 122 - index));
  });

  test('changes that are too much are told as a reset', async () => {
    const { sasha, dialogId, rev } = await heavy();
    const { body } = await sasha.get(`/dialogs/${dialogId}/changes?since=${rev}`);
    expect(body).toEqual({ success: true, reset: true });
    const few = await sasha.get(`/dialogs/${dialogId}/changes?since=${rev + 100}`);
    expect(few.body.messages).toHaveLength(20);
  });

  test('changes that end as a reset cost what was read for them, and too many of them nothing more', async () => {
    const elapsed = manualClock(0);
    const dataDir = temporaryDirectory();
    const reading = { burst: 100, perSecond: 1 };
    const limits = { ...soon, work: { ...work, reading } };
    const { sasha } = await cast({ dataDir, elapsed: elapsed.now, limits });
    const dialogId = await sasha.group();
    const { seq, rev } = await sasha.say(dialogId, 'first');
    const raw = await stranger(dataDir);
    const insert = (from: number, to: number, bytes: number) =>
      raw.run(`with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${to})
        insert into messages (message_id, dialog_id, seq, rev, sender_id, body_hash, content, type, meta, reaction_counts,
          created_at, updated_at) select 'msg_n' || i, '${dialogId}', ${seq} + i, ${rev} + i, '${sasha.userId}', '',
          '${'x'.repeat(bytes)}', 'text', '{}', '{}', i, i from n`);
    await insert(1, 501, 8_000);
    await raw.run(`update dialogs set last_seq = ${seq} + 501, last_rev = ${rev} + 501`);
    const changes = (since: number) => sasha.get(`/dialogs/${dialogId}/changes?since=${since}`);
    for (let read = 0; read < 20; read += 1) {
      expect((await changes(rev)).body).toEqual({ success: true, reset: true });
    }
    // 2 MB were read each time: 65 points.
    expect((await changes(rev + 1)).body).toEqual({ success: true, reset: true });
    expect((await changes(rev + 1)).body).toEqual({ success: true, reset: true });
    expect((await changes(rev + 1)).status).toBe(429);
  });

  test('the last message of a list is cut', async () => {
    const { sasha } = await cast();
    const dialogId = await sasha.group();
    await sasha.say(dialogId, `${'x'.repeat(999)}😀${'y'.repeat(2_000)}`);
    const { body } = await sasha.get('/dialogs?includeLastMessage=true');
    expect(body.data[0].lastMessage.content).toBe(`${'x'.repeat(999)}\ufffd`);
  });

  test('one that nobody reads is cut, and its turn ends', async () => {
    const limits = {
      ...soon,
      answerMs: 200,
      atOnce: { ...atOnce, reading: 2 },
      waitingRequests: 1,
      waitingMs: 60_000,
    };
    const dataDir = temporaryDirectory();
    const { url, sasha } = await cast({ dataDir, limits });
    const dialogId = await sasha.group();
    const said = await sasha.say(dialogId, 'x');
    const raw = await stranger(dataDir);
    // More than the buffers of both ends of a connection hold.
    await raw.run(
      `update messages set content = hex(zeroblob(8000000)) where message_id = '${said.messageId}'`,
    );
    const { hostname, port } = new URL(url);
    const deaf = Array.from({ length: 2 }, () => {
      const socket = connect(Number(port), hostname);
      socket.once('data', () => socket.pause());
      const head = [
        `GET /api/messages/${said.messageId} HTTP/1.1`,
        'host: x',
        `authorization: Bearer ${sasha.token}`,
      ];
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
      socket.on('error', () => undefined);
      return socket;
    });
    await Promise.all(deaf.map((socket) => once(socket, 'data')));
    // Both turns are taken: this one waits until the others are cut.
    await expect.poll(async () => (await sasha.get('/dialogs')).status).toBe(200);
    for (const socket of deaf) {
      socket.resume();
      if (!socket.closed) await once(socket, 'close');
      expect(socket.bytesRead).toBeLessThan(16_000_000);
    }
  });
});

describe('where a request comes from (P7.23)', () => {
  /** How many requests with these headers pass, if each of `forged` says it came from elsewhere. */
  async function pass(trustProxy: number | string[] | false, headerOf: (index: number) => string) {
    const elapsed = manualClock(0);
    const limits = { addressWork: { burst: 20, perSecond: 1 } };
    const { url } = await cast({ elapsed: elapsed.now, limits, trustProxy });
    let passed = 0;
    for (let index = 0; index < 30; index += 1) {
      const headers = { 'x-forwarded-for': headerOf(index) };
      const answer = await call(url, 'POST', '/api/auth/refresh', { body: { refreshToken: 'x' }, headers });
      if (answer.status === 401) passed += 1;
    }
    return passed;
  }
  const forged = (index: number) => `198.51.100.${index}`;

  test.each([
    ['no proxy: the header counts for nothing', false as const, forged, 14],
    [
      'one proxy: what stands before its own word is forged',
      1,
      (index: number) => `${forged(index)}, 203.0.113.9`,
      20,
    ],
    [
      'a list: as far as its networks go',
      ['127.0.0.0/8'],
      (index: number) => `${forged(index)}, 203.0.113.9`,
      20,
    ],
    ['a list that does not name the peer', ['10.0.0.0/8'], forged, 14],
    ['two proxies', 2, (index: number) => `${forged(index)}, 203.0.113.9, 10.0.0.1`, 20],
    ['one proxy, each from elsewhere', 1, (index: number) => `192.0.2.1, ${forged(index)}`, 30],
    ['addresses of one IPv6 network are one', 1, (index: number) => `2001:db8:0:1::${index + 1}`, 20],
  ])('%s', async (_what, trustProxy, headerOf, passed) => {
    expect(await pass(trustProxy, headerOf)).toBe(passed);
  });
});
