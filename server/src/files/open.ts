import type { FastifyBaseLogger } from 'fastify';
import type { Rate } from '../limits/bucket.ts';
import { openBudget } from '../limits/budgets.ts';
import type { Join } from '../limits/spending.ts';
import type { Commits } from '../store/commits.ts';
import { lengthOf } from '../store/files.ts';
import type { Db } from '../store/schema.ts';
import { Files } from './files.ts';
import { type FilePlace, openFileStore } from './place.ts';
import { Uploads } from './uploads.ts';

export interface OpenFiles {
  files: Files;
  uploads: Uploads;
  close: () => Promise<void>;
}

/** `fileBytes`: of the largest file; `rate`: bytes that one person uploads. Throws ConfigError with a sentence. */
export async function openFiles(
  place: FilePlace & { dataDir?: string | undefined },
  options: {
    db: Db;
    commits: Commits;
    now: () => number;
    elapsed: () => number;
    log: FastifyBaseLogger;
    fileBytes: number;
    rate: Rate;
    shared: (name: string) => Join;
  },
): Promise<OpenFiles> {
  const { db, fileBytes, rate, elapsed, shared } = options;
  const store = await openFileStore(place, (id) => lengthOf(db, id));
  const files = new Files({ ...options, store });
  // However large a file may be, one has room.
  const budget = openBudget(
    { ...rate, burst: Math.max(rate.burst, fileBytes) },
    elapsed,
    shared('uploadedBytes'),
  );
  return { files, uploads: new Uploads({ files, store, fileBytes, budget }), close: () => store.close() };
}
