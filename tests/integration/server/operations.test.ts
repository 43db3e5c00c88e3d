import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConfigError } from '../../../server/src/operations/config.ts';
import { Authority } from '../../support/certificates.ts';
import { call, cast, demoServer, Ear, type Json, manualClock } from './support.ts';

function certificates() {
  const authority = new Authority('Chat3-test');
  const folder = mkdtempSync(join(tmpdir(), 'chat3-tls-'));
  onTestFinished(() => {
    authority.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const write = () => {
    const { cert, key } = authority.issue('127.0.0.1');
    writeFileSync(files.cert, cert);
    writeFileSync(files.key, key);
  };
  write();
  return { authority, files, write };
}

/** What a new connection is shown; `protocol`: the only version it speaks. */
function shake(url: string, ca: string, protocol?: 'TLSv1.1' | 'TLSv1.2'): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const versions = protocol ? { minVersion: protocol, maxVersion: protocol } : {};
    const socket = connect(
      { host: hostname, port: Number(port), ca, ...versions, ciphers: 'ALL:@SECLEVEL=0' },
      () => {
        resolve(socket.getPeerCertificate().serialNumber);
        socket.destroy();
      },
    );
    socket.on('error', reject);
  });
}

describe('TLS', () => {
  test('REST and sockets by a certificate of its own, TLS 1.2 at least', async () => {
    const { authority, files } = certificates();
    const { url } = await demoServer({ tls: files });
    expect(url).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      request(`${url}/health`, { ca: authority.certificate }, (answer) => resolve(answer.statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    await expect(shake(url, authority.certificate, 'TLSv1.2')).resolves.toMatch(/^[0-9A-F]+$/);
    await expect(shake(url, authority.certificate, 'TLSv1.1')).rejects.toThrow();
    // Refused for its token: so the handshake came through.
    const refused = Ear.connect(url, 'nobody', { ca: authority.certificate });
    await expect(refused).rejects.toThrow('Authentication failed');
  });

  test('a new certificate is shown to new connections, one that is no good to nobody', async () => {
    const { authority, files, write } = certificates();
    const server = await demoServer({ tls: files, logLevel: 'silent' });
    const first = await shake(server.url, authority.certificate);
    writeFileSync(files.cert, 'rubbish');
    server.reload();
    expect(await shake(server.url, authority.certificate)).toBe(first);
    write();
    server.reload();
    expect(await shake(server.url, authority.certificate)).not.toBe(first);
  });

  test.each([
    ['a file that is not there', 'cert', undefined, /^TLS_CERT cannot be read: /],
    ['rubbish', 'key', 'rubbish', /^TLS_CERT and TLS_KEY cannot be used together: /],
  ] as const)('%s is told before anything is opened', async (_what, which, text, sentence) => {
    const { files } = certificates();
    if (text === undefined) rmSync(files[which]);
    else writeFileSync(files[which], text);
    const failure = await demoServer({ tls: files }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect((failure as ConfigError).message).toMatch(sentence);
  });
});

describe('figures', () => {
  test('are at an address of their own: connections, posts, refusals, storage, the loop', async () => {
    const elapsed = manualClock(0);
    const { server, url, sasha } = await cast({
      elapsed: elapsed.now,
      metrics: { host: '127.0.0.1', port: 0 },
      limits: { eventBurst: 1 },
    });
    const dialogId = await sasha.group();
    await sasha.say(dialogId, 'secret words');
    await sasha.say(dialogId, 'more');
    const ear = await sasha.connect();
    await ear.join(dialogId);
    await ear.join(dialogId);
    const text = await (await fetch(server.metricsUrl ?? '')).text();
    expect(text).toContain('chat3_connections 1');
    expect(text).toContain('chat3_posts_total 2');
    expect(text).toContain('chat3_refusals_total{kind="events"} 1');
    expect(text).toContain('chat3_commit_queue 0');
    expect(text).toMatch(/chat3_commit_seconds_count [1-9]/);
    expect(text).toMatch(/chat3_delivery_seconds_count [1-9]/);
    expect(text).toMatch(
      /chat3_request_seconds_count\{method="POST",route="\/api\/messages\/dialog\/:dialogId",status="201"\} 2/,
    );
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    for (const secret of [dialogId, sasha.userId, sasha.token, 'secret']) expect(text).not.toContain(secret);
    expect((await call(url, 'GET', '/metrics')).status).toBe(404);
    expect((await fetch(`${server.metricsUrl}/other`)).status).toBe(404);
  });
});

describe('the log', () => {
  test('names requests and ids, never what was said or who signs in (P7.23)', async () => {
    const lines: string[] = [];
    const write = process.stderr.write;
    process.stderr.write = (chunk: string | Uint8Array) => {
      lines.push(String(chunk));
      return true;
    };
    onTestFinished(() => {
      process.stderr.write = write;
    });
    const { sasha } = await cast({ logLevel: 'debug' });
    const dialogId = await sasha.group();
    const { messageId } = await sasha.say(dialogId, 'secret words');
    await sasha.post(`/messages/${messageId}/reactions`, { reaction: 'secret' });
    await sasha.delete(`/messages/${messageId}/reactions/secret`);
    const answer = await sasha.get('/users?search=secret');
    const requestId = answer.headers.get('x-request-id');
    expect(requestId).toMatch(/^req_[a-z0-9]{16}$/);
    const find = () =>
      lines
        .map((line): Json => JSON.parse(line))
        .find((line) => line.requestId === requestId && 'statusCode' in line);
    await expect
      .poll(find)
      .toMatchObject({ route: '/api/users', statusCode: 200, userId: sasha.userId, msg: 'answered' });
    const all = lines.join('');
    expect(all).toContain(messageId);
    for (const secret of ['secret', sasha.token, '79111111111']) expect(all).not.toContain(secret);
  });
});
