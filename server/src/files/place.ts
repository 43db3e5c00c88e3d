import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../operations/config.ts';
import { openFolderStore } from './folderStore.ts';
import type { FileStore, LengthOf } from './store.ts';

/** Where files are kept. */
export interface FilePlace {
  /** Their folder; without it that of the data has one. */
  filesDir?: string | undefined;
  /** A bucket instead of a folder, and where it is. */
  filesS3Bucket?: string | undefined;
  filesS3Endpoint?: string | undefined;
  filesS3Region?: string | undefined;
}

export function filesFolder({
  filesDir,
  dataDir,
}: {
  filesDir?: string | undefined;
  dataDir: string;
}): string {
  return filesDir ?? join(dataDir, 'files');
}

/** Throws ConfigError with a sentence where the folder cannot be used. */
export async function openFileStore(
  place: FilePlace & { dataDir?: string | undefined },
  lengthOf: LengthOf,
): Promise<FileStore> {
  const { filesS3Bucket: bucket, filesS3Endpoint: endpoint, filesS3Region: region } = place;
  if (bucket !== undefined) {
    const { openS3Store } = await import('./s3Store.ts');
    return openS3Store({ bucket, endpoint, region });
  }
  const { filesDir, dataDir } = place;
  if (filesDir === undefined && dataDir === undefined) return openTemporary(lengthOf);
  const folder = filesFolder({ filesDir, dataDir: dataDir ?? '' });
  try {
    return await openFolderStore(folder, lengthOf);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`The folder of the files ${folder} cannot be used: ${reason}.`);
  }
}

/** Of a server whose data are in memory: as short-lived. */
async function openTemporary(lengthOf: LengthOf): Promise<FileStore> {
  const folder = await mkdtemp(join(tmpdir(), 'chat3-files-'));
  const store = await openFolderStore(folder, lengthOf);
  return { ...store, close: () => rm(folder, { recursive: true, force: true }) };
}
