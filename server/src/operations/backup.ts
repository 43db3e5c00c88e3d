import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { copyDatabase, mergeLog, stepsOf } from '../store/copies.ts';
import { unknownSteps } from '../store/migrations.ts';
import { ConfigError } from './config.ts';
import { openDataFolder } from './dataFolder.ts';

/**
 * Writes the database of the folder into `target`, readable for its owner alone, as it is at one moment: a server may be
 * running. Returns the path of the backup. Throws ConfigError with a sentence.
 */
export function backUp(dataDir: string, target: string): string {
  const database = resolve(dataDir, 'chat3.sqlite');
  const file = resolve(target);
  if (!existsSync(database))
    throw new ConfigError(`There is no database ${database}. Name its folder with --data.`);
  if (existsSync(file))
    throw new ConfigError(`${file} is there already. Choose another name for the backup.`);
  // Under its name stands only what is whole.
  const part = `${file}.part`;
  try {
    rmSync(part, { force: true });
    closeSync(openSync(part, 'wx', 0o600));
    copyDatabase(database, part);
    syncToDisk(part);
    renameSync(part, file);
    return file;
  } catch (error) {
    rmSync(part, { force: true });
    throw new ConfigError(`The backup ${file} could not be written: ${messageOf(error)}.`);
  }
}

/**
 * Puts a backup in the place of the folder's database while no server runs. Returns where the database of before is now;
 * undefined without one. Throws ConfigError with a sentence, and then has changed nothing.
 */
export async function restore(dataDir: string, source: string): Promise<string | undefined> {
  const backup = resolve(source);
  if (!existsSync(backup) || !statSync(backup).isFile()) throw new ConfigError(`There is no file ${backup}.`);
  const folder = openDataFolder(dataDir);
  const copy = join(folder.path, 'chat3.sqlite.restoring');
  try {
    removeDatabase(copy);
    copyFileSync(backup, copy);
    chmodSync(copy, 0o600);
    await refuseUnknown(copy);
    for (const besides of ['-wal', '-shm']) rmSync(copy + besides, { force: true });
    syncToDisk(copy);
    const kept = keep(folder.database);
    // Its log would be taken for the new one's.
    for (const besides of ['-wal', '-shm']) rmSync(folder.database + besides, { force: true });
    renameSync(copy, folder.database);
    syncToDisk(folder.path);
    return kept;
  } catch (error) {
    removeDatabase(copy);
    throw new ConfigError(`${backup} could not be restored: ${messageOf(error)}.`);
  } finally {
    folder.release();
  }
}

async function refuseUnknown(file: string): Promise<void> {
  if ((await unknownSteps(stepsOf(file))).length > 0)
    throw new Error('it is of a newer version of this server');
}

/** A copy beside it, its log too where that cannot be merged any more. */
function keep(database: string): string | undefined {
  if (statSync(database).size === 0) return undefined;
  try {
    mergeLog(database);
  } catch {
    // A damaged database is what backups are for.
  }
  const kept = join(
    dirname(database),
    `chat3.replaced-${new Date().toISOString().replaceAll(':', '-')}.sqlite`,
  );
  copyFileSync(database, kept);
  if (existsSync(`${database}-wal`)) copyFileSync(`${database}-wal`, `${kept}-wal`);
  return kept;
}

function removeDatabase(file: string): void {
  for (const besides of ['', '-wal', '-shm']) rmSync(file + besides, { force: true });
}

function syncToDisk(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
