/**
 * Stands on this machine between apps and a server that is not ours. What reads passes, so does signing in, and what
 * writes into one chat; everything else that would write is kept from the server (S24.6).
 */
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestOptions,
  request as requestPlainly,
  type ServerResponse,
} from 'node:http';
import { request as requestSecurely } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { json } from 'node:stream/consumers';

export interface GuardOptions {
  /** An origin. */
  server: string;
  /** Whether the message is one of the chat's. */
  isOurs(messageId: string, authorization: string): Promise<boolean>;
  /** The body of each answer to a code. */
  onSignIn(answer: unknown): void;
}

export interface Guard {
  readonly url: string;
  /** The chat that may be written into, by its names; none at first. */
  readonly chat: Set<string>;
  /** What was kept from the server: method and route, without ids. */
  readonly withheld: string[];
  /** Breaks every connection: the apps come back, and look at the list of chats. */
  cut(): void;
  close(): Promise<void>;
}

type Fate = 'pass' | 'withhold' | 'refuse';

const inChat = /^\/api\/(?:dialogs\/|messages\/dialog\/|dialog\/)([^/?]+)/;
const ofMessage = /^\/api\/messages\/(?!dialog\/)([^/?]+)/;
/** What an app says by itself of chats nobody opened. */
const marks = /^\/api\/(?:dialogs\/[^/]+\/(?:read|delivered|unread|typing)|messages\/[^/]+\/status\/[^/]+)$/;
const signsIn = /^\/api\/auth\/(?:request-code|verify-code|refresh|logout)$/;

export async function openGuard(options: GuardOptions): Promise<Guard> {
  const target = new URL(options.server);
  const request = target.protocol === 'https:' ? requestSecurely : requestPlainly;
  const chat = new Set<string>();
  const withheld: string[] = [];
  const open = new Set<Duplex>();

  async function fateOf({ method = 'GET', url = '/', headers }: IncomingMessage): Promise<Fate> {
    const path = url.replace(/\?.*/, '');
    if (['GET', 'HEAD', 'OPTIONS'].includes(method) || path.startsWith('/socket.io/')) return 'pass';
    if (method === 'POST' && signsIn.test(path)) return 'pass';
    const dialogId = inChat.exec(path)?.[1];
    if (dialogId !== undefined && chat.has(decodeURIComponent(dialogId))) return 'pass';
    const messageId = ofMessage.exec(path)?.[1];
    const isOurs =
      messageId !== undefined &&
      (await options.isOurs(decodeURIComponent(messageId), headers.authorization ?? ''));
    if (isOurs) return 'pass';
    withheld.push(`${method} ${path.replaceAll(/\/(?:usr|dlg|msg)_[^/]+|\/[0-9a-f]{24}/g, '/…')}`);
    return marks.test(path) ? 'withhold' : 'refuse';
  }

  const onward = ({ method, url, headers }: IncomingMessage): RequestOptions => {
    const { 'accept-encoding': _, ...kept } = headers;
    return { ...addressOf(target), method, path: url, headers: { ...kept, host: target.host } };
  };

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const outgoing = request(onward(incoming));
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    if (incoming.url === '/api/auth/verify-code' && answer.statusCode === 200) {
      const body = await json(answer);
      // Before the app knows of it: whatever it writes finds the guard ready.
      options.onSignIn(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('error', () => response.destroy());
    answer.pipe(response);
  }

  const server = createServer((incoming, response) => {
    const answer = (status: number, body: object) => {
      incoming.resume();
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    fateOf(incoming)
      .then((fate) => {
        if (fate === 'pass') return pass(incoming, response);
        if (fate === 'withhold') return answer(200, { success: true, message: 'Kept from the server' });
        return answer(403, { success: false, error: 'Kept from the server' });
      })
      .catch(() => response.destroy());
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const outgoing = request(onward(incoming));
    socket.on('error', () => outgoing.destroy());
    socket.on('close', () => outgoing.destroy());
    outgoing.on('error', () => socket.destroy());
    outgoing.on('response', () => socket.destroy());
    outgoing.on('upgrade', ({ rawHeaders }: IncomingMessage, behind: Duplex, first: Buffer) => {
      behind.on('error', () => socket.destroy());
      behind.on('close', () => socket.destroy());
      socket.on('close', () => behind.destroy());
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headerLines(rawHeaders)}\r\n`);
      socket.write(first);
      behind.write(head);
      behind.pipe(socket).pipe(behind);
    });
    outgoing.end();
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    chat,
    withheld,
    cut,
    async close() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}

function addressOf({ hostname, port }: URL): RequestOptions {
  return { hostname: hostname.replace(/^\[|\]$/g, ''), ...(port === '' ? {} : { port }) };
}

function headerLines(raw: string[]): string {
  let lines = '';
  for (let index = 0; index < raw.length; index += 2) lines += `${raw[index]}: ${raw[index + 1]}\r\n`;
  return lines;
}
