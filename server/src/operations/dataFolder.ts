import { chmodSync, closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { takeLock } from '../store/folderLock.ts';
import { ConfigError } from './config.ts';

const OWN_FILE = /^(chat3\.|secret\.key|files$)/;

export interface DataFolder {
  path: string;
  database: string;
  release: () => void;
}

/**
 * Makes the folder where it is missing, closes it to everybody else, and takes it for this process. Throws ConfigError with a
 * sentence where that cannot be.
 */
export function openDataFolder(dataDir: string): DataFolder {
  const path = resolve(dataDir);
  const database = join(path, 'chat3.sqlite');
  let release: (() => void) | undefined;
  try {
    makeFolder(path);
    const names = readdirSync(path);
    // A folder that others use as well, such as /tmp, stays as it is.
    if (names.every((name) => OWN_FILE.test(name))) chmodSync(path, 0o700);
    const lock = join(path, 'chat3.lock');
    for (const file of [database, lock]) makePrivate(file);
    for (const name of names) if (OWN_FILE.test(name)) makePrivate(join(path, name));
    release = takeLock(lock);
  } catch (error) {
    throw new ConfigError(`The data folder ${path} cannot be used: ${messageOf(error)}.`);
  }
  if (!release) {
    throw new ConfigError(
      `The data in ${path} are in use by another server. Stop that one, or choose another folder with --data.`,
    );
  }
  return { path, database, release };
}

/** `mkdir` with `recursive` never comes back from /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** Never opens a file that is there: closing it would end this process's locks on it. */
function makePrivate(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600));
  if (lstatSync(file).isFile()) chmodSync(file, 0o600);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
