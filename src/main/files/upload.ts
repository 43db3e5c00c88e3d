/** One file to the server by tus, from where the server says it was left (P7.41). */
import { DetailedError, type HttpRequest, type HttpResponse, Upload as TusUpload } from 'tus-js-client';
import { TransportError, type Upload, UploadRefused, type UploadRequest } from '../chat/ports.ts';
import type { FileRequest } from '../network/fileRequests.ts';
import { parseRetryAfter } from '../network/httpClient.ts';
import { transportError } from '../network/transportFailure.ts';
import { tusHttpStack } from './tusHttpStack.ts';

/** What a cut sends again at most (S20.2). */
const chunkBytes = 512 * 1024;

/** Of an upload that is gone, stands elsewhere, or is held by a request that was cut: asked about again. */
const askAgain = [404, 409, 410, 423, 460];

export interface UploadOptions extends Omit<UploadRequest, 'fileId'> {
  request: FileRequest;
  /** Without a slash at its end. */
  endpoint: string;
  token(): string;
  name: string;
  mimeType: string;
  bytes: number;
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

export function startUpload(options: UploadOptions): Upload {
  const { endpoint, bytes, uploadId, onBegun, onProgress } = options;
  let resolve: (serverId: string) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const done = new Promise<string>((...settle) => {
    [resolve, reject] = settle;
  });
  const upload = new TusUpload(new Uint8Array() as Buffer, {
    endpoint,
    uploadUrl: uploadId === null ? null : `${endpoint}/${uploadId}`,
    uploadSize: bytes,
    chunkSize: chunkBytes,
    metadata: { filename: options.name, filetype: options.mimeType },
    retryDelays: null,
    storeFingerprintForResuming: false,
    fingerprint: async () => '',
    httpStack: tusHttpStack(options.request),
    fileReader: {
      openFile: async () => ({
        size: bytes,
        close: () => {},
        slice: async (start, end) => {
          const value = await options.read(start, Math.min(end, bytes));
          return { value: Object.assign(value, { size: value.byteLength }), done: end >= bytes };
        },
      }),
    },
    onBeforeRequest: (request) => request.setHeader('Authorization', `Bearer ${options.token()}`),
    onAfterResponse: refuseToBeginAnew,
    onUploadUrlAvailable: () => {
      const id = fileIdIn(upload.url);
      if (id === null) throw new TransportError('reset', new Error('No id in the location'));
      // Whatever address a proxy has made of it, the token goes to the server alone.
      upload.url = `${endpoint}/${id}`;
      onBegun(id);
    },
    onChunkComplete: (_size, accepted) => onProgress(accepted, bytes),
    onSuccess: () => {
      const id = fileIdIn(upload.url);
      if (id === null) reject(new TransportError('reset', new Error('No id in the location')));
      else resolve(id);
    },
    onError: (error) => reject(failureOf(error)),
  });
  upload.start();
  return {
    done,
    cancel: () => {
      reject(new TransportError('aborted'));
      // Where nobody answers, the server forgets it by itself.
      void upload.abort(true).catch(() => {});
    },
  };
}

/** tus begins anew after any refusal of HEAD; that is right only where the upload is gone. */
function refuseToBeginAnew(request: HttpRequest, response: HttpResponse): void {
  const status = response.getStatus();
  const isGone = status === 404 || status === 410;
  if (request.getMethod() === 'HEAD' && status >= 300 && !isGone && status !== 423) throw refusalIn(response);
}

function fileIdIn(url: string | null): string | null {
  return /\/([A-Za-z0-9_-]{1,200})\/?$/.exec(url?.split(/[?#]/, 1)[0] ?? '')?.[1] ?? null;
}

function failureOf(error: Error): Error {
  if (!(error instanceof DetailedError)) return transportError(error);
  const { originalRequest, originalResponse: response, causingError } = error;
  if (causingError instanceof UploadRefused || causingError instanceof TransportError) return causingError;
  if (response === null || response.getStatus() < 300) return transportError(causingError ?? error);
  const isCreation = originalRequest.getMethod() === 'POST';
  if (!isCreation && askAgain.includes(response.getStatus())) return new TransportError('reset', error);
  return refusalIn(response);
}

function refusalIn(response: HttpResponse): UploadRefused {
  return new UploadRefused({
    status: response.getStatus(),
    body: jsonOf(response.getBody()),
    retryAfterMs: parseRetryAfter(response.getHeader('Retry-After') ?? null, Date.now()),
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
