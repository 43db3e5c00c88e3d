/** A server that takes files by tus, as far as docs/protocol.md says, with the faults that a test asks for. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TusServer {
  url: string;
  /** What has come of each upload, by its id. */
  uploads: Map<string, { length: number; data: Buffer; metadata: string }>;
  /** Method and status of each answer; the status is 0 where the connection was cut. */
  answers: { method: string; status: number; authorization: string }[];
  /** Bytes of files that were received, those that were thrown away included. */
  received(): number;
  /** Answers the next request of this method with this status. */
  failNext(method: string, status: number, body?: unknown): void;
  /** Cuts the connection of the next PATCH after so many bytes of it were stored. */
  cutNext(afterBytes: number): void;
  close(): Promise<void>;
}

export async function startTusServer(): Promise<TusServer> {
  const uploads: TusServer['uploads'] = new Map();
  const answers: TusServer['answers'] = [];
  const failures: { method: string; status: number; body: unknown }[] = [];
  const cuts: number[] = [];
  let received = 0;

  function answer(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    headers: Record<string, string | number> = {},
    body?: unknown,
  ): void {
    answers.push({
      method: request.method ?? '',
      status,
      authorization: request.headers.authorization ?? '',
    });
    response.writeHead(status, { 'Tus-Resumable': '1.0.0', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  async function patch(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const upload = uploads.get(id);
    if (!upload) return answer(request, response, 404);
    if (Number(request.headers['upload-offset']) !== upload.data.byteLength)
      return answer(request, response, 409);
    const cut = cuts.shift();
    let taken = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      const kept = cut === undefined ? chunk : chunk.subarray(0, Math.max(0, cut - taken));
      taken += chunk.byteLength;
      received += chunk.byteLength;
      upload.data = Buffer.concat([upload.data, kept]);
      if (cut !== undefined && taken >= cut) {
        answers.push({ method: 'PATCH', status: 0, authorization: '' });
        request.destroy();
        return;
      }
    }
    answer(request, response, 204, { 'Upload-Offset': upload.data.byteLength });
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    const index = failures.findIndex((failure) => failure.method === method);
    const failure = index < 0 ? undefined : failures.splice(index, 1)[0];
    if (failure) {
      request.resume();
      return answer(request, response, failure.status, {}, failure.body);
    }
    const id = /^\/api\/files\/([\w-]+)$/.exec(request.url ?? '')?.[1] ?? '';
    if (method === 'POST') {
      const name = `file_${uploads.size + 1}`;
      uploads.set(name, {
        length: Number(request.headers['upload-length']),
        data: Buffer.alloc(0),
        metadata: String(request.headers['upload-metadata']),
      });
      // As behind a proxy that is told another address.
      return answer(request, response, 201, { Location: `http://elsewhere.invalid/api/files/${name}` });
    }
    if (method === 'PATCH') return patch(request, response, id);
    const upload = uploads.get(id);
    if (!upload) return answer(request, response, 404);
    if (method === 'DELETE') {
      uploads.delete(id);
      return answer(request, response, 204);
    }
    answer(request, response, 200, {
      'Upload-Offset': upload.data.byteLength,
      'Upload-Length': upload.length,
      'Cache-Control': 'no-store',
    });
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    uploads,
    answers,
    received: () => received,
    failNext: (method, status, body) => void failures.push({ method, status, body }),
    cutNext: (afterBytes) => void cuts.push(afterBytes),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
