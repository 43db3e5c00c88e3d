import { keysOf, loadKeys, type SigningKeys, temporaryKeys } from '../auth/secret.ts';
import type { Commits } from '../store/commits.ts';
import { openDatabase, UnfitDatabaseError } from '../store/database.ts';
import { GroupCommits } from '../store/groupCommits.ts';
import { isPostgres } from '../store/postgres.ts';
import { PostgresCommits } from '../store/postgresCommits.ts';
import type { Db } from '../store/schema.ts';
import { getState, keepState, setState } from '../store/serverState.ts';
import { isStorageError } from '../store/trouble.ts';
import { isAnybodyThere } from '../store/users.ts';
import { ConfigError } from './config.ts';
import { openDataFolder } from './dataFolder.ts';

/** Where the data are. */
export interface StorageOptions {
  /** The folder of the database and the signing key; without it everything is kept in memory. */
  dataDir?: string | undefined;
  /** The address of a PostgreSQL, which then has all of it, the key too, and may serve several servers. */
  databaseUrl?: string | undefined;
}

export interface Storage {
  db: Db;
  commits: Commits;
  keys: SigningKeys;
  close: () => Promise<void>;
}

/** Throws ConfigError with a sentence when the data are in use, not usable or not of this mode. */
export async function openStorage({ dataDir, databaseUrl }: StorageOptions, demo: boolean): Promise<Storage> {
  const folder = databaseUrl === undefined && dataDir !== undefined ? openDataFolder(dataDir) : undefined;
  let db: Db | undefined;
  const close = async () => {
    await db?.destroy();
    folder?.release();
  };
  try {
    db = await open(databaseUrl ?? folder?.database ?? ':memory:');
    await settleDemo(db, demo);
    return {
      db,
      commits: databaseUrl === undefined ? new GroupCommits(db) : new PostgresCommits(db),
      keys: await keysIn(db, folder?.path, databaseUrl !== undefined),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(place: string): Promise<Db> {
  try {
    return await openDatabase(place);
  } catch (error) {
    if (!isStorageError(error) && !(error instanceof UnfitDatabaseError)) throw error;
    throw new ConfigError(`The database ${nameOf(place)} cannot be opened: ${error.message}.`);
  }
}

/** Without the password of an address. */
function nameOf(place: string): string {
  if (!isPostgres(place)) return place;
  const { host, pathname } = new URL(place);
  return `${host}${pathname}`;
}

/** Every server of one PostgreSQL signs with the same key: whichever came first has made it. */
async function keysIn(db: Db, dataDir: string | undefined, isShared: boolean): Promise<SigningKeys> {
  if (dataDir !== undefined) return loadKeys(dataDir);
  return isShared ? keysOf(await keepState(db, 'secret', temporaryKeys().text())) : temporaryKeys();
}

/** In a demo everybody signs in with one known code: its data are never served as real ones, nor real ones as a demo. */
async function settleDemo(db: Db, demo: boolean): Promise<void> {
  const isDemo = (await getState(db, 'demo')) !== undefined;
  if (isDemo && !demo) {
    throw new ConfigError(
      'These data are of a demo, where the code 1234 signs everybody in. Choose another folder with --data or another DATABASE_URL, or start with --demo.',
    );
  }
  if (isDemo || !demo) return;
  if (await isAnybodyThere(db)) {
    throw new ConfigError(
      'These data are of real people, and a demo lets everybody sign in as anybody. Choose another folder with --data or another DATABASE_URL, or leave out --demo.',
    );
  }
  await db.transaction().execute((trx) => setState(trx, 'demo', '1'));
}
