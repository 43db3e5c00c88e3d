import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyBaseLogger } from 'fastify';
import { conflict, FILE_NOT_FOUND, HttpError, notFound } from '../contract/errors.ts';
import { DAY_MS } from '../limits/limits.ts';
import { Turns } from '../limits/turns.ts';
import type { Commits } from '../store/commits.ts';
import {
  deleteFiles,
  expireFile,
  findUpload,
  finishFile,
  insertFile,
  takeExpired,
  visibleFiles,
} from '../store/files.ts';
import type { Db, FileRow } from '../store/schema.ts';
import { type Examined, examine } from './examine.ts';
import { cleanFileName } from './names.ts';
import type { ByteRange, FileStore } from './store.ts';

/** Uploads that do not come to their end, and files that nobody posts, are kept for so long (P7.41). */
const KEPT_MS = DAY_MS;
const SLICE_FILES = 100;

/** Pictures are looked at two at a time, of one person one: whoever sends many waits for nobody but themselves. */
const AT_ONCE = { person: 1, all: 2 };
const PATIENCE = { waiting: 100, patienceMs: 60_000 };

/** Files from their first byte to their removal (P7.40 and on). Every call throws HttpError. */
export class Files {
  readonly #db: Db;
  readonly #commits: Commits;
  readonly #store: FileStore;
  readonly #now: () => number;
  readonly #log: FastifyBaseLogger;
  /** Of one upload at a time, whoever asks for it. */
  readonly #finishing = new Map<string, Promise<void>>();
  readonly #ofPerson = new Turns({ atOnce: AT_ONCE.person, ...PATIENCE });
  readonly #ofAll = new Turns({ atOnce: AT_ONCE.all, ...PATIENCE });

  constructor(options: {
    db: Db;
    commits: Commits;
    store: FileStore;
    now: () => number;
    log: FastifyBaseLogger;
  }) {
    this.#db = options.db;
    this.#commits = options.commits;
    this.#store = options.store;
    this.#now = options.now;
    this.#log = options.log;
  }

  /** Of an upload of `length` bytes, under an id that is new; answers when it expires. */
  async begin(file: { fileId: string; uploaderId: string; name: string; length: number }): Promise<number> {
    const now = this.#now();
    const times = { now, expiresAt: now + KEPT_MS };
    await this.#commits.run((trx) => insertFile(trx, { ...file, ...times, name: cleanFileName(file.name) }));
    return times.expiresAt;
  }

  /** Finished or not; 404 for everybody but its uploader, and for one that expired. */
  async upload(fileId: string, uploaderId: string): Promise<FileRow> {
    const row = await findUpload(this.#db, fileId, uploaderId);
    const isOver = row?.expires_at != null && row.expires_at <= this.#now();
    if (!row || isOver) throw notFound(FILE_NOT_FOUND);
    return row;
  }

  /** Looks at an upload that is whole, and makes a file of it; also once more, where the server ended meanwhile. */
  finish(row: FileRow): Promise<void> {
    const running =
      this.#finishing.get(row.file_id) ??
      this.#finish(row).finally(() => this.#finishing.delete(row.file_id));
    this.#finishing.set(row.file_id, running);
    return running;
  }

  /** Ends an upload, or removes a file that no message names. */
  async remove(row: FileRow): Promise<void> {
    const now = this.#now();
    if (!(await this.#commits.run((trx) => expireFile(trx, row.file_id, now)))) {
      throw conflict('The file is in a message');
    }
    await this.sweep();
  }

  /** A file that is whole, for whoever may see it now (P7.46). */
  async seen(fileId: string, userId: string): Promise<FileRow> {
    const [row] = await visibleFiles(this.#db, userId, [fileId]);
    if (!row) throw notFound(FILE_NOT_FOUND);
    return row;
  }

  async read(name: string, range?: ByteRange): Promise<Readable> {
    const content = await this.#store.read(name, range);
    if (!content) throw notFound(FILE_NOT_FOUND);
    return content;
  }

  /** Removes some of what has expired; false when nothing is left. */
  async sweep(): Promise<boolean> {
    const ids = await this.#commits.run((trx) => takeExpired(trx, this.#now(), SLICE_FILES));
    for (const id of ids) {
      await this.#store.removeUpload(id);
      await this.#store.remove([id, previewOf(id)]);
    }
    // Last, so that what a crash leaves is found again.
    await this.#commits.run((trx) => deleteFiles(trx, ids));
    return ids.length === SLICE_FILES;
  }

  async #finish(row: FileRow): Promise<void> {
    const { file_id: id } = row;
    const { path, letGo } = await this.#store.takeUpload(id);
    try {
      const examined = await this.#inTurn(row.uploader_id, () => examine(path));
      const kept = await this.#keep(id, path, examined);
      const now = this.#now();
      const times = { now, expiresAt: now + KEPT_MS };
      if (!(await this.#commits.run((trx) => finishFile(trx, id, kept, times)))) await this.#settle(row);
    } finally {
      await letGo();
    }
    // It is of no use any more, and of no harm.
    await this.#store
      .removeUpload(id)
      .catch((error: unknown) => this.#log.warn({ err: error, fileId: id }, 'an upload is left over'));
  }

  async #keep(id: string, path: string, { mimeType, kind, picture }: Examined) {
    const { content, preview, width = null, height = null } = picture ?? {};
    const bytes = content?.length ?? (await stat(path)).size;
    const hash = createHash('sha256');
    const open = () => (content ? Readable.from([content]) : createReadStream(path));
    await pipeline(open(), hash);
    await this.#store.put(id, open(), bytes);
    if (preview) await this.#store.put(previewOf(id), Readable.from([preview]), preview.length);
    const about = { mime_type: mimeType, kind, width, height, has_preview: preview ? 1 : 0 };
    return { ...about, bytes, sha256: hash.digest('hex') };
  }

  /** Another node may have finished it; else it expired while it was looked at. */
  async #settle(row: FileRow): Promise<void> {
    const now = await findUpload(this.#db, row.file_id, row.uploader_id);
    if (now?.finished_at != null) return;
    await this.#store.remove([row.file_id, previewOf(row.file_id)]);
    throw notFound(FILE_NOT_FOUND);
  }

  async #inTurn<T>(userId: string, work: () => Promise<T>): Promise<T> {
    const ends: (() => void)[] = [];
    try {
      for (const turns of [this.#ofPerson, this.#ofAll]) {
        const end = await turns.enter(turns === this.#ofPerson ? userId : '');
        if (!end) throw new HttpError(503, 'The server is busy with other files. Try again later', 5);
        ends.push(end);
      }
      return await work();
    } finally {
      for (const end of ends) end();
    }
  }
}

export const previewOf = (fileId: string) => `${fileId}.webp`;
