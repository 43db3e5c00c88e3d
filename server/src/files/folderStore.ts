import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore as TusFileStore } from '@tus/file-store';
import { Upload } from '@tus/server';
import type { FileStore, LengthOf } from './store.ts';

/** In a folder of this computer, or one that several share; for its account alone. */
export async function openFolderStore(folder: string, lengthOf: LengthOf): Promise<FileStore> {
  const path = resolve(folder);
  const uploads = join(path, 'uploads');
  for (const place of [path, uploads]) {
    await mkdir(place, { recursive: true, mode: 0o700 });
    await chmod(place, 0o700);
  }
  return {
    uploads: new PrivateUploads(uploads, lengthOf),
    takeUpload: async (id) => ({ path: join(uploads, id), letGo: async () => {} }),
    put: async (name, content) => {
      const part = join(uploads, `${name}.part`);
      await pipeline(content, createWriteStream(part, { mode: 0o600, flush: true }));
      await rename(part, join(path, name));
      await sync(path);
    },
    read: (name, range) => opened(createReadStream(join(path, name), range)),
    removeUpload: (id) => removeAll(uploads, [id, `${id}.part`]),
    remove: (names) => removeAll(path, names),
    close: async () => {},
  };
}

/** Of uploads the database knows the length, the file its bytes: nothing else is written. */
class PrivateUploads extends TusFileStore {
  readonly #folder: string;

  constructor(folder: string, lengthOf: LengthOf) {
    super({
      directory: folder,
      configstore: {
        get: async (id) => {
          const size = await lengthOf(id);
          return size === undefined ? undefined : new Upload({ id, size, offset: 0 });
        },
        set: async () => {},
        delete: async () => {},
      },
    });
    this.#folder = folder;
  }

  override async create(upload: Upload): Promise<Upload> {
    await (await open(join(this.#folder, upload.id), 'wx', 0o600)).close();
    return upload;
  }

  /** As the original, which does not tell why it failed: a disk that is full is told otherwise than one that broke (P2.9). */
  override async write(content: Readable, id: string, offset: number): Promise<number> {
    const file = createWriteStream(join(this.#folder, id), { flags: 'r+', start: offset });
    await pipeline(content, file);
    return offset + file.bytesWritten;
  }
}

function opened(stream: ReturnType<typeof createReadStream>): Promise<Readable | undefined> {
  return new Promise((resolve, reject) => {
    stream.once('open', () => resolve(stream));
    stream.once('error', (error) => {
      if ('code' in error && error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
  });
}

async function removeAll(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(join(folder, name), { force: true });
}

async function sync(folder: string): Promise<void> {
  // Windows has no such thing.
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
