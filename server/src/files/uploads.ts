import { Readable } from 'node:stream';
import { Server as TusServer } from '@tus/server';
import { badRequest, HttpError, tooManyRequests } from '../contract/errors.ts';
import { newFileId } from '../ids.ts';
import type { Budget } from '../limits/budgets.ts';
import type { FileRow } from '../store/schema.ts';
import type { Files } from './files.ts';
import type { FileStore } from './store.ts';

/** Where uploads are begun. */
const UPLOADS_PATH = '/api/files';

/** Whoever asks how far an upload has come has lost the connection that it came by: what is still on it has so long. */
const CUT_MS = 500;

export interface Asked {
  method: string;
  url: string;
  headers: Headers;
  body: Readable | undefined;
  userId: string;
  /** Of the upload that is asked about, which is the caller's. */
  row: FileRow | undefined;
}

/** What was asked, and what became of it. */
interface Asking extends Asked {
  expiresAt: number | null;
  failure?: unknown;
}

/** tus 1.0.0: uploads that go on where they were cut (P7.41). Who may ask, and what becomes of them, is said elsewhere. */
export class Uploads {
  readonly #tus: TusServer;
  readonly #files: Files;
  /** By the request as tus sees it. */
  readonly #asking = new WeakMap<object, Asking>();

  /** `fileBytes`: of the largest file; `budget`: bytes of a person. */
  constructor(options: { files: Files; store: FileStore; fileBytes: number; budget: Budget }) {
    const { files, store, fileBytes, budget } = options;
    this.#files = files;
    this.#tus = new TusServer({
      path: UPLOADS_PATH,
      datastore: store.uploads,
      relativeLocation: true,
      maxSize: fileBytes,
      lockDrainTimeout: CUT_MS,
      namingFunction: () => newFileId(),
      onUploadCreate: async (request, { id, size, metadata }) => {
        if (size === undefined) throw badRequest('Upload-Length is required');
        if (size === 0) throw badRequest('The file is empty');
        const asking = this.#askingOf(request);
        const { userId: uploaderId } = asking;
        const seconds = budget.take(uploaderId, size);
        if (seconds > 0) throw tooManyRequests(seconds);
        const name = metadata?.['filename'] ?? '';
        asking.expiresAt = await files.begin({ fileId: id, uploaderId, name, length: size });
        return {};
      },
      onUploadFinish: async (request, { id }) => {
        await files.finish(await files.upload(id, this.#askingOf(request).userId));
        return {};
      },
      onResponseError: (request, error) => {
        this.#askingOf(request).failure = error;
        return undefined;
      },
    });
  }

  /** Throws HttpError, and what the store threw. */
  async answer(asked: Asked): Promise<Response> {
    const { method, url, headers, body, row } = asked;
    const content = body && { body: Readable.toWeb(body) as ReadableStream, duplex: 'half' as const };
    const request = new Request(new URL(url, 'http://server'), { method, headers, ...content });
    const asking: Asking = { ...asked, expiresAt: row?.expires_at ?? null };
    this.#asking.set(request, asking);
    const response = await this.#tus.handleWeb(request);
    if (asking.failure !== undefined) throw failureOf(asking.failure);
    if (response.status >= 400) throw new HttpError(response.status, sentence(await response.text()));
    const isWhole = row !== undefined && response.headers.get('upload-offset') === String(row.length);
    // All of it had come when the server ended, and nobody has looked at it yet.
    if (method === 'HEAD' && isWhole) await this.#files.finish(row);
    if (asking.expiresAt !== null && !isWhole) {
      response.headers.set('upload-expires', new Date(asking.expiresAt).toUTCString());
    }
    return response;
  }

  #askingOf(request: object): Asking {
    const asking = this.#asking.get(request);
    if (!asking) throw new Error('nobody has asked');
    return asking;
  }
}

/** tus throws plain objects. */
function failureOf(error: unknown): unknown {
  if (error instanceof Error || typeof error !== 'object' || error === null) return error;
  const { status_code: status, body } = error as { status_code?: unknown; body?: unknown };
  if (status === 413) return new HttpError(413, 'The file is too large');
  return new HttpError(typeof status === 'number' ? status : 500, sentence(String(body)));
}

const sentence = (text: string) => text.trim() || 'Bad request';
