import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { TransportError } from '../chat/ports.ts';
import { checkServer } from './checkServer.ts';
import { parseRetryAfter } from './httpClient.ts';
import { createNodeHttpClient } from './httpNode.ts';
import { transportError } from './transportFailure.ts';

const http = createNodeHttpClient();
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = (url: string, timeoutMs = 5_000) => http({ method: 'GET', url, headers: {}, timeoutMs });
const failure = (pending: Promise<unknown>) =>
  pending.then(
    () => 'none',
    (error: unknown) => (error instanceof TransportError ? error.failure : `untyped ${error}`),
  );

describe('the HTTP client', () => {
  it('sends method, headers and body, and reads JSON of any status', async () => {
    const url = await serve((request, response) => {
      let body = '';
      request.on('data', (data) => {
        body += data;
      });
      request.on('end', () => {
        response.writeHead(429, { 'retry-after': '7' });
        const { authorization, cookie } = request.headers;
        response.end(JSON.stringify({ method: request.method, body, authorization, cookie }));
      });
    });
    const answer = await http({
      method: 'POST',
      url,
      headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
      body: '{"text":"ё"}',
      timeoutMs: 5_000,
    });
    expect(answer).toEqual({
      status: 429,
      body: { method: 'POST', body: '{"text":"ё"}', authorization: 'Bearer x' },
      retryAfterMs: 7_000,
    });
  });

  it('answers undefined for what is no JSON', async () => {
    const url = await serve((_request, response) => response.end('<html>Wi-Fi</html>'));
    expect(await get(url)).toEqual({ status: 200, body: undefined, retryAfterMs: null });
    server?.close();
    const empty = await serve((_request, response) => response.writeHead(204).end());
    expect(await get(empty)).toMatchObject({ status: 204, body: undefined });
  });

  it('refuses more than 5 MB, by announcement or by surprise, and lets go of the connection', async () => {
    let closed = false;
    const url = await serve((_request, response) => {
      response.on('close', () => {
        closed = true;
      });
      const chunk = 'x'.repeat(64 * 1024);
      const pump = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pump);
      pump();
    });
    expect(await failure(get(url))).toBe('aborted');
    for (let wait = 0; wait < 100 && !closed; wait += 1) await new Promise((done) => setTimeout(done, 20));
    expect(closed).toBe(true);
  });

  it('names each failure', async () => {
    const slow = await serve(() => {});
    expect(await failure(get(slow, 50))).toBe('timeout');
    server?.closeAllConnections();
    server?.close();
    const halfway = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
    });
    expect(await failure(get(halfway, 100))).toBe('timeout');
    server?.closeAllConnections();
    server?.close();
    const redirect = await serve((_request, response) => response.writeHead(302, { location: '/x' }).end());
    expect(await failure(get(redirect))).toBe('aborted');
    expect(await failure(get('http://127.0.0.1:1'))).toMatch(/refused|reset/);
    expect(await failure(get('https://does-not-exist.invalid'))).toBe('dns');
    const cutter = createTcpServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(cutter, 'listening');
    expect(await failure(get(`http://127.0.0.1:${(cutter.address() as AddressInfo).port}`))).toBe('reset');
    cutter.close();
  });

  it('sends nothing to a remote plain address', async () => {
    for (const url of ['http://example.com/', 'ftp://127.0.0.1/', 'file:///etc/passwd', 'nonsense']) {
      expect(await failure(get(url))).toBe('aborted');
    }
  });
});

describe('transportError', () => {
  const table: [string, string][] = [
    ['net::ERR_CONNECTION_REFUSED', 'refused'],
    ['net::ERR_INTERNET_DISCONNECTED', 'refused'],
    ['net::ERR_ADDRESS_UNREACHABLE', 'refused'],
    ['net::ERR_NAME_NOT_RESOLVED', 'dns'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'certificate'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'certificate'],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy'],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxy'],
    ['net::ERR_PROXY_CERTIFICATE_INVALID', 'proxy'],
    ['net::ERR_CONNECTION_TIMED_OUT', 'timeout'],
    ['net::ERR_TIMED_OUT', 'timeout'],
    ['net::ERR_CONNECTION_RESET', 'reset'],
    ['net::ERR_NETWORK_CHANGED', 'reset'],
    ['net::ERR_EMPTY_RESPONSE', 'reset'],
    ['net::ERR_ABORTED', 'aborted'],
    ['self-signed certificate DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
    ['something new', 'reset'],
  ];
  for (const [message, expected] of table) {
    it(`${message} is ${expected}`, () => {
      expect(transportError(new TypeError('fetch failed', { cause: new Error(message) })).failure).toBe(
        expected,
      );
    });
  }

  it('looks into what Node bundles, and takes anything', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const bundled = new TypeError('fetch failed', { cause: new AggregateError([refused]) });
    expect(transportError(bundled).failure).toBe('refused');
    for (const value of [undefined, null, 1, {}, 'x']) expect(transportError(value).failure).toBe('reset');
  });
});

describe('parseRetryAfter', () => {
  it('takes seconds and dates', () => {
    expect(parseRetryAfter('120', 0)).toBe(120_000);
    expect(parseRetryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 10_000)).toBe(50_000);
    expect(parseRetryAfter('Thu, 01 Jan 1970 00:00:00 GMT', 10_000)).toBe(0);
    expect(parseRetryAfter('9'.repeat(400), 0)).toBe(24 * 60 * 60 * 1000);
    for (const header of [null, '', 'soon', '-5x']) expect(parseRetryAfter(header, 0)).toBeNull();
  });
});

describe('checkServer', () => {
  it('knows a chat server', async () => {
    const url = await serve((request, response) =>
      response
        .writeHead(request.url === '/health' ? 200 : 404)
        .end('{"status":"ok","timestamp":"x","environment":"y"}'),
    );
    expect(await checkServer(http, url)).toEqual({ ok: true });
  });

  it('names what is wrong', async () => {
    const answers: [number, string, string][] = [
      [200, '<html>portal</html>', 'notChatServer'],
      [200, '{"status":"down"}', 'notChatServer'],
      [200, '[]', 'notChatServer'],
      [200, 'null', 'notChatServer'],
      [404, '{"status":"ok"}', 'notChatServer'],
      [302, '', 'captivePortal'],
      [502, '', 'serverFailed'],
    ];
    for (const [status, body, code] of answers) {
      const url = await serve((_request, response) =>
        response.writeHead(status, { location: '/' }).end(body),
      );
      expect(await checkServer(http, url)).toEqual({ ok: false, code });
      server?.close();
    }
    expect(await checkServer(http, 'https://does-not-exist.invalid')).toEqual({
      ok: false,
      code: 'hostNotFound',
    });
    const failing = (name: ConstructorParameters<typeof TransportError>[0]) =>
      checkServer(() => Promise.reject(new TransportError(name)), 'https://x');
    expect(await failing('refused')).toEqual({ ok: false, code: 'connectionRefused' });
    expect(await failing('certificate')).toEqual({ ok: false, code: 'certificateInvalid' });
    expect(await failing('proxy')).toEqual({ ok: false, code: 'proxyFailed' });
    expect(await failing('timeout')).toEqual({ ok: false, code: 'timeout' });
  });
});
