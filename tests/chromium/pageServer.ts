import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serveFile } from '../../src/main/desktop/rendererFiles.ts';
import { rootDirectory } from '../support/root.ts';

/** The built page on loopback, with the headers, and so the content security policy, that the app itself gives it. */
export async function servePage(): Promise<{ address: string; close(): Promise<void> }> {
  const root = join(rootDirectory, 'out', 'renderer');
  const server = createServer((request, response) => {
    void serveFile(root, { method: request.method ?? '', url: `app://chat3${request.url ?? ''}` }).then(
      async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
