/** What the errors of either storage mean. SQLite's codes are words, PostgreSQL's are SQLSTATEs: five signs. */

/** The connection broke, or none could be had. The message is the cause's and names no password. */
export class ConnectionError extends Error {
  readonly code = '08000';
}

/** Connections, resources, an operator's hand, a lock or a statement that took too long, a server that only reads. */
const UNAVAILABLE = /^(SQLITE_(BUSY|IOERR|READONLY|CANTOPEN)|(08|53|57|58)[0-9A-Z]{3}$|55P03$|25006$)/;
/** Of the databases, and of the folder of the files. */
const FULL = new Set(['SQLITE_FULL', '53100', 'ENOSPC', 'EDQUOT']);
const UNIQUE = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', '23505']);
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const FEATURE_NOT_SUPPORTED = '0A000';

/** What keeps the database from being read or written for now; undefined for every other error. */
export function storageTrouble(error: unknown): 'full' | 'unavailable' | undefined {
  if (FULL.has(codeOf(error))) return 'full';
  return UNAVAILABLE.test(codeOf(error)) ? 'unavailable' : undefined;
}

/** Said by the database itself, whatever it is. */
export const isStorageError = (error: unknown): error is Error =>
  /^(SQLITE_|(\d.|P0|XX)...$)/.test(codeOf(error));

/** Another connection holds the lock of SQLite's file. */
export const isBusy = (error: unknown): boolean => /^SQLITE_BUSY/.test(codeOf(error));

export const isUniqueViolation = (error: unknown): boolean => UNIQUE.has(codeOf(error));

/** A statement was prepared before a migration changed its columns. */
export const isOfStalePlan = (error: unknown): boolean => codeOf(error) === FEATURE_NOT_SUPPORTED;

/** Another unit of work, or a migration, was faster: the same one, run again, sees what that one wrote. */
export const isOvertaken = (error: unknown): boolean =>
  isUniqueViolation(error) ||
  isOfStalePlan(error) ||
  [SERIALIZATION_FAILURE, DEADLOCK].includes(codeOf(error));

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
