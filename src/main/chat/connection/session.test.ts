import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import { createBus } from '../facts.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import { type Credentials, createSession } from './session.ts';

const hourMs = 60 * 60 * 1_000;
const dayMs = 24 * hourMs;
const start = 1_800_000_000_000;

/** Good for two days from then on. */
const tokenOf = (issuedAt: number) =>
  `.${btoa(JSON.stringify({ userId: 'usr_1', iat: issuedAt / 1_000, exp: (issuedAt + 2 * dayMs) / 1_000 }))}.`;

/** `answers`: of `/auth/me` and of every request for a new token, in turn; the last one repeats. */
function setUp(
  options: {
    refreshToken?: string | null;
    localTime?: number;
    answers?: (Error | null | Promise<null>)[];
    /** When the next token says it was made. */
    issuedAt?: (now: number) => number;
  } = {},
) {
  const clock = createVirtualClock(options.localTime ?? start);
  const answers = options.answers ?? [null];
  let credentials: Credentials = { token: tokenOf(start), refreshToken: options.refreshToken ?? null };
  const asked: string[] = [];
  const ask = async (what: string) => {
    asked.push(what);
    // Requests without end fail the test instead of hanging it.
    if (asked.length > 1_000) await new Promise(() => {});
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    await answer;
  };
  const rest = {
    me: () => ask('me'),
    refresh: async () => {
      await ask('refresh');
      return { token: tokenOf((options.issuedAt ?? ((now) => now))(clock.now())), refreshToken: 'next' };
    },
  };
  const session = createSession({
    bus: createBus(),
    clock,
    log: { info: () => {}, warn: () => {} },
    rest: rest as unknown as RestClient,
    credentials: () => credentials,
    saveCredentials: (next) => {
      credentials = next;
    },
  });
  return { clock, session, asked, refreshToken: () => credentials.refreshToken };
}

const refused = (sentence: string) => new ApiError({ code: 'sessionExpired', status: 401, sentence });
const disabledSentence = (status: number) =>
  new ApiError({ code: 'accountDisabled', status, sentence: 'Account is disabled' });

test('what a server can do is what its hello says, and no hello in time means nothing (S3.1)', async () => {
  const { clock, session } = setUp();
  const settledAfter = async (epoch: number) => {
    const from = clock.now();
    let settledAt: number | null = null;
    void session.featuresKnown(epoch).then(() => {
      settledAt = clock.now();
    });
    await clock.runUntil(from + 10_000);
    return settledAt === null ? null : settledAt - from;
  };
  expect(await settledAfter(1)).toBe(500);
  expect(session.features()).toEqual([]);
  session.takeHello({ features: ['seq'], serverTime: null }, 2);
  expect(await settledAfter(2)).toBe(0);
  expect(session.has('seq')).toBe(true);
  expect(session.has('changes')).toBe(false);
  expect(await settledAfter(3)).toBe(5_000);
  expect(session.has('seq')).toBe(false);
  expect(await settledAfter(4)).toBe(50);
});

test.each([
  ['nothing', null, 'valid'],
  ['an invalid token', refused('Invalid token'), 'signedOut'],
  ['a person who is gone', refused('User not found'), 'signedOut'],
  [
    'a closed account',
    new ApiError({ code: 'accountDisabled', status: 401, serverCode: 'account_disabled' }),
    'disabled',
  ],
  ['a gateway that says so', disabledSentence(403), 'unknown'],
  ['an old backend that says so', disabledSentence(500), 'unknown'],
  ['a 401 that only says so', disabledSentence(401), 'unknown'],
  [
    'another person’s closed account',
    new ApiError({ code: 'accountDisabled', status: 400, serverCode: 'account_disabled' }),
    'unknown',
  ],
  ['a database that is away', refused('Authentication failed'), 'unknown'],
  ['an outage', new ApiError({ code: 'serverFailed', status: 500 }), 'unknown'],
  ['no answer', new ApiError({ code: 'timeout', failure: 'timeout' }), 'unknown'],
])('%s in answer to «who am I» is a verdict or none (S2.1, P2.5)', async (_name, answer, verdict) => {
  expect(await setUp({ answers: [answer] }).session.checkAuth()).toBe(verdict);
});

test('the life of a token goes by the server’s time, however wrong the local clock is (S2.4)', async () => {
  const ahead = setUp({ localTime: start + 3 * dayMs });
  expect(await ahead.session.checkAuth()).toBe('signedOut');
  ahead.session.takeHello({ features: [], serverTime: start + hourMs }, 1);
  expect(await ahead.session.checkAuth()).toBe('valid');
  const behind = setUp({ localTime: start - dayMs });
  behind.session.takeHello({ features: [], serverTime: start + 3 * dayMs }, 1);
  expect(await behind.session.checkAuth()).toBe('signedOut');
});

test('a token is prolonged after three quarters of its life, and again a minute after a failure (S2.3)', async () => {
  const outage = new ApiError({ code: 'serverFailed', status: 503 });
  const { clock, session, asked, refreshToken } = setUp({ refreshToken: 'first', answers: [outage, null] });
  session.takeHello({ features: ['sessions'], serverTime: start }, 1);
  await clock.runUntil(start + 1.5 * dayMs - 1);
  expect(asked).toEqual([]);
  await clock.runUntil(start + 1.5 * dayMs);
  expect([asked, refreshToken()]).toEqual([['refresh'], 'first']);
  await clock.runUntil(start + 1.5 * dayMs + 60_000);
  expect([asked, refreshToken()]).toEqual([['refresh', 'refresh'], 'next']);
  session.stop();
});

test.each([
  ['in the fourth quarter of its life', 1.6 * dayMs],
  ['at its end', 2 * dayMs],
  ['long past its end', 400 * dayMs],
])('a token that comes %s is asked for once a minute, reconnects or not (S2.5)', async (_when, age) => {
  const { clock, session, asked } = setUp({ refreshToken: 'first', issuedAt: (now) => now - age });
  session.takeHello({ features: ['sessions'], serverTime: start + 1.5 * dayMs }, 1);
  await clock.runUntil(start);
  expect(asked).toEqual(['refresh']);
  for (let epoch = 2; epoch < 20; epoch++) {
    session.takeHello(
      { features: ['sessions'], serverTime: start + 1.5 * dayMs + clock.now() - start },
      epoch,
    );
    await clock.runUntil(clock.now() + 1_000);
  }
  expect(asked).toEqual(['refresh']);
  await clock.runUntil(start + 60_000);
  expect(asked).toHaveLength(2);
  await clock.runUntil(start + hourMs);
  expect(asked).toHaveLength(61);
  session.stop();
});

test('a rotating token is never shown twice at the same time (S2.3)', async () => {
  const { session, asked } = setUp({ refreshToken: 'first', localTime: start + 3 * dayMs });
  expect(await Promise.all([session.checkAuth(), session.checkAuth()])).toEqual(['valid', 'valid']);
  expect(asked).toEqual(['refresh']);
});

test('a session that was ended asks for no token, whatever is answered yet (S2.3)', async () => {
  let answerLate = () => {};
  const late = new Promise<null>((resolve) => {
    answerLate = () => resolve(null);
  });
  const { clock, session, asked } = setUp({ refreshToken: 'first', answers: [late] });
  session.takeHello({ features: ['sessions'], serverTime: start + 1.5 * dayMs }, 1);
  await clock.runUntil(start);
  session.stop();
  answerLate();
  await clock.runUntil(start + 3 * dayMs);
  expect(asked).toEqual(['refresh']);
});
