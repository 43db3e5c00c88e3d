import { expect, test } from 'vitest';
import type { Finding } from '../../shared/examination.ts';
import { CommandError } from '../chat/commandError.ts';
import { type HttpResponse, TransportError } from '../chat/ports.ts';
import { ApiError } from '../chat/rest/rest.ts';
import { type Examined, examine, type Way } from './examination.ts';

const healthy: HttpResponse = { status: 200, body: { status: 'ok' }, retryAfterMs: null };
const certificate = { issuer: 'Company', until: 1_800_000_000_000 };

/** A network on which everything holds, and somebody signed in. */
const way: Required<Way> = {
  http: async () => healthy,
  resolve: async () => ['192.0.2.7'],
  proxyOf: async () => null,
  reach: async () => certificate,
};
const examined: Examined = {
  accept: async () => {},
  connect: async () => ['joinAck'],
  enter: async () => ({ confirmed: true }),
  hears: async () => true,
};

async function look(options: {
  way?: Partial<Way>;
  examined?: Partial<Examined>;
  address?: string;
  signal?: AbortSignal;
}): Promise<Finding[]> {
  const findings: Finding[] = [];
  let now = 0;
  await examine({
    address: 'https://chat.example',
    ...options,
    way: { ...way, ...options.way },
    examined: { ...examined, ...options.examined },
    clock: { elapsed: () => (now += 5) },
    onFinding: (finding) => findings.push(finding),
  });
  return findings;
}

const fails = (error: unknown) => () => Promise.reject(error);

test('each step says what it found, and how long it took (S24.1)', async () => {
  expect(await look({})).toEqual([
    { step: 'name', ms: 5, ok: true, found: 'resolved', addresses: ['192.0.2.7'] },
    { step: 'proxy', ms: 5, ok: true, found: 'direct' },
    { step: 'tls', ms: 5, ok: true, found: 'secure', ...certificate },
    { step: 'health', ms: 5, ok: true, found: 'healthy' },
    { step: 'signIn', ms: 5, ok: true, found: 'accepted' },
    { step: 'connection', ms: 5, ok: true, found: 'introduced', features: ['joinAck'] },
    { step: 'room', ms: 5, ok: true, found: 'entered', confirmed: true },
    { step: 'echo', ms: 5, ok: true, found: 'heard' },
  ]);
});

const page: HttpResponse = { status: 200, body: undefined, isPage: true, retryAfterMs: null };
const expiredSignIn = new ApiError({ code: 'sessionExpired', status: 401, sentence: 'Invalid token' });
const throughProxy = async () => 'proxy.example:3128';

test.each<[string, Parameters<typeof look>[0], string, string]>([
  ['no such host', { way: { resolve: fails(new TransportError('dns')) } }, 'name', 'hostNotFound'],
  [
    'the proxy refuses',
    { way: { proxyOf: throughProxy, reach: fails(new Error('net::ERR_TUNNEL_CONNECTION_FAILED')) } },
    'proxy',
    'proxyFailed',
  ],
  [
    'the proxy wants a password',
    { way: { proxyOf: throughProxy, reach: fails(new TransportError('proxy', null, 'proxyLogin')) } },
    'proxy',
    'proxyLogin',
  ],
  [
    'the proxy is away',
    { way: { proxyOf: throughProxy, reach: fails(new Error('net::ERR_PROXY_CONNECTION_FAILED')) } },
    'proxy',
    'proxyUnreachable',
  ],
  [
    'its script cannot be read',
    { way: { proxyOf: fails(new Error('net::ERR_PAC_SCRIPT_FAILED')) }, address: 'https://192.0.2.7' },
    'proxy',
    'proxyScriptFailed',
  ],
  ['refused', { way: { reach: fails(new TransportError('refused')) } }, 'tls', 'connectionRefused'],
  [
    'refused behind the proxy',
    { way: { proxyOf: throughProxy, reach: fails(new TransportError('refused')) } },
    'tls',
    'connectionRefused',
  ],
  [
    'refused without encryption',
    { way: { reach: fails(new TransportError('refused')) }, address: 'http://localhost:1' },
    'port',
    'connectionRefused',
  ],
  [
    'an unknown authority',
    { way: { reach: fails(new Error('net::ERR_CERT_AUTHORITY_INVALID')) } },
    'tls',
    'certificateUntrusted',
  ],
  [
    'expired',
    { way: { reach: fails(new Error('net::ERR_CERT_DATE_INVALID')) } },
    'tls',
    'certificateExpired',
  ],
  ['a captive portal', { way: { http: async () => page } }, 'health', 'captivePortal'],
  ['somebody else', { way: { http: async () => ({ ...page, isPage: false }) } }, 'health', 'notChatServer'],
  ['401', { examined: { accept: fails(expiredSignIn) } }, 'signIn', 'sessionExpired'],
  [
    'no connection',
    { examined: { connect: fails(new CommandError('connectionLost')) } },
    'connection',
    'connectionLost',
  ],
  ['no room', { examined: { enter: fails(new CommandError('notMember')) } }, 'room', 'notMember'],
  [
    'a room that stays silent',
    { examined: { enter: fails(new TransportError('timeout')) } },
    'room',
    'timeout',
  ],
  ['a half-open echo', { examined: { hears: async () => false } }, 'echo', 'timeout'],
])('%s: the check ends there, by a code that has a sentence (S24.1)', async (_name, options, step, code) => {
  const findings = await look(options);
  expect(findings.filter(({ ok }) => !ok)).toEqual([{ step, ms: 5, ok: false, code }]);
  expect(findings.at(-1)?.step).toBe(step);
});

test('behind a proxy a name that is not known here fails nothing: the proxy looks it up (S24.1)', async () => {
  const findings = await look({ way: { proxyOf: throughProxy, resolve: fails(new TransportError('dns')) } });
  expect(findings[0]).toMatchObject({ step: 'name', ok: true, found: 'resolvedByProxy' });
  expect(findings[1]).toMatchObject({ ok: true, found: 'throughProxy', proxy: 'proxy.example:3128' });
  expect(findings).toHaveLength(8);
});

test('an old server, and one without chats, hold every step (S24.1)', async () => {
  const old = await look({
    address: 'http://[::1]:8080',
    examined: { connect: async () => null, enter: async () => null },
  });
  expect(old.map((finding) => finding.ok && finding.found)).toEqual([
    'numeric',
    'direct',
    'open',
    'healthy',
    'accepted',
    'old',
    'noChats',
    'heard',
  ]);
});

test('before the sign-in it ends before it; without proxies there is no step for one (S24.1)', async () => {
  const steps: string[] = [];
  const { proxyOf: _, ...straight } = way;
  const clock = { elapsed: () => 0 };
  const onFinding = ({ step }: Finding) => void steps.push(step);
  await examine({ address: 'https://chat.example', way: straight, clock, onFinding });
  expect(steps).toEqual(['name', 'tls', 'health']);
});

test('once it is ended, nothing is asked or told any more (S24.4)', async () => {
  const end = new AbortController();
  let asked = 0;
  const findings = await look({
    signal: end.signal,
    way: {
      reach: async () => {
        end.abort();
        return certificate;
      },
      http: async () => {
        asked += 1;
        return healthy;
      },
    },
  });
  expect(findings.map(({ step }) => step)).toEqual(['name', 'proxy']);
  expect(asked).toBe(0);
});
