import { describe, expect, test } from 'vitest';
import { productionLimits } from '../../../server/src/limits/limits.ts';
import { RawSocket } from './rawSocket.ts';
import { cast, DMITRY, Ear, ELENA, manualClock, signIn } from './support.ts';

describe('malformed events', () => {
  const NONSENSE = [
    undefined,
    null,
    0,
    '',
    'x'.repeat(5_000),
    [],
    {},
    { dialogId: null },
    { dialogId: { $gt: '' } },
    { dialogId: ['dlg_'] },
    { __proto__: { dialogId: 'dlg_' } },
    JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
    new Uint8Array([1, 2, 3]),
    '\ud800',
    "'; drop table users; --",
  ];
  const EVENTS = ['dialog:join', 'dialog:leave', 'typing:start', 'typing:stop'];

  test('are answered or ignored; the socket and the server stay', async () => {
    const { sasha, server } = await cast();
    const dialogId = await sasha.group();
    const ear = await sasha.connect();
    for (const event of EVENTS) {
      for (const payload of NONSENSE) {
        ear.socket.emit(event, payload);
        ear.socket.emit(event, payload, payload);
      }
      ear.socket.emit(event);
      expect(await ear.ask(event)).toEqual({ ok: false, error: 'Malformed event' });
      expect(await ear.ask(event, {})).toEqual({ ok: false, error: 'Malformed event' });
    }
    ear.socket.emit('unknown:event', 1);
    ear.socket.emit('message:new', { messageId: 'msg_forged', dialogId });
    expect(await ear.join(dialogId)).toEqual({ ok: true });
    expect(server.socketCount()).toBe(1);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('more than the cap are refused, not fatal (P7.14)', async () => {
    const clock = manualClock();
    const { sasha } = await cast({ now: clock.now, limits: { eventsPerSecond: 10, eventBurst: 20 } });
    const dialogId = await sasha.group();
    const ear = await sasha.connect();
    const answers = await Promise.all(Array.from({ length: 40 }, () => ear.join(dialogId)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(20);
    expect(answers.at(-1)).toEqual({ ok: false, error: 'Too many events' });
    clock.advance(1_000);
    expect(await ear.join(dialogId)).toEqual({ ok: true });
  });

  test('a payload over 64 KiB ends that connection only (P7.14)', async () => {
    const { sasha, andrey } = await cast();
    const [big, other] = [await sasha.connect(), await andrey.connect()];
    big.socket.emit('typing:start', { dialogId: 'x'.repeat(70_000) });
    await big.hear('disconnect');
    await other.caughtUp();
    expect(other.socket.connected).toBe(true);
  });

  test('rubbish under the protocol ends that connection at most', async () => {
    const { sasha, url } = await cast();
    const ear = await sasha.connect();
    const rubbish = [
      '',
      '4',
      '42',
      '42[',
      '42["dialog:join"',
      '42{}',
      '42[[]]',
      '42["disconnect"]',
      '4999',
      '\0',
      '42/x,[]',
    ];
    const binary = [
      '451-["x",{"_placeholder":true,"num":0}]',
      '451-["x",{"_placeholder":true,"num":9}]',
      'bAAAA',
    ];
    for (const frame of [...rubbish, ...binary]) {
      const raw = await RawSocket.open(url);
      raw.send(`40${JSON.stringify({ token: sasha.token })}`);
      raw.send(frame);
      // Either the rubbish ended the connection, or the server goes on and acknowledges what comes behind it.
      raw.send('420["dialog:leave","dlg_x"]');
      await raw.heardOrClosed('430[{"ok":true}]');
      raw.close();
    }
    await ear.caughtUp();
    expect(ear.socket.connected).toBe(true);
  });

  test('one that never says who it is is dropped', async () => {
    const { url } = await cast();
    const raw = await RawSocket.open(url);
    const began = Date.now();
    expect(await raw.heardOrClosed('never')).toBe('closed');
    expect(Date.now() - began).toBeLessThan(8_000);
  });
});

describe('limits', () => {
  test('a person over the REST limit gets 429, the others do not (P7.14)', async () => {
    const elapsed = manualClock(0);
    const work = { ...productionLimits.work, reading: { burst: 20, perSecond: 2 } };
    const { sasha, andrey } = await cast({ elapsed: elapsed.now, limits: { work } });
    const answers = await Promise.all(Array.from({ length: 30 }, () => sasha.get('/dialogs')));
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(refused[0]?.body).toEqual({ success: false, error: 'Too many requests. Try again later' });
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await andrey.get('/dialogs')).status).toBe(200);
  });

  test('3,000 posts with 8 in flight pass, in demo mode and with the limits of production', async () => {
    const { work, atOnce } = productionLimits;
    const { sasha } = await cast({ limits: { work, atOnce } });
    const dialogId = await sasha.group();
    let left = 3_000;
    const post = async () => {
      while (left > 0) {
        left -= 1;
        const answer = await sasha.post(`/messages/dialog/${dialogId}`, { content: `№ ${left}` });
        expect(answer.status).toBe(201);
      }
    };
    await Promise.all(Array.from({ length: 8 }, post));
    expect((await sasha.get(`/messages/dialog/${dialogId}?limit=1`)).body.headSeq).toBe(3_001);
  });

  test('who does not read is disconnected, the others hear everything (P7.14)', async () => {
    const { sasha, url } = await cast({ sweepIntervalMs: 20, limits: { waitingBytes: 500_000 } });
    const [dmitry, elena] = [await signIn(url, DMITRY), await signIn(url, ELENA)];
    const dialogId = await sasha.group(dmitry, elena);
    const deaf = await Ear.connect(url, dmitry.token);
    const ear = await elena.connect();
    deaf.heard.length = 0;
    // The kernel's buffers fill up, then the server's own.
    const stream = Reflect.get(Reflect.get(deaf.socket.io.engine, 'transport'), 'ws');
    expect(typeof stream.pause).toBe('function');
    stream.pause();
    const text = 'я'.repeat(10_000);
    let said = 0;
    while (!ear.all('user:offline').some((event) => event.userId === dmitry.userId) && said < 2_000) {
      await Promise.all(Array.from({ length: 8 }, () => sasha.say(dialogId, text)));
      said += 8;
    }
    expect(await ear.hear('user:offline')).toEqual({ userId: dmitry.userId });
    await ear.hear('message:new', (message) => message.seq === said);
    expect(ear.all('message:new')).toHaveLength(said);
  });
});
