import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A company's proxy, which also serves its configuration script at `/proxy.pac`. */
export interface RecordingProxy {
  readonly url: string;
  /** `host:port` of every tunnel and every plain request that was asked for. */
  readonly asked: string[];
  /** Asks everybody for a password, which nobody has. */
  wantsLogin: boolean;
  /** Lets nothing through, as a firewall's list does. */
  forbids: boolean;
  stop(): Promise<void>;
  /** Listens again on the same port. */
  startAgain(): Promise<void>;
}

/** @param places where names lead: `host:port` or `host` to a port on this machine; others are refused */
export async function startProxy(places: ReadonlyMap<string, number>): Promise<RecordingProxy> {
  const asked: string[] = [];
  const open = new Set<Socket>();
  let port = 0;
  const state = { wantsLogin: false, forbids: false };

  const server = createServer((request, response) => {
    if (request.url === '/proxy.pac') {
      response.writeHead(200, { 'content-type': 'application/x-ns-proxy-autoconfig' });
      response.end(`function FindProxyForURL() { return 'PROXY 127.0.0.1:${port}'; }`);
      return;
    }
    asked.push(URL.canParse(request.url ?? '') ? new URL(request.url ?? '').host : String(request.url));
    if (state.wantsLogin) response.writeHead(407, challenge).end();
    else response.writeHead(502).end();
  });
  const challenge = { 'proxy-authenticate': 'Basic realm="company"' };

  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => {});
  });
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const authority = request.url ?? '';
    asked.push(authority);
    const place = places.get(authority) ?? places.get(authority.replace(/:\d+$/, ''));
    if (state.wantsLogin) {
      socket.end(
        'HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm="company"\r\nContent-Length: 0\r\n\r\n',
      );
    } else if (place === undefined || state.forbids) {
      socket.end(
        `HTTP/1.1 ${state.forbids ? '403 Forbidden' : '502 Bad Gateway'}\r\nContent-Length: 0\r\n\r\n`,
      );
    } else {
      const behind = connect(place, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        behind.write(head);
        socket.pipe(behind).pipe(socket);
      });
      behind.on('error', () => socket.destroy());
      socket.on('close', () => behind.destroy());
    }
  });

  const listen = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  await listen();
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    asked,
    startAgain: listen,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  });
}
