import { createHash, randomUUID } from 'node:crypto';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { onTestFinished } from 'vitest';

/** A bucket of its own, empty, until the end of the test. */
export interface TestBucket {
  url: string;
  bucket: string;
  keys: () => Promise<string[]>;
}

interface Pending {
  key: string;
  metadata: Record<string, string>;
  parts: Map<number, Buffer>;
}

interface Stored {
  body: Buffer;
  metadata: Record<string, string>;
}

/** As much of S3 as uploads in parts, ranges and removals need: objects in memory, whoever asks. Signatures are not checked. */
export async function openS3(): Promise<TestBucket> {
  const objects = new Map<string, Stored>();
  const pending = new Map<string, Pending>();
  const app = fastify({ bodyLimit: 64 * 1024 * 1024, exposeHeadRoutes: false });
  onTestFinished(() => app.close());
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.put('/bucket/*', async (request, reply) => {
    const { key, query } = asked(request);
    const upload = pending.get(query['uploadId'] ?? '');
    const body = bodyOf(request);
    if (!query['uploadId']) objects.set(key, { body, metadata: metadataOf(request) });
    else if (upload) upload.parts.set(Number(query['partNumber']), body);
    else return failed(reply, 'NoSuchUpload');
    return reply.header('etag', tagOf(body)).send();
  });
  app.post('/bucket/*', async (request, reply) => {
    const { key, query } = asked(request);
    const upload = pending.get(query['uploadId'] ?? '');
    if (query['uploads'] !== undefined) {
      const id = randomUUID();
      pending.set(id, { key, metadata: metadataOf(request), parts: new Map() });
      return xml(reply, 'InitiateMultipartUploadResult', `<Key>${key}</Key><UploadId>${id}</UploadId>`);
    }
    if (!upload) return failed(reply, 'NoSuchUpload');
    pending.delete(query['uploadId'] ?? '');
    const body = Buffer.concat(inOrder(upload).map(([, part]) => part));
    objects.set(key, { body, metadata: upload.metadata });
    return xml(reply, 'CompleteMultipartUploadResult', `<Key>${key}</Key><ETag>${tagOf(body)}</ETag>`);
  });
  app.route({
    method: ['GET', 'HEAD'],
    url: '/bucket/*',
    handler: async (request, reply) => {
      const { key, query } = asked(request);
      if (query['uploadId'] !== undefined) {
        const upload = pending.get(query['uploadId']);
        return upload ? xml(reply, 'ListPartsResult', partsOf(upload)) : failed(reply, 'NoSuchUpload');
      }
      const object = objects.get(key);
      if (!object) return failed(reply, 'NoSuchKey');
      for (const [name, value] of Object.entries(object.metadata)) void reply.header(name, value);
      void reply.header('etag', tagOf(object.body));
      const [, start, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      if (start === undefined) return reply.send(object.body);
      return reply.code(206).send(object.body.subarray(Number(start), Number(last) + 1));
    },
  });
  app.delete('/bucket/*', async (request, reply) => {
    const { key, query } = asked(request);
    if (query['uploadId'] === undefined) objects.delete(key);
    else if (!pending.delete(query['uploadId'])) return failed(reply, 'NoSuchUpload');
    return reply.code(204).send();
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: app.listeningOrigin,
    bucket: 'bucket',
    keys: async () => [...objects.keys(), ...[...pending.values()].map(({ key }) => key)].sort(),
  };
}

function asked({ params, query }: FastifyRequest) {
  return { key: (params as Record<string, string>)['*'] ?? '', query: query as Record<string, string> };
}

const bodyOf = ({ body }: FastifyRequest) => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

const tagOf = (body: Buffer) => `"${createHash('md5').update(body).digest('hex')}"`;

const metadataOf = ({ headers }: FastifyRequest) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('x-amz-meta-') ? [[name, String(value)]] : [],
    ),
  );

const inOrder = ({ parts }: Pending) => [...parts].sort(([one], [other]) => one - other);

const partsOf = (upload: Pending) =>
  inOrder(upload)
    .map(
      ([number, body]) =>
        `<Part><PartNumber>${number}</PartNumber><ETag>${tagOf(body)}</ETag><Size>${body.length}</Size></Part>`,
    )
    .join('');

function xml(reply: FastifyReply, name: string, content: string): FastifyReply {
  const told = `<?xml version="1.0" encoding="UTF-8"?><${name}>${content}</${name}>`;
  return reply.type('application/xml').send(told);
}

function failed(reply: FastifyReply, code: string): FastifyReply {
  return xml(reply.code(404), 'Error', `<Code>${code}</Code><Message>${code}</Message>`);
}
