import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import { HttpError } from '../contract/errors.ts';
import type { ByteRange } from '../files/store.ts';

/** What somebody sent is taken home, and never shown or run at the address of this server (P7.47). */
const HARMLESS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, immutable',
};

export interface Sent {
  name: string;
  mimeType: string;
  /** Of these bytes and no others. */
  tag: string;
  /** Where they are known, a part can be asked for. */
  bytes?: number;
  read: (range?: ByteRange) => Promise<Readable>;
}

/** Answers the bytes, the part of them that was asked for, or that they are known already. Throws 416. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  sent: Sent,
): Promise<FastifyReply> {
  const { name, mimeType, bytes, read } = sent;
  const tag = `"${sent.tag}"`;
  if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(tag)) {
    return reply
      .code(304)
      .headers({ ...HARMLESS, etag: tag })
      .send();
  }
  const range = bytes === undefined ? undefined : rangeOf(request, tag, bytes);
  if (range === 'beyond') {
    void reply.header('content-range', `bytes */${bytes}`);
    throw new HttpError(416, 'The file has no such part');
  }
  // A failure has none of the headers.
  const content = await read(range);
  void reply.headers({ ...HARMLESS, etag: tag }).type(mimeType);
  void reply.header('content-disposition', `attachment; filename*=UTF-8''${encoded(name)}`);
  if (bytes !== undefined) {
    const { start, end } = range ?? { start: 0, end: bytes - 1 };
    void reply.headers({ 'accept-ranges': 'bytes', 'content-length': String(end - start + 1) });
    if (range) void reply.code(206).header('content-range', `bytes ${start}-${end}/${bytes}`);
  }
  return reply.send(content);
}

/** Undefined: all of it, also where several parts are asked for, or of another state than this one. */
function rangeOf({ headers }: FastifyRequest, tag: string, bytes: number): ByteRange | 'beyond' | undefined {
  if (headers.range === undefined || (headers['if-range'] ?? tag) !== tag) return undefined;
  const ranges = parseRange(bytes, headers.range);
  if (ranges === -1) return 'beyond';
  const [range] = ranges === -2 || ranges.type !== 'bytes' || ranges.length > 1 ? [] : ranges;
  return range;
}

/** RFC 5987. */
const encoded = (name: string) =>
  encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
