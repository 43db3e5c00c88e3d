/** One file from the server, as a whole. */
import { TransportError } from '../chat/ports.ts';
import type { FileRequest } from '../network/fileRequests.ts';
import { transportError } from '../network/transportFailure.ts';

/** More than any server is set up for, and little enough to be held. */
const largestBytes = 256 * 1024 * 1024;

export interface Download {
  parts: Uint8Array[];
  bytes: number;
  mimeType: string;
}

/** Of an answer that is no file: null. Rejects with TransportError. */
export async function download(
  request: FileRequest,
  options: {
    url: string;
    token: string;
    signal: AbortSignal;
    /** `total` as the server says; 0 where it does not. */
    onProgress(done: number, total: number): void;
  },
): Promise<Download | null> {
  const { url, token, signal, onProgress } = options;
  const headers = { authorization: `Bearer ${token}` };
  const response = await request(url, { method: 'GET', headers, signal });
  if (response.status !== 200 || response.body === null) return null;
  const total = Number(response.headers.get('content-length') ?? 0);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += part.byteLength;
      if (bytes > largestBytes) throw new TransportError('aborted', new Error('File too large'));
      parts.push(part);
      onProgress(bytes, total);
    }
  } catch (error) {
    throw transportError(error);
  }
  return { parts, bytes, mimeType: response.headers.get('content-type') ?? 'application/octet-stream' };
}

/** The same bytes in pieces of this length; the last one is what is left. */
export function* inPieces(parts: readonly Uint8Array[], length: number): Generator<Uint8Array> {
  let piece = new Uint8Array(length);
  let filled = 0;
  for (const part of parts) {
    for (let from = 0; from < part.byteLength; ) {
      const taken = part.subarray(from, from + length - filled);
      piece.set(taken, filled);
      filled += taken.byteLength;
      from += taken.byteLength;
      if (filled < length) continue;
      yield piece;
      piece = new Uint8Array(length);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
