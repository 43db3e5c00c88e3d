import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ServerOptions } from '../../../server/src/server.ts';
import { isOnPostgres } from '../../../server/src/store/testing/testDatabase.ts';
import { call, type Json, manualClock, startTestServer, storedText, temporaryDirectory } from './support.ts';

const WRONG = 'Invalid or expired verification code';
const USED_UP = 'Too many wrong codes. Request a new code';
const NEW_PHONE = '79000000001';

/** A server as it runs in production, with a sender that keeps the codes. */
async function production(options: ServerOptions = {}) {
  const sent: { phone: string; code: string }[] = [];
  const clock = manualClock();
  const server = await startTestServer({
    registration: 'open',
    now: clock.now,
    codeSender: { send: async (phone, code) => void sent.push({ phone, code }) },
    logLevel: 'error',
    ...options,
    limits: { codeAnswerMs: 0, ...options.limits },
  });
  onTestFinished(() => server.close());
  const ask = (phone: string, name?: string) =>
    call(server.url, 'POST', '/api/auth/request-code', { body: { phone, name } });
  const verify = (phone: string, code: string) =>
    call(server.url, 'POST', '/api/auth/verify-code', { body: { phone, code } });
  const lastCode = () => sent.at(-1)?.code ?? '';
  const enter = async (phone: string, name: string) => {
    await ask(phone, name);
    return (await verify(phone, lastCode())).body;
  };
  return { ...server, clock, sent, ask, verify, lastCode, enter };
}

const otherCode = (code: string, offset: number) => String((Number(code) + offset) % 10_000).padStart(4, '0');

describe('codes outside demo mode', () => {
  test('are random, single use, and not the demo code', async () => {
    const { ask, verify, lastCode, sent } = await production();
    for (let index = 0; index < 5; index += 1) await ask(NEW_PHONE, 'Новичок');
    expect(new Set(sent.map((entry) => entry.code)).size).toBeGreaterThan(2);
    expect(sent.every((entry) => /^\d{4}$/.test(entry.code))).toBe(true);
    if (lastCode() !== '1234') expect((await verify(NEW_PHONE, '1234')).body.error).toBe(WRONG);
    expect((await verify(NEW_PHONE, lastCode())).status).toBe(200);
    expect((await verify(NEW_PHONE, lastCode())).body.error).toBe(WRONG);
  });

  test('end after five wrong tries, right or not', async () => {
    const { ask, verify, lastCode } = await production();
    await ask(NEW_PHONE, 'Новичок');
    const code = lastCode();
    for (let offset = 1; offset <= 4; offset += 1) {
      expect((await verify(NEW_PHONE, otherCode(code, offset))).body.error).toBe(WRONG);
    }
    expect((await verify(NEW_PHONE, otherCode(code, 5))).body.error).toBe(USED_UP);
    expect((await verify(NEW_PHONE, code)).body.error).toBe(USED_UP);
    await ask(NEW_PHONE, 'Новичок');
    expect((await verify(NEW_PHONE, lastCode())).status).toBe(200);
  });

  test('the fifth try may still be right', async () => {
    const { ask, verify, lastCode } = await production();
    await ask(NEW_PHONE, 'Новичок');
    const code = lastCode();
    for (let offset = 1; offset <= 4; offset += 1) await verify(NEW_PHONE, otherCode(code, offset));
    expect((await verify(NEW_PHONE, code)).status).toBe(200);
  });

  test('guessing the whole space at once gets five tries', async () => {
    const { ask, verify, lastCode } = await production({
      limits: {
        wrongCodesPerPhoneHour: Number.POSITIVE_INFINITY,
        wrongCodesPerAddressHour: Number.POSITIVE_INFINITY,
      },
    });
    await ask(NEW_PHONE, 'Новичок');
    const code = lastCode();
    const guesses = Array.from({ length: 60 }, (_, index) => otherCode(code, 60 - index));
    const answers = await Promise.all([...guesses, code].map((guess) => verify(NEW_PHONE, guess)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(0);
  });

  test('of two hundred guesses at once five are looked at (P7.25)', async () => {
    const unbounded = Number.POSITIVE_INFINITY;
    const { ask, verify, lastCode } = await production({
      limits: { wrongCodesPerPhoneHour: unbounded, wrongCodesPerAddressHour: unbounded },
    });
    await ask(NEW_PHONE, 'Новичок');
    const guesses = Array.from({ length: 200 }, (_, index) => otherCode(lastCode(), index + 1));
    const answers = await Promise.all(guesses.map((guess) => verify(NEW_PHONE, guess)));
    // The fifth is told that it was the last one.
    expect(answers.filter(({ body }) => body.error === WRONG)).toHaveLength(4);
    expect(answers.filter(({ body }) => body.error === USED_UP)).toHaveLength(196);
  });

  test('of two hundred guesses at once so many begin as may be wrong in an hour (P7.25)', async () => {
    const { ask, verify, lastCode } = await production();
    await ask(NEW_PHONE, 'Новичок');
    const guesses = Array.from({ length: 200 }, (_, index) => otherCode(lastCode(), index + 1));
    const answers = await Promise.all(guesses.map((guess) => verify(NEW_PHONE, guess)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(200 - 15);
  });

  test('one that is right is right once, and costs no try (P7.25)', async () => {
    const { ask, verify, lastCode, clock } = await production({ limits: { wrongCodesPerPhoneHour: 4 } });
    await ask(NEW_PHONE, 'Новичок');
    const code = lastCode();
    const answers = await Promise.all(Array.from({ length: 4 }, () => verify(NEW_PHONE, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    clock.advance(3_600_001);
    for (let round = 0; round < 5; round += 1) {
      clock.advance(700_000);
      await ask(NEW_PHONE);
      expect((await verify(NEW_PHONE, lastCode())).status).toBe(200);
    }
  });

  test('end after five minutes', async () => {
    const { ask, verify, lastCode, clock } = await production();
    await ask(NEW_PHONE, 'Новичок');
    clock.advance(5 * 60_000);
    expect((await verify(NEW_PHONE, lastCode())).body.error).toBe(WRONG);
  });

  test('are limited by phone and by address, with Retry-After (P7.14)', async () => {
    const { ask, clock } = await production({ limits: { codesPerAddressHour: 8 } });
    for (let index = 0; index < 5; index += 1) expect((await ask(NEW_PHONE, 'Новичок')).status).toBe(200);
    const refused = await ask(NEW_PHONE, 'Новичок');
    expect([refused.status, refused.body.success]).toEqual([429, false]);
    expect(Number(refused.headers.get('retry-after'))).toBe(3_600);
    for (const phone of ['79000000002', '79000000003', '79000000004']) {
      expect((await ask(phone, 'Другой')).status).toBe(200);
    }
    expect((await ask('79000000005', 'Другой')).status).toBe(429);
    clock.advance(3_600_001);
    expect((await ask(NEW_PHONE, 'Новичок')).status).toBe(200);
  });

  test('wrong codes are limited by phone across codes', async () => {
    const { ask, verify, lastCode } = await production({ limits: { codesPerPhoneHour: 100 } });
    for (let round = 0; round < 3; round += 1) {
      await ask(NEW_PHONE, 'Новичок');
      for (let offset = 1; offset <= 5; offset += 1) await verify(NEW_PHONE, otherCode(lastCode(), offset));
    }
    await ask(NEW_PHONE, 'Новичок');
    expect((await verify(NEW_PHONE, lastCode())).status).toBe(429);
  });

  test('are not stored readable', async () => {
    const dataDir = temporaryDirectory();
    const { ask, lastCode } = await production({ dataDir });
    await ask(NEW_PHONE, 'Новичок');
    const stored = await storedText(dataDir);
    expect(stored).toContain(NEW_PHONE);
    expect(stored).not.toMatch(new RegExp(`(?<![0-9a-f])${lastCode()}(?![0-9a-f])`));
    if (!isOnPostgres) expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
  });

  test('a sending service that fails is a sentence', async () => {
    const { ask } = await production({
      codeSender: { send: () => Promise.reject(new Error('down')) },
      logLevel: 'silent',
    });
    expect(await ask(NEW_PHONE, 'Новичок')).toMatchObject({ status: 503, body: { success: false } });
  });
});

describe('devices', () => {
  test('are listed under the name their client gives, or under its user agent', async () => {
    const { url, ask, lastCode } = await production({ limits: { codesPerPhoneHour: 100 } });
    const names: string[] = [];
    for (const device of ['ivanov-pc · Windows 11', 'две\nстроки', 7, undefined, ' д'.repeat(300)]) {
      await ask(NEW_PHONE, 'Новичок');
      const { body } = await call(url, 'POST', '/api/auth/verify-code', {
        body: { phone: NEW_PHONE, code: lastCode(), device },
        headers: { 'user-agent': 'Agent/1' },
      });
      const sessions = await call(url, 'GET', '/api/auth/sessions', { token: body.token });
      names.push(sessions.body.data.find((session: Json) => session.current).device);
    }
    expect(names.slice(0, 4)).toEqual(['ivanov-pc · Windows 11', 'Agent/1', 'Agent/1', 'Agent/1']);
    expect(names[4]).toHaveLength(199);
  });
});

describe('registration by invitation', () => {
  test('a stranger gets the same answer and no code; the invited one gets in', async () => {
    const { ask, verify, sent, lastCode } = await production({
      registration: 'invited',
      invitedPhones: ['79000000009'],
    });
    const stranger = await ask(NEW_PHONE, 'Чужой');
    expect(sent).toEqual([]);
    const invited = await ask('79000000009', 'Свой');
    expect([stranger.status, stranger.body]).toEqual([invited.status, invited.body]);
    expect((await verify(NEW_PHONE, '1234')).body.error).toBe(WRONG);
    expect((await verify('79000000009', lastCode())).body.user.name).toBe('Свой');
  });

  test('wrong codes tell a stranger from an invited one no more than the request did', async () => {
    const { ask, verify, lastCode, clock } = await production({
      registration: 'invited',
      invitedPhones: ['79000000009'],
    });
    await ask(NEW_PHONE, 'Чужой');
    await ask('79000000009', 'Свой');
    const answers = async (phone: string) => {
      const given: string[] = [];
      for (let offset = 1; offset <= 7; offset += 1)
        given.push((await verify(phone, otherCode(lastCode(), offset))).body.error);
      return given;
    };
    const [stranger, invited] = [await answers(NEW_PHONE), await answers('79000000009')];
    expect(stranger).toEqual(invited);
    expect(stranger).toEqual([WRONG, WRONG, WRONG, WRONG, USED_UP, USED_UP, USED_UP]);
    clock.advance(5 * 60_000);
    expect((await verify(NEW_PHONE, '0000')).body.error).toBe(WRONG);
    expect((await verify('79000000009', '0000')).body.error).toBe(WRONG);
  });

  test('the answer says how the server registers, whoever asks', async () => {
    const invited = await production({ registration: 'invited' });
    expect((await invited.ask(NEW_PHONE, 'Чужой')).body.registration).toBe('invited');
    const open = await production();
    expect((await open.ask(NEW_PHONE, 'Новичок')).body.registration).toBe('open');
  });

  test('is the default outside demo mode', async () => {
    const { ask, sent } = await production({ registration: undefined });
    await ask(NEW_PHONE, 'Чужой');
    expect(sent).toEqual([]);
  });
});
