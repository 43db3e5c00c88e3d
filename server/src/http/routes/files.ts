import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../../auth/authenticate.ts';
import type { ServerContext } from '../../context.ts';
import { conflict, FILE_NOT_FOUND, notFound, notSupported } from '../../contract/errors.ts';
import { attachmentOf, attachmentShape } from '../../contract/wire.ts';
import { previewOf } from '../../files/files.ts';
import type { FileRow } from '../../store/schema.ts';
import { sendFile } from '../content.ts';
import { described, success } from '../operation.ts';
import { paramOf } from '../parse.ts';

const TUS_VERSION = '1.0.0';
/** What tus says of an upload. */
const UPLOAD_HEADERS = [
  'location',
  'tus-resumable',
  'upload-offset',
  'upload-length',
  'upload-expires',
  'cache-control',
];

/** /files/*: uploads by tus, and what became of them (P7.40). */
export function fileRoutes(app: FastifyInstance, context: ServerContext): void {
  // Read by whoever stores it, and not before anybody asked for it is known.
  app.addContentTypeParser('application/offset+octet-stream', (_request, payload, done) =>
    done(null, payload),
  );
  const partsOf = () => {
    if (!context.files) throw notSupported('This server keeps no files');
    return context.files;
  };

  const passOn = async (request: FastifyRequest, reply: FastifyReply, row?: FileRow) => {
    const body = request.body instanceof Readable ? request.body : undefined;
    // What was not read of a refused one stands before the next request.
    if (body) reply.raw.once('finish', () => body.removeAllListeners('data').resume());
    const response = await partsOf().uploads.answer({
      method: request.method,
      url: request.url,
      headers: headersOf(request),
      body,
      userId: callerOf(request).userId,
      row,
    });
    for (const name of UPLOAD_HEADERS) {
      const value = response.headers.get(name);
      if (value !== null) void reply.header(name, value);
    }
    return reply.code(response.status).send();
  };
  const uploadOf = (request: FastifyRequest) =>
    partsOf().files.upload(paramOf(request, 'fileId'), callerOf(request).userId);

  const begun = described({ summary: 'Begins an upload, by tus 1.0.0', answer: null, status: [201] });
  app.post('/files', begun, (request, reply) => passOn(request, reply));

  app.head('/files/:fileId', async (request, reply) => {
    const row = await uploadOf(request);
    if (row.finished_at === null) return passOn(request, reply, row);
    // Its upload is no more, and whoever has not heard of its end asks on.
    return reply
      .headers({ 'tus-resumable': TUS_VERSION, 'cache-control': 'no-store' })
      .headers({ 'upload-offset': String(row.length), 'upload-length': String(row.length) })
      .send();
  });

  const sent = described({
    summary: 'Sends the next bytes of an upload, by tus 1.0.0',
    answer: null,
    status: [204],
  });
  app.patch('/files/:fileId', sent, async (request, reply) => {
    const row = await uploadOf(request);
    if (row.finished_at !== null) throw conflict('The upload is finished');
    return passOn(request, reply, row);
  });

  const removed = described({
    summary: 'Ends an upload, or removes a file that no message names',
    answer: null,
    status: [204],
  });
  app.delete('/files/:fileId', removed, async (request, reply) => {
    await partsOf().files.remove(await uploadOf(request));
    return reply.code(204).header('tus-resumable', TUS_VERSION).send();
  });

  const seenBy = (request: FastifyRequest) =>
    partsOf().files.seen(paramOf(request, 'fileId'), callerOf(request).userId);

  const about = described({ summary: 'What a file is', answer: success({ data: attachmentShape }) });
  app.get('/files/:fileId', about, async (request) => ({
    success: true,
    data: attachmentOf(await seenBy(request)),
  }));

  const content = described({ summary: 'The bytes of a file, or a part of them', answer: null });
  app.get('/files/:fileId/content', content, async (request, reply) => {
    const row = await seenBy(request);
    const { name, bytes, mime_type: mimeType } = row;
    const read = (range?: { start: number; end: number }) => partsOf().files.read(row.file_id, range);
    return sendFile(request, reply, { name, bytes, mimeType, tag: row.sha256, read });
  });

  const preview = described({ summary: 'A small picture of an image, as WebP', answer: null });
  app.get('/files/:fileId/preview', preview, async (request, reply) => {
    const row = await seenBy(request);
    if (row.has_preview === 0) throw notFound(FILE_NOT_FOUND);
    const read = () => partsOf().files.read(previewOf(row.file_id));
    return sendFile(request, reply, {
      name: `${row.name}.webp`,
      mimeType: 'image/webp',
      tag: `${row.sha256}-p`,
      read,
    });
  });
}

function headersOf({ headers }: FastifyRequest): Headers {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
  return new Headers(pairs);
}
