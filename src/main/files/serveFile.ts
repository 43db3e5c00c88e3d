/** Files for the page, at `chat3-file://content/<id>` and `chat3-file://preview/<id>`: what runs is never among them (S20.9). */
import { shownType } from '../../shared/attachments.ts';
import { attachedPieceBytes } from '../../shared/limits.ts';
import type { StoredFile } from '../storage/fileStore.ts';
import type { FilePart, OpenAccountFiles } from './accountFiles.ts';

const headers = {
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** 200 or 206; 404 for what there is not, 415 for what is not shown, 416 for a range that there is not, 405 for no GET. */
export async function serveFile(
  files: Pick<OpenAccountFiles, 'stored' | 'read'> | null,
  request: { method: string; url: string; headers: { get(name: string): string | null } },
): Promise<Response> {
  if (request.method !== 'GET') return refusal(405);
  const asked = addressed(request.url);
  if (asked === null || files === null) return refusal(404);
  let file: StoredFile;
  try {
    file = await files.stored(asked.fileId, asked.part);
  } catch {
    return refusal(404);
  }
  const type = shownType(file.attachment.mimeType);
  if (type === null) return refusal(415);
  const range = rangeOf(request.headers.get('range'), file.bytes);
  if (range === null) return refusal(416, { 'Content-Range': `bytes */${file.bytes}` });
  const { start, end, isPart } = range;
  return new Response(streamOf(files, file.id, start, end), {
    status: isPart ? 206 : 200,
    headers: {
      ...headers,
      'Content-Type': type,
      'Content-Length': String(end - start),
      'Accept-Ranges': 'bytes',
      ...(isPart ? { 'Content-Range': `bytes ${start}-${end - 1}/${file.bytes}` } : {}),
    },
  });
}

function refusal(status: number, further: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...headers, ...further } });
}

function addressed(url: string): { fileId: string; part: FilePart } | null {
  const match = /^chat3-file:\/\/(content|preview)\/([A-Za-z0-9_-]{1,200})$/.exec(url);
  return match?.[2] === undefined ? null : { part: match[1] as FilePart, fileId: match[2] };
}

/** RFC 9110 §14.1.2, one range; `end` is behind the last byte. null: there is no such part. */
export function rangeOf(
  header: string | null,
  bytes: number,
): { start: number; end: number; isPart: boolean } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return { start: 0, end: bytes, isPart: false };
  const [, first = '', last = ''] = match;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes : Math.min(bytes, Number(last) + 1);
  return start < end ? { start, end, isPart: true } : null;
}

function streamOf(files: Pick<OpenAccountFiles, 'read'>, id: string, start: number, end: number) {
  let at = start;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = Math.min(end, at + attachedPieceBytes);
      controller.enqueue(await files.read(id, at, next));
      at = next;
      if (at >= end) controller.close();
    },
  });
}
