import { StoreError } from '../chat/store.ts';

export type DatabaseFailure =
  | 'bindRefused'
  | 'closed'
  | 'corrupt'
  | 'full'
  | 'readOnly'
  | 'busy'
  | 'constraint'
  | 'newerSchema'
  | 'failed';

/** `code` is what crosses the bridge, `reason` is for the program. */
export class DatabaseError extends StoreError {
  readonly code = 'storageFailed';
  readonly reason: DatabaseFailure;
  constructor(reason: DatabaseFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DatabaseError';
    this.reason = reason;
  }
}

/** Runs a step of libsql's and names what it throws. */
export function translated<Result>(step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(failureOf(error, message), message, error);
  }
}

function failureOf(error: unknown, message: string): DatabaseFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return 'corrupt';
  if (/^SQLITE_FULL/.test(code) || code === 'ENOSPC') return 'full';
  if (/^SQLITE_(READONLY|PERM|AUTH)/.test(code) || /^(EACCES|EROFS|EPERM)$/.test(code)) return 'readOnly';
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'busy';
  if (/^SQLITE_CONSTRAINT/.test(code)) return 'constraint';
  // Opening reports SQLite's number only in the text: 26 = not a database, 11 = corrupt.
  if (/: (26|11)"\)$/.test(message)) return 'corrupt';
  return 'failed';
}
