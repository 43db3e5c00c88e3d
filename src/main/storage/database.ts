/**
 * The only door to libsql; nothing else may import it. Its native part ends the whole process when it is bound a boolean,
 * or an object as the only bind, and when it reads text that is no UTF-8, as after a flipped byte on disk. So every bind
 * is checked here, and text is read as bytes (see `shielded`).
 */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql';

export type Bind = string | number | bigint | null | Uint8Array;

/** What a column holds. Integers beyond ±2^53 lose precision when read. */
export type Column = string | number | null | Uint8Array;
export type Row = Record<string, Column>;

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
export class DatabaseError extends Error {
  readonly code = 'storageFailed';
  readonly reason: DatabaseFailure;
  constructor(reason: DatabaseFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DatabaseError';
    this.reason = reason;
  }
}

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

function checkBinds(binds: readonly unknown[]): Bind[] {
  if (!Array.isArray(binds)) throw new DatabaseError('bindRefused', 'Binds must be an array');
  // Array.from also visits the holes of a sparse array.
  return Array.from(binds, checkBind);
}

function checkBind(value: unknown, index: number): Bind {
  if (value === null) return null;
  // Reading text back ends at the first NUL, so it would be cut without a word.
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  // A number is bound as REAL, which changes the result of expressions; a bigint is bound as INTEGER.
  if (typeof value === 'number' && !Number.isNaN(value)) {
    return Number.isSafeInteger(value) ? BigInt(value) : value;
  }
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return value;
  if (value instanceof Uint8Array) return value;
  throw new DatabaseError('bindRefused', `Bind ${index} of type ${typeof value} is refused`);
}

/** How many binds a statement takes; names are not supported. */
function countBinds(sql: string): number {
  const bare = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
  const places = bare.match(/\?\d*/g) ?? [];
  return places.reduce(
    (count, place) => (place === '?' ? count + 1 : Math.max(count, Number(place.slice(1)))),
    0,
  );
}

const isQuery = (sql: string) => /^\s*(SELECT|WITH|VALUES)\b/i.test(sql);

/**
 * The same query with text as bytes and bytes as hexadecimal text, so that no text is decoded by the native part.
 * Materialised: the rows keep their order, and no expression is evaluated twice.
 */
function shielded(sql: string, statement: Libsql.Statement): string {
  const names = statement.columns().map((column) => column.name);
  const columns = names.map((name, index) => {
    const place = `c${index}`;
    const value = `CASE typeof(${place}) WHEN 'text' THEN CAST(${place} AS BLOB) WHEN 'blob' THEN hex(${place}) ELSE ${place} END`;
    return `${value} AS "${name.replaceAll('"', '""')}"`;
  });
  const places = names.map((_name, index) => `c${index}`);
  return `WITH shielded(${places}) AS MATERIALIZED (${sql.replace(/;\s*$/, '')}\n) SELECT ${columns} FROM shielded`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readRow<Shape>(row: unknown, isShielded: boolean): Shape {
  const { _metadata, ...columns } = row as Record<string, unknown>;
  for (const name in columns) {
    const value = columns[name];
    // `all` answers bytes as ArrayBuffer, `get` as Buffer.
    const bytes = value instanceof ArrayBuffer || value instanceof Uint8Array ? value : null;
    if (isShielded && bytes) columns[name] = decode(bytes);
    else if (isShielded && typeof value === 'string') columns[name] = Buffer.from(value, 'hex');
    else if (bytes) columns[name] = new Uint8Array(bytes);
  }
  return columns as Shape;
}

function decode(bytes: ArrayBuffer | Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new DatabaseError('corrupt', 'Stored text is no UTF-8', error);
  }
}

function translated<Result>(step: () => Result): Result {
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
