import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../../server/src/operations/config.ts';
import { type ServerOptions, startServer } from '../../../server/src/server.ts';
import { fetchFrom } from '../../fixtures/webClient/browser.ts';
import { WebClient } from '../../fixtures/webClient.ts';
import { until } from '../../support/until.ts';

const allowed = 'https://chat.example.ru';
const phone = '79777777777';

async function serve(options: ServerOptions = {}): Promise<string> {
  const { allowedOrigins } = readSettings([], {
    ALLOWED_ORIGINS: `${allowed}, https://www.example.ru:8443/`,
  });
  const server = await startServer({ demo: true, logLevel: 'error', allowedOrigins, ...options });
  onTestFinished(() => server.close());
  return server.url;
}

/** Looks as much like the allowed one as it can. */
const strangers = [
  'https://chat.example.ru.evil.example',
  'https://evil-chat.example.ru',
  'https://evil.example/https://chat.example.ru',
  'https://chat.example.ru@evil.example',
  'https://evil.example#chat.example.ru',
  'https://chatXexample.ru',
  'https://chat.example.ru:8443',
  'https://chat.example.ru:443',
  'https://chat.example.ru.',
  'https://chat.example.ru/',
  'https://chat.example.ru, https://evil.example',
  'https://www.example.ru',
  'http://chat.example.ru',
  'wss://chat.example.ru',
  'chat.example.ru',
  'null',
  'file://',
  '*',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'https://сhat.example.ru',
];
const sendable = (origin: string) => Buffer.from(origin, 'utf8').toString('latin1');

test('a page of an allowed origin works whole: preflight, polling, WebSocket (P7.17)', async () => {
  const server = await serve();
  for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']] as const) {
    const web = await WebClient.start({ server, phone, origin: allowed, transports: [...transports] });
    onTestFinished(() => web.stop());
    await web.open(web.dialogs[0].dialogId);
    await web.send(`по ${transports.join()}`);
    await until('the copy', () =>
      web.heard.some(
        ([name, { content }]) => name === 'message:new' && content === `по ${transports.join()}`,
      ),
    );
    expect(web.page.preflights).toBeGreaterThan(4);
  }
  const page = { origin: allowed, preflights: 0 };
  // What the page may read of the handshake itself.
  const handshake = await fetchFrom(page, `${server}/socket.io/?EIO=4&transport=polling`);
  expect(handshake.status).toBe(200);
  const verbs = [
    ['PATCH', '/dialogs/x'],
    ['DELETE', '/messages/x/reactions/y'],
  ] as const;
  for (const [method, path] of verbs) {
    const answer = await fetchFrom(page, `${server}/api${path}`, { method, headers: { authorization: 'x' } });
    // Refused as anybody without a token is, and the page may know.
    expect(answer.status).toBe(401);
  }
});

test.each(strangers)('a page of %s gets nothing (P7.17)', async (name) => {
  const origin = sendable(name);
  const server = await serve();
  const wanted = { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'a' };
  for (const [method, headers] of [
    ['OPTIONS', wanted],
    ['GET', { origin }],
    ['POST', { origin }],
  ] as const) {
    for (const path of ['/health', '/api/auth/me', '/socket.io/?EIO=4&transport=polling']) {
      const answer = await fetch(server + path, { method, headers });
      expect([method, path, answer.headers.get('access-control-allow-origin')]).toEqual([method, path, null]);
      expect([method, path, answer.ok && method !== 'OPTIONS']).toEqual([method, path, false]);
    }
  }
  for (const transport of ['polling', 'websocket'] as const) {
    const socket = io(server, {
      auth: { token: 'x' },
      transports: [transport],
      extraHeaders: { origin },
      forceNew: true,
      reconnection: false,
    });
    const error = await new Promise<Error>((resolve, reject) => {
      socket.once('connect_error', resolve).once('connect', () => reject(new Error('connected')));
    });
    socket.disconnect();
    // The transport, before anybody looks at a token.
    expect(error.message).not.toContain('Authentication');
  }
});

test('without the setting no page of the network is let in; in demo mode those of this computer are', async () => {
  const server = await startServer({ logLevel: 'error', registration: 'open' });
  onTestFinished(() => server.close());
  for (const origin of [allowed, 'http://localhost:5173', 'http://127.0.0.1:5173', server.url]) {
    expect([origin, (await fetch(`${server.url}/health`, { headers: { origin } })).status]).toEqual([
      origin,
      403,
    ]);
  }
  const demo = await serve({ allowedOrigins: [] });
  const web = await WebClient.start({ server: demo, phone, origin: 'http://localhost:5173' });
  onTestFinished(() => web.stop());
  expect(web.dialogs).not.toEqual([]);
});

test.each([
  ['https://Chat.Example.RU', 'https://chat.example.ru'],
  ['https://chat.example.ru:443/', 'https://chat.example.ru'],
  ['http://chat.example.ru:80', 'http://chat.example.ru'],
  ['https://чат.рф', 'https://xn--80a0bn.xn--p1ai'],
  ['http://[::1]:5173', 'http://[::1]:5173'],
])('ALLOWED_ORIGINS=%s means %s', (written, meant) => {
  expect(readSettings([], { ALLOWED_ORIGINS: written }).allowedOrigins).toEqual([meant]);
});

test.each([
  '*',
  'null',
  'chat.example.ru',
  'https://chat.example.ru/chat',
  'https://chat.example.ru/?a',
  'https://user@chat.example.ru',
  'https://*.example.ru/',
  'file:///tmp',
  'javascript:alert(1)',
  'https://ok.example.ru,*',
])('ALLOWED_ORIGINS=%s is refused with a sentence', (written) => {
  expect(() => readSettings([], { ALLOWED_ORIGINS: written })).toThrow(
    'ALLOWED_ORIGINS must be origins such as https://chat.example.org, separated by commas.',
  );
});
