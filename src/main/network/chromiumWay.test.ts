import { expect, test } from 'vitest';
import { createChromiumWay } from './chromiumWay.ts';

function setUp(session: Partial<Parameters<typeof createChromiumWay>[0]['session']>) {
  const done: string[] = [];
  const note = (what: string) => async () => void done.push(what);
  const answer = async () => {
    done.push('request');
    return new Response('{"status":"ok"}');
  };
  const way = createChromiumWay({
    session: {
      closeAllConnections: note('connections closed'),
      clearHostResolverCache: note('names forgotten'),
      fetch: answer,
      resolveHost: async () => ({ endpoints: [{ address: '192.0.2.7', family: 'ipv4' }] }),
      resolveProxy: async () => 'DIRECT',
      ...session,
    },
    allowInsecureHosts: [],
    expect: (url) => void done.push(`expects ${url}`),
    certificateOf: (host) =>
      host === 'chat.example' ? { issuerName: 'CA', validExpiry: 1_800_000 } : undefined,
  });
  return { way, done };
}

const address = 'https://chat.example';

test('a connection is opened anew, by Chromium, and its certificate told (S24.2)', async () => {
  const { way, done } = setUp({});
  expect(await way.reach(address)).toEqual({ issuer: 'CA', until: 1_800_000_000 });
  expect(done).toEqual(['connections closed', `expects ${address}/health`, 'request']);
  expect(await way.reach('http://127.0.0.1:1')).toBeNull();
});

test.each([
  ['net::ERR_CERT_AUTHORITY_INVALID', 'certificateUntrusted'],
  ['net::ERR_CERT_DATE_INVALID', 'certificateExpired'],
  ['net::ERR_TUNNEL_CONNECTION_FAILED', null],
])('%s is no connection (S24.2)', async (message, code) => {
  const { way } = setUp({ fetch: () => Promise.reject(new Error(message)) });
  await expect(way.reach(address)).rejects.toMatchObject({ code });
});

test('a proxy that asks for a password is told from a server that answers; whoever sends elsewhere has answered (S24.2)', async () => {
  const asks = setUp({ fetch: async () => new Response('', { status: 407 }) });
  await expect(asks.way.reach(address)).rejects.toMatchObject({ failure: 'proxy', code: 'proxyLogin' });
  const portal = setUp({ fetch: () => Promise.reject(new Error('Attempted to redirect')) });
  expect(await portal.way.reach(address)).not.toBeNull();
});

test('names are asked for anew, and one that is not known has not reached anybody (S24.2)', async () => {
  const { way, done } = setUp({});
  expect(await way.resolve('chat.example')).toEqual(['192.0.2.7']);
  expect(done).toEqual(['names forgotten']);
  const unknown = setUp({ resolveHost: () => Promise.reject(new Error('net::ERR_FAILED')) });
  await expect(unknown.way.resolve('nowhere')).rejects.toMatchObject({ failure: 'dns' });
});

test.each([
  ['DIRECT', null],
  ['PROXY proxy.example:3128; DIRECT', 'proxy.example:3128'],
  ['SOCKS5 10.0.0.1:1080', '10.0.0.1:1080'],
])('%s: the first of the ways counts (S24.2)', async (list, proxy) => {
  expect(await setUp({ resolveProxy: async () => list }).way.proxyOf?.(address)).toBe(proxy);
});
