import Libsql from 'libsql';
import { isBusy } from './trouble.ts';

/**
 * Takes `file` for this process and returns how to give it back; undefined when somebody else has it. It is a lock of the
 * operating system on an empty database, so it ends with the process, however that ends.
 */
export function takeLock(file: string): (() => void) | undefined {
  const database = new Libsql(file);
  try {
    // In memory: no journal lies beside it for the time of the lock.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE;');
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw new Error(`${file} cannot be locked`, { cause: error });
  }
  return () => {
    database.exec('ROLLBACK');
    database.close();
  };
}
