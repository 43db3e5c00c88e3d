import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A folder of files in memory over HTTP, as an update feed is; it remembers what was asked for. */
export class UpdateServer {
  readonly files = new Map<string, Buffer | { redirect: string }>();
  readonly asked: string[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      const name = new URL(request.url ?? '/', 'http://host').pathname.slice(1);
      this.asked.push(name);
      const file = this.files.get(name);
      if (!file) response.writeHead(404).end('Not found');
      else if ('redirect' in file) response.writeHead(302, { Location: file.redirect }).end();
      else response.writeHead(200, { 'Content-Length': file.length }).end(file);
    });
  }

  static async start(): Promise<UpdateServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new UpdateServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
