/**
 * The only door to libsql; nothing else may import it. Its native part ends the whole process when it is bound a boolean,
 * or an object as the only bind, and when it reads text that is no UTF-8, as after a flipped byte on disk. So every bind
 * is checked here, and text is read as bytes (see `shielded`).
 */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql';
import { DatabaseError, translated } from './databaseError.ts';
import { type Bind, checkBinds, countBinds, isQuery, readRow, shielded } from './databaseValues.ts';

export { DatabaseError } from './databaseError.ts';
export type { Bind } from './databaseValues.ts';

/** What a column holds. Integers beyond ±2^53 lose precision when read. */
export type Column = string | number | null | Uint8Array;
export type Row = Record<string, Column>;

export interface Database {
  /** Runs one statement that answers no rows. */
  run(sql: string, binds?: readonly Bind[]): { changes: number; lastInsertRowid: number };
  /** The first row, or undefined. Of RETURNING only numbers are safe: its text is not shielded. */
  get<Shape = Row>(sql: string, binds?: readonly Bind[]): Shape | undefined;
  all<Shape = Row>(sql: string, binds?: readonly Bind[]): Shape[];
  /** BEGIN IMMEDIATE … COMMIT around synchronous work; a transaction inside another one is a savepoint. */
  transaction<Result>(work: () => Result): Result;
  /** Several statements without binds, for schemas. */
  exec(sql: string): void;
  close(): void;
  readonly open: boolean;
}

export interface DatabaseOptions {
  /** Absolute path, made with its folder where missing; or `:memory:`. */
  file: string;
  /** Encrypts the file and its WAL. Decided when the file is made; a wrong key reads as `corrupt`. */
  key?: string | null;
}

interface CachedStatement {
  statement: Libsql.Statement;
  bindCount: number;
}

const statementCacheSize = 300;
const busyTimeoutMs = 5_000;
const sidecarSuffixes = ['', '-wal', '-shm', '-journal'] as const;

/** Opens or makes a database: WAL, synchronous FULL, foreign keys on, readable by this user alone. */
export function openDatabase({ file, key }: DatabaseOptions): Database {
  const native = connect(file, key ?? null);
  const statements = new Map<string, CachedStatement>();
  let open = true;
  let depth = 0;

  function prepare(sql: string, reads: boolean): CachedStatement {
    if (!open) throw new DatabaseError('closed', 'The database is closed');
    const name = reads ? `read ${sql}` : sql;
    const cached = statements.get(name);
    if (cached) return cached;
    const bare = native.prepare(sql);
    const statement = reads && isQuery(sql) ? native.prepare(shielded(sql, bare)) : bare;
    const made = { statement, bindCount: countBinds(sql) };
    if (statements.size >= statementCacheSize) statements.delete(statements.keys().next().value ?? '');
    statements.set(name, made);
    return made;
  }

  function perform<Result>(
    sql: string,
    binds: readonly Bind[],
    reads: boolean,
    step: (statement: Libsql.Statement, checked: Bind[]) => Result,
  ): Result {
    const checked = checkBinds(binds);
    return translated(() => {
      const { statement, bindCount } = prepare(sql, reads);
      // Fewer binds would silently reuse those of the call before, more would be dropped.
      if (checked.length !== bindCount) {
        throw new DatabaseError('bindRefused', `${bindCount} binds expected, ${checked.length} given`);
      }
      return step(statement, checked);
    });
  }

  function exec(sql: string): void {
    if (!open) throw new DatabaseError('closed', 'The database is closed');
    translated(() => native.exec(sql));
  }

  function rollBack(name: string): void {
    // A full disk makes SQLite roll back by itself; asking again would hide the first error.
    if (open && native.inTransaction) {
      exec(depth === 0 ? 'ROLLBACK' : `ROLLBACK TO ${name}; RELEASE ${name}`);
    }
  }

  return {
    run: (sql, binds = []) =>
      perform(sql, binds, false, (statement, checked) => {
        const { changes, lastInsertRowid } = statement.run(checked);
        return { changes, lastInsertRowid: Number(lastInsertRowid) };
      }),
    get: <Shape>(sql: string, binds: readonly Bind[] = []) =>
      perform(sql, binds, true, (statement, checked) => {
        const row = statement.get(checked);
        return row === undefined ? undefined : readRow<Shape>(row, isQuery(sql));
      }),
    all: <Shape>(sql: string, binds: readonly Bind[] = []) =>
      perform(sql, binds, true, (statement, checked) =>
        statement.all(checked).map((row) => readRow<Shape>(row, isQuery(sql))),
      ),
    transaction: (work) => {
      const name = `nested${depth}`;
      exec(depth === 0 ? 'BEGIN IMMEDIATE' : `SAVEPOINT ${name}`);
      depth += 1;
      try {
        const result = work();
        if (result instanceof Promise) {
          throw new DatabaseError('failed', 'A transaction cannot wait: its work must be synchronous');
        }
        depth -= 1;
        exec(depth === 0 ? 'COMMIT' : `RELEASE ${name}`);
        return result;
      } catch (error) {
        depth = Number(name.slice('nested'.length));
        rollBack(name);
        throw error;
      }
    },
    exec: (sql) => {
      // It may change the schema, and a shielded query names the columns it had.
      statements.clear();
      exec(sql);
    },
    close: () => {
      if (!open) return;
      try {
        native.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get([]);
      } catch {
        // The WAL is read at the next start.
      }
      open = false;
      statements.clear();
      native.close();
    },
    get open() {
      return open;
    },
  };
}

/**
 * Brings the schema up to date: step n (from 1) is applied in one transaction that also sets `user_version` to n.
 * Throws `newerSchema` when a newer version of the program made the file.
 */
export function migrate(database: Database, steps: readonly string[]): void {
  const version = database.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  // Negative: a flipped bit.
  if (version < 0) throw new DatabaseError('corrupt', `Schema ${version} cannot be`);
  if (version > steps.length) {
    throw new DatabaseError('newerSchema', `Schema ${version} is newer than ${steps.length}`);
  }
  for (let index = version; index < steps.length; index += 1) {
    database.transaction(() => {
      database.exec(steps[index] ?? '');
      database.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}

/** Whether SQLite finds the file's structure sound. It has no checksums: flipped text goes unnoticed. */
export function isSound(database: Database): boolean {
  try {
    return database.get<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check === 'ok';
  } catch {
    return false;
  }
}

/** Puts a broken, closed database aside under a new name and answers that name. */
export function quarantineDatabase(file: string, now: number = Date.now()): string {
  let target = `${file}.broken-${now}`;
  while (existsSync(target)) target += '-';
  for (const suffix of sidecarSuffixes) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  }
  return target;
}

/** Deletes a closed database with its WAL; a missing one is fine. */
export function deleteDatabase(file: string): void {
  for (const suffix of sidecarSuffixes) rmSync(file + suffix, { force: true });
}

/** A file that one process at a time can hold. */
export interface LockFile {
  /** False: somebody else holds it. Never waits. */
  tryTake(): boolean;
  close(): void;
}

/**
 * Opens or makes an empty file to be held: SQLite's own lock, which the system ends with the process that holds it, however
 * that ends. Throws `DatabaseError` where the folder takes no file or no locks.
 */
export function openLockFile(file: string): LockFile {
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  const native = translated(() => new Libsql(file, { timeout: 0 } as Libsql.Options));
  return {
    tryTake() {
      try {
        translated(() => native.exec('BEGIN EXCLUSIVE'));
        return true;
      } catch (error) {
        if (error instanceof DatabaseError && error.reason === 'busy') return false;
        throw error;
      }
    },
    close: () => native.close(),
  };
}

function connect(file: string, key: string | null): Libsql.Database {
  return translated(() => {
    if (file !== ':memory:') makePrivateFile(file);
    // The published types know neither option.
    const options = { timeout: busyTimeoutMs, ...(key === null ? {} : { encryptionKey: key }) };
    const native = new Libsql(file, options as Libsql.Options);
    try {
      for (const pragma of [
        'journal_mode = WAL',
        'synchronous = FULL',
        'foreign_keys = ON',
        'secure_delete = ON',
      ]) {
        native.prepare(`PRAGMA ${pragma}`).all([]);
      }
    } catch (error) {
      native.close();
      throw error;
    }
    return native;
  });
}

/** Made before SQLite does, because its own would follow the umask; WAL and SHM take the mode of the main file. */
export function makePrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}
