import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { ConnectionState, ErrorCode, Feature } from '../../../shared/domain.ts';
import { ApiError } from '../rest/rest.ts';
import type { AuthVerdict } from './connection.ts';
import { createExamined } from './examined.ts';

function setUp(verdict: AuthVerdict = 'valid') {
  const clock = createVirtualClock(0);
  const now = {
    state: 'waiting' as ConnectionState,
    features: [] as Feature[],
    problem: null as ErrorCode | null,
  };
  let hints = 0;
  const examined = createExamined({
    clock,
    rest: { me: () => Promise.reject(new ApiError({ code: 'serverFailed', status: 500 })) },
    session: { checkAuth: async () => verdict, features: () => now.features },
    status: {
      isUp: () => now.state === 'catchingUp' || now.state === 'live',
      view: () => ({ ...now, since: 0, retryAt: null }),
    },
    link: { hint: () => (hints += 1), hears: async () => true },
    rooms: { visit: async () => null },
  });
  return { clock, now, examined, hints: () => hints };
}

test('a pause between attempts ends, and the greeting is waited for (S24.3)', async () => {
  const { clock, now, examined, hints } = setUp();
  const connecting = examined.connect();
  expect(hints()).toBe(1);
  clock.schedule(500, () => (now.state = 'catchingUp'));
  clock.schedule(900, () => (now.features = ['seq']));
  await clock.runUntil(1_500);
  expect(await connecting).toEqual(['seq']);
});

test('a server that greets with nothing is an old one, once everything is there (S24.3)', async () => {
  const { now, examined, hints } = setUp();
  now.state = 'live';
  expect(await examined.connect()).toBeNull();
  expect(hints()).toBe(0);
});

test('without a connection it says what is known of the reason (S24.3)', async () => {
  const { clock, now, examined } = setUp();
  now.problem = 'captivePortal';
  const connecting = expect(examined.connect()).rejects.toMatchObject({ code: 'captivePortal' });
  await clock.runUntil(11_000);
  await connecting;
});

test('who is signed out is not waited for (S24.3)', async () => {
  const { now, examined } = setUp();
  now.state = 'authRequired';
  await expect(examined.connect()).rejects.toMatchObject({ code: 'sessionExpired' });
});

test.each<[AuthVerdict, ErrorCode | null]>([
  ['valid', null],
  ['signedOut', 'sessionExpired'],
  ['disabled', 'accountDisabled'],
  ['unknown', 'serverFailed'],
])('a sign-in that is %s: %s (S24.3)', async (verdict, code) => {
  const { examined } = setUp(verdict);
  const said = await examined.accept().then(
    () => null,
    (error: ApiError) => error.code,
  );
  expect(said).toBe(code);
});
