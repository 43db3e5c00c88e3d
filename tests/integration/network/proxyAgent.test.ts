import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProxyAgent, parseProxyList } from '../../../src/main/network/proxyAgent.ts';
import { createSystemTrust, verdicts } from '../../../src/main/network/systemTrust.ts';
import { transportError } from '../../../src/main/network/transportFailure.ts';
import { Authority } from '../../support/certificates.ts';
import { type RecordingProxy, startProxy } from '../../support/proxy.ts';
import { startTlsFront, type TlsFront } from '../../support/tlsFront.ts';

const name = 'chat.example.test';
const authority = new Authority('Company');
const stranger = new Authority('Stranger');
const fronts: TlsFront[] = [];
const places = new Map<string, number>();
let behind: HttpServer;
let proxy: RecordingProxy;
let closedPort: number;

beforeAll(async () => {
  behind = createHttpServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
  await once(behind, 'listening');
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  closedPort = (closed.address() as AddressInfo).port;
  closed.close();
});

afterAll(() => {
  behind.close();
  authority.remove();
  stranger.remove();
});

beforeEach(async () => {
  places.clear();
  proxy = await startProxy(places);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await proxy.stop();
  for (const front of fronts.splice(0)) await front.close();
});

/** A server with this certificate, which the proxy knows by its name. */
async function serve(certificate = authority.issue(name)): Promise<TlsFront> {
  const front = await startTlsFront(certificate, (behind.address() as AddressInfo).port);
  fronts.push(front);
  places.set(name, front.port);
  return front;
}

const agentBy = (list: string) =>
  createProxyAgent({ resolveProxy: async () => list, authorities: () => [authority.certificate] });

/** The body of the answer, or the code of the failure. */
function get(list: string, host = name, port = 443): Promise<string> {
  return new Promise((resolve) => {
    const asking = request({ host, port, path: '/health', agent: agentBy(list) }, (response) => {
      response.setEncoding('utf8').on('data', (text: string) => resolve(text));
      response.on('end', () => resolve(`status ${response.statusCode}`));
    });
    asking.on('error', (error) => resolve(transportError(error).code ?? transportError(error).failure));
    asking.end();
  });
}

const through = () => `PROXY ${new URL(proxy.url).host}`;

describe('a connection of Node.js', () => {
  it('goes through the proxy, which alone knows the name', async () => {
    await serve();
    expect(await get(through())).toBe('hello');
    expect(proxy.asked).toEqual([`${name}:443`]);
  });

  it('tries the next proxy when one is out of reach, and goes straight only when the system says so', async () => {
    const front = await serve(authority.issue('localhost'));
    const dead = `PROXY 127.0.0.1:${closedPort}`;
    places.set('localhost', front.port);
    expect(await get(`${dead}; ${through()}`, 'localhost')).toBe('hello');
    expect(await get(`${dead}; DIRECT`, 'localhost', front.port)).toBe('hello');
    expect(proxy.asked).toEqual(['localhost:443']);
    expect(await get(dead, 'localhost', front.port)).toBe('proxyUnreachable');
    expect(await get(`SOCKS5 127.0.0.1:${closedPort}`, 'localhost', front.port)).toBe('proxyUnreachable');
  });

  it('goes through SOCKS, which resolves the name', async () => {
    const front = await serve();
    const names: string[] = [];
    const socks = await startSocks((host) => {
      names.push(host);
      return front.port;
    });
    expect(await get(`SOCKS5 127.0.0.1:${(socks.address() as AddressInfo).port}`)).toBe('hello');
    expect(names).toEqual([name]);
    socks.close();
  });

  it('is refused by a proxy that wants a password', async () => {
    await serve();
    proxy.wantsLogin = true;
    expect(await get(through())).toBe('status 407');
  });

  it('checks the certificate for an address behind a proxy', async () => {
    const front = await serve(authority.issue('192.0.2.7'));
    places.set('192.0.2.7', front.port);
    places.set('192.0.2.8', front.port);
    expect(await get(through(), '192.0.2.7')).toBe('hello');
    expect(await get(through(), '192.0.2.8')).toBe('certificateWrongHost');
  });

  it.each(['0', '1'])('refuses wrong certificates with NODE_TLS_REJECT_UNAUTHORIZED=%s', async (value) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', value);
    for (const list of [through(), 'DIRECT']) {
      const ask = (front: TlsFront) =>
        list === 'DIRECT' ? get(list, 'localhost', front.port) : get(list, 'localhost');
      const serveAt = async (certificate: Parameters<typeof serve>[0]) => {
        const front = await serve(certificate);
        places.set('localhost', front.port);
        return front;
      };
      expect(await ask(await serveAt(stranger.issue('localhost')))).toBe('certificateUntrusted');
      expect(await ask(await serveAt(authority.issue('localhost', { expired: true })))).toBe(
        'certificateExpired',
      );
      expect(await ask(await serveAt(authority.issue('other.test')))).toBe('certificateWrongHost');
      expect(await ask(await serveAt(authority.issue('localhost')))).toBe('hello');
    }
  });
});

describe('the list of proxies', () => {
  it('is read as Chromium writes it', () => {
    expect(parseProxyList('DIRECT')).toEqual([null]);
    expect(parseProxyList('PROXY a:1; HTTPS b:2;SOCKS c:3; SOCKS5 [2001:db8::1]:4; DIRECT')).toEqual([
      'http://a:1',
      'https://b:2',
      'socks4a://c:3',
      'socks5h://[2001:db8::1]:4',
      null,
    ]);
  });

  it('leaves out what cannot be used, and never goes straight for it', () => {
    expect(parseProxyList('QUIC a:1; PROXY b:2')).toEqual(['http://b:2']);
    expect(() => parseProxyList('QUIC a:1')).toThrow('ERR_PROXY');
    expect(() => parseProxyList('')).toThrow('ERR_PROXY');
  });
});

describe('the trust in the bundle of the system', () => {
  const ask = async (front: TlsFront, certificate: string, errorCode = verdicts.unknownAuthority) => {
    const trust = createSystemTrust(agentBy('DIRECT'));
    trust.expect(`https://localhost:${front.port}/health`);
    return trust.judge({ hostname: 'localhost', errorCode, certificate: { data: certificate } });
  };

  it('vouches for the very certificate that it has met, when nothing but the authority is in doubt', async () => {
    const certificate = authority.issue('localhost');
    const front = await serve(certificate);
    expect(await ask(front, certificate.cert)).toBe(verdicts.accepted);
    expect(await ask(front, authority.issue('localhost').cert)).toBe(verdicts.asChromiumSays);
    for (const code of [0, verdicts.wrongHost, verdicts.expired]) {
      expect(await ask(front, certificate.cert, code)).toBe(verdicts.asChromiumSays);
    }
    expect(front.requests).toEqual([]);
  });

  it('tells what is wrong with a certificate of an authority that Chromium does not know', async () => {
    const expired = authority.issue('localhost', { expired: true });
    expect(await ask(await serve(expired), expired.cert)).toBe(verdicts.expired);
    const other = authority.issue('other.test');
    expect(await ask(await serve(other), other.cert)).toBe(verdicts.wrongHost);
    const foreign = stranger.issue('localhost');
    expect(await ask(await serve(foreign), foreign.cert)).toBe(verdicts.asChromiumSays);
  });

  it.each(['refuses', 'keeps silent'])('gives no verdict of its own when a proxy %s', async (how) => {
    const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    proxy.forbids = true;
    const place = how === 'refuses' ? new URL(proxy.url).port : (silent.address() as AddressInfo).port;
    const trust = createSystemTrust(agentBy(`PROXY 127.0.0.1:${place}`), 500);
    trust.expect(`https://${name}/`);
    const certificate = authority.issue(name).cert;
    const question = { hostname: name, errorCode: -202, certificate: { data: certificate } };
    expect(await trust.judge(question)).toBe(verdicts.asChromiumSays);
    silent.close();
  });

  it('asks no server that the app was not told of', async () => {
    const certificate = authority.issue('localhost');
    await serve(certificate);
    const trust = createSystemTrust(agentBy('DIRECT'));
    const question = { hostname: 'localhost', errorCode: -202, certificate: { data: certificate.cert } };
    expect(await trust.judge(question)).toBe(verdicts.asChromiumSays);
  });
});

/** SOCKS 5 without a password (RFC 1928), names only. */
async function startSocks(portOf: (host: string) => number): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (asked: Buffer) => {
        const target = portOf(asked.subarray(5, 5 + Number(asked[4])).toString());
        const server = connect(target, '127.0.0.1', () => {
          socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
          socket.pipe(server).pipe(socket);
        });
        server.on('error', () => socket.destroy());
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
