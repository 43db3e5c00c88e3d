import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { copyDatabase, mergeLog, stepsOf } from '../store/copies.ts';
import { unknownSteps } from '../store/migrations.ts';
import { ConfigError } from './config.ts';
import { openDataFolder } from './dataFolder.ts';

/** Of a file that is whole, and of its preview. */
const KEPT_FILE = /^file_[a-z0-9]+(\.webp)?$/;

/** Where the files of a backup are: beside it. */
const filesOf = (backup: string) => `${backup}.files`;

/**
 * Writes the database of the folder into `target`, readable for its owner alone, as it is at one moment: a server may be
 * running. What is in `filesDir` goes into a folder beside it. Returns the path of the backup. Throws ConfigError with a sentence.
 */
export function backUp(dataDir: string, target: string, filesDir = join(dataDir, 'files')): string {
  const database = resolve(dataDir, 'chat3.sqlite');
  const file = resolve(target);
  if (!existsSync(database))
    throw new ConfigError(`There is no database ${database}. Name its folder with --data.`);
  const files = filesOf(file);
  for (const place of [file, files]) {
    if (existsSync(place))
      throw new ConfigError(`${place} is there already. Choose another name for the backup.`);
  }
  // Under its name stands only what is whole.
  const part = `${file}.part`;
  try {
    rmSync(part, { force: true });
    closeSync(openSync(part, 'wx', 0o600));
    copyDatabase(database, part);
    syncToDisk(part);
    // After the database: it names none that came later.
    copyFiles(filesDir, files);
    renameSync(part, file);
    return file;
  } catch (error) {
    rmSync(part, { force: true });
    rmSync(files, { recursive: true, force: true });
    throw new ConfigError(`The backup ${file} could not be written: ${messageOf(error)}.`);
  }
}

/**
 * Puts a backup in the place of the folder's database while no server runs, and its files among those that are there. Returns
 * where the database of before is now; undefined without one. Throws ConfigError with a sentence, and then has changed nothing.
 */
export async function restore(
  dataDir: string,
  source: string,
  filesDir = join(dataDir, 'files'),
): Promise<string | undefined> {
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
    copyFiles(filesOf(backup), filesDir);
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

/** Those that are not there yet: under one id there is never another content. The ones of later stay, which nothing names now. */
function copyFiles(from: string, to: string): void {
  const names = existsSync(from) ? readdirSync(from).filter((name) => KEPT_FILE.test(name)) : [];
  if (names.length === 0) return;
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of names) {
    const place = join(to, name);
    if (existsSync(place)) continue;
    const part = `${place}.part`;
    try {
      copyFileSync(join(from, name), part, constants.COPYFILE_FICLONE);
    } catch (error) {
      // Whoever was the last to name it may remove a message meanwhile.
      if (!existsSync(join(from, name))) continue;
      throw error;
    }
    chmodSync(part, 0o600);
    syncToDisk(part);
    renameSync(part, place);
  }
  syncToDisk(to);
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
