import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { Certificate } from './certificates.ts';

/** What stands before a chat server in a company: it ends TLS and hands on what it hears. */
export interface TlsFront {
  readonly port: number;
  /** The first line of what each connection asked for. */
  readonly requests: string[];
  /** Handshakes that the other side broke off. */
  readonly refusals: string[];
  close(): Promise<void>;
}

/** @param target the port on this machine behind it; null: it answers with a page, as a captive portal does */
export async function startTlsFront(certificate: Certificate, target: number | null): Promise<TlsFront> {
  const requests: string[] = [];
  const refusals: string[] = [];
  const open = new Set<TLSSocket>();
  const server = createServer(certificate, (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => {});
    socket.once('data', (first: Buffer) => {
      requests.push(first.toString('latin1').split('\r\n')[0] ?? '');
      if (target === null) {
        socket.end(page);
        return;
      }
      const behind = connect(target, '127.0.0.1', () => {
        behind.write(first);
        socket.pipe(behind).pipe(socket);
      });
      behind.on('error', () => socket.destroy());
      socket.on('close', () => behind.destroy());
    });
  });
  server.on('tlsClientError', (error) => refusals.push(error.message));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    refusals,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

const welcome = '<html>Welcome, guest</html>';
const page = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${welcome.length}\r\nConnection: close\r\n\r\n${welcome}`;
