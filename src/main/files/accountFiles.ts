/** The files of whoever is signed in: what waits to be sent, what was looked at, and how both get here and away. */
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Attachment, kindOfType, localFileId } from '../../shared/attachments.ts';
import type { BridgeEvent } from '../../shared/bridge.ts';
import { cleanFileName } from '../../shared/fileName.ts';
import { attachedPieceBytes } from '../../shared/limits.ts';
import { CommandError } from '../chat/commandError.ts';
import { type AccountFiles, type Clock, type Log, TransportError } from '../chat/ports.ts';
import type { FileRequest } from '../network/fileRequests.ts';
import type { FileStore, StoredFile } from '../storage/fileStore.ts';
import { download, inPieces } from './download.ts';
import { startUpload } from './upload.ts';

/** Of what is kept besides what waits to be sent (S20.8). */
const keptBytes = 500 * 1024 * 1024;
const downloadsAtOnce = 3;
const progressPauseMs = 250;

export type OpenAccountFiles = ReturnType<typeof openAccountFiles>;

export interface AccountFilesOptions {
  store: FileStore;
  server: string;
  token(): string;
  request: FileRequest;
  clock: Clock;
  log: Log;
  emit(event: BridgeEvent): void;
  keptBytes?: number;
}

/** `content`, or the small picture that the server has made of it. */
export type FilePart = 'content' | 'preview';

export function openAccountFiles(options: AccountFilesOptions) {
  const { store, request, clock, log, emit } = options;
  const endpoint = `${options.server}/api/files`;
  const closing = new AbortController();
  const coming = new Map<string, Promise<StoredFile>>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let tidying = false;

  /** Between everything else: the room of a large file is freed in many small steps. */
  async function tidy(): Promise<void> {
    if (tidying) return;
    tidying = true;
    try {
      store.shrinkTo(options.keptBytes ?? keptBytes);
      while (!closing.signal.aborted && store.sweep()) await nextTurn();
    } catch (error) {
      log.warn('files.notTidied', { cause: error instanceof Error ? error.name : 'unknown' });
    } finally {
      tidying = false;
    }
  }

  async function inTurn<Answer>(task: () => Promise<Answer>): Promise<Answer> {
    if (running >= downloadsAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await task();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  }

  async function fetchFile(fileId: string, part: FilePart): Promise<StoredFile> {
    let toldAt = clock.elapsed();
    const onProgress = (done: number, total: number) => {
      if (part === 'preview' || total === 0 || clock.elapsed() - toldAt < progressPauseMs) return;
      toldAt = clock.elapsed();
      emit({ type: 'transfers', transfers: { [fileId]: { done, total } } });
    };
    try {
      const url = `${endpoint}/${encodeURIComponent(fileId)}/${part}`;
      const { signal } = closing;
      const came = await download(request, { url, token: options.token(), signal, onProgress });
      if (came === null) throw new CommandError('fileMissing');
      return await keep(nameOf(fileId, part), came);
    } catch (error) {
      if (error instanceof TransportError) throw new CommandError(error.code ?? 'connectionLost', error);
      throw error;
    } finally {
      if (part === 'content') emit({ type: 'transfers', transfers: { [fileId]: null } });
    }
  }

  async function keep(
    id: string,
    came: NonNullable<Awaited<ReturnType<typeof download>>>,
  ): Promise<StoredFile> {
    const { parts, bytes, mimeType } = came;
    store.begin(id, { name: '', bytes, mimeType, kind: kindOfType(mimeType) }, null);
    let offset = 0;
    for (const piece of inPieces(parts, attachedPieceBytes)) {
      if (closing.signal.aborted) throw new CommandError('sessionExpired');
      store.append(id, offset, piece);
      offset += piece.byteLength;
      await nextTurn();
    }
    void tidy();
    const kept = whole(id);
    if (kept === null) throw new CommandError('fileMissing');
    return kept;
  }

  function whole(id: string): StoredFile | null {
    const file = store.file(id);
    return file === null || file.stored < file.bytes ? null : file;
  }

  /** Of what is stored as a whole. */
  async function read(id: string, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(end - start);
    for (let at = start; at < end; ) {
      const piece = store.read(id, at, end);
      if (piece === null || piece.byteLength === 0) throw new CommandError('fileMissing');
      bytes.set(piece, at - start);
      at += piece.byteLength;
      await nextTurn();
    }
    return bytes;
  }

  const forEngine: AccountFiles = {
    picked(fileId): Attachment | null {
      const file = whole(fileId);
      return file === null || file.heldFor !== '' ? null : { ...file.attachment, fileId };
    },
    hold: store.hold,
    holders: store.holders,
    release(messageKey): void {
      store.release(messageKey);
      void tidy();
    },
    upload({ fileId, ...asked }) {
      const file = whole(fileId);
      if (file === null) {
        const done = Promise.reject(new CommandError('fileMissing'));
        return { done, cancel: () => {} };
      }
      const { name, mimeType } = file.attachment;
      const { bytes } = file;
      const { token } = options;
      const { done, cancel } = startUpload({
        ...asked,
        request,
        endpoint,
        token,
        name,
        mimeType,
        bytes,
        read: (start, end) => read(file.id, start, end),
      });
      return {
        cancel,
        done: done.then((serverId) => {
          store.noteServerId(file.id, serverId);
          return serverId;
        }),
      };
    },
    close(): void {
      closing.abort();
      store.close();
    },
  };

  void tidy();
  return {
    forEngine,
    /** A file that may be sent; its pieces follow. */
    attach(file: Omit<Attachment, 'fileId' | 'kind' | 'preview'>): string {
      const fileId = localFileId(randomBytes(12).toString('hex'));
      store.begin(fileId, { ...file, name: cleanFileName(file.name), kind: kindOfType(file.mimeType) }, '');
      return fileId;
    },
    /** Throws CommandError for one that does not follow. */
    attachPiece(fileId: string, offset: number, data: Uint8Array): void {
      if (!store.append(fileId, offset, data)) throw new CommandError('invalidArguments');
    },
    detach(fileId: string): void {
      if (store.file(fileId)?.heldFor === '') store.remove(fileId);
      void tidy();
    },
    /** Fetches what is not here. Rejects with CommandError. */
    async stored(fileId: string, part: FilePart): Promise<StoredFile> {
      const name = nameOf(fileId, part);
      const here = whole(name);
      if (here !== null) {
        store.touch(name);
        return here;
      }
      const known =
        coming.get(name) ?? inTurn(() => fetchFile(fileId, part)).finally(() => coming.delete(name));
      coming.set(name, known);
      return known;
    },
    read,
    bytes: store.bytes,
    /** Everything that the server has as well. */
    async clear(): Promise<void> {
      store.shrinkTo(0);
      while (store.sweep()) await nextTurn();
      store.compact();
    },
  };
}

const nameOf = (fileId: string, part: FilePart) => (part === 'content' ? fileId : `${fileId} preview`);
