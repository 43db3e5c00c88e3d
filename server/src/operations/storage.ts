import { loadKeys, type SigningKeys, temporaryKeys } from '../auth/secret.ts';
import { openDatabase } from '../store/database.ts';
import type { Db } from '../store/schema.ts';
import { getState, setState } from '../store/serverState.ts';
import { isStorageError } from '../store/sqlite.ts';
import { isAnybodyThere } from '../store/users.ts';
import { ConfigError } from './config.ts';
import { openDataFolder } from './dataFolder.ts';

export interface Storage {
  db: Db;
  keys: SigningKeys;
  close: () => Promise<void>;
}

/** In memory without `dataDir`. Throws ConfigError with a sentence when the data are in use, not usable or not of this mode. */
export async function openStorage(dataDir: string | undefined, demo: boolean): Promise<Storage> {
  const folder = dataDir === undefined ? undefined : openDataFolder(dataDir);
  let db: Db | undefined;
  const close = async () => {
    await db?.destroy();
    folder?.release();
  };
  try {
    db = await open(folder?.database ?? ':memory:');
    await settleDemo(db, demo);
    return { db, keys: folder ? loadKeys(folder.path) : temporaryKeys(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(file: string): Promise<Db> {
  try {
    return await openDatabase(file);
  } catch (error) {
    if (!isStorageError(error)) throw error;
    throw new ConfigError(`The database ${file} cannot be opened: ${error.message}.`);
  }
}

/** In a demo everybody signs in with one known code: its data are never served as real ones, nor real ones as a demo. */
async function settleDemo(db: Db, demo: boolean): Promise<void> {
  const isDemo = (await getState(db, 'demo')) !== undefined;
  if (isDemo && !demo) {
    throw new ConfigError(
      'These data are of a demo, where the code 1234 signs everybody in. Choose another folder with --data, or start with --demo.',
    );
  }
  if (isDemo || !demo) return;
  if (await isAnybodyThere(db)) {
    throw new ConfigError(
      'These data are of real people, and a demo lets everybody sign in as anybody. Choose another folder with --data, or leave out --demo.',
    );
  }
  await db.transaction().execute((trx) => setState(trx, 'demo', '1'));
}
