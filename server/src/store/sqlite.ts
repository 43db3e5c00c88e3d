import { type Dialect, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import Libsql from 'libsql';

const CACHED_STATEMENTS = 500;

/** SQLite through libsql: WAL, every commit synced to disk. `file` may be `:memory:`. */
export function sqliteDialect(file: string): Dialect {
  const database = new Libsql(file);
  // `synchronous` is per connection and must be FULL: what was acknowledged survives a power cut.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  database.exec('PRAGMA busy_timeout = 5000;');
  return new SqliteDialect({ database: guarded(database) });
}

export function isUniqueViolation(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}

/** libsql ends the whole process on a boolean or an object bind: everything passes this check first. */
export function checkBinds(parameters: readonly unknown[]): void {
  for (const [index, value] of parameters.entries()) {
    const ok =
      value === null ||
      typeof value === 'string' ||
      typeof value === 'bigint' ||
      (typeof value === 'number' && Number.isFinite(value)) ||
      value instanceof Uint8Array;
    if (!ok)
      throw new TypeError(`SQL parameter ${index + 1} is a ${typeof value}, which SQLite cannot store`);
  }
}

function guarded(database: Libsql.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => {
      statements.clear();
      database.close();
    },
    prepare: (text) => {
      const cached = statements.get(text);
      if (cached) return cached;
      const statement = guardedStatement(database.prepare(text));
      if (statements.size >= CACHED_STATEMENTS) statements.clear();
      statements.set(text, statement);
      return statement;
    },
  };
}

function guardedStatement(statement: Libsql.Statement<unknown[]>): SqliteStatement {
  const checked = (parameters: readonly unknown[]): unknown[] => {
    checkBinds(parameters);
    return [...parameters];
  };
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(checked(parameters)),
    run: (parameters) => statement.run(checked(parameters)),
    iterate: (parameters) => statement.iterate(checked(parameters)),
  };
}
