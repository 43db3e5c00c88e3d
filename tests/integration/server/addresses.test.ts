import { describe, expect, test } from 'vitest';
import { call, cast, Ear, manualClock } from './support.ts';

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

test('sockets with a bad token are counted with all that comes from their address without a good one (P7.21)', async () => {
  const elapsed = manualClock(0);
  const limits = { addressWork: { burst: 8, perSecond: 1 } };
  const { url, sasha } = await cast({ elapsed: elapsed.now, limits, trustProxy: 1 });
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const knock = (token: unknown, address: string) =>
    Ear.connect(url, token, { extraHeaders: from(address) }).then(
      () => 'connected',
      (error: Error) => error.message,
    );
  const [here, there] = ['198.51.100.1', '198.51.100.2'];
  for (let tries = 0; tries < 4; tries += 1) {
    expect(await knock('nonsense', here)).toBe('Authentication failed');
    expect(await knock('', here)).toBe('Authentication token required');
  }
  expect(await knock('nonsense', here)).toBe('Too many requests. Try again later');
  expect((await call(url, 'GET', '/api/dialogs', { token: 'x', headers: from(here) })).status).toBe(429);
  expect(await knock('nonsense', there)).toBe('Authentication failed');
  expect(await knock(sasha.token, here)).toBe('connected');
});
