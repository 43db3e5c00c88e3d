import {
  type DatabaseConnection,
  type Dialect,
  type SelectModifierNode,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely';
import Libsql from 'libsql';

const CACHED_STATEMENTS = 500;
/** The whole process waits meanwhile: enough for opening, too long for anything later. */
const OPENING_WAIT_MS = 5_000;

/** SQLite through libsql: WAL, every commit synced to disk. `file` may be `:memory:`. */
export function sqliteDialect(file: string): Dialect {
  const database = new Libsql(file);
  database.exec(`PRAGMA busy_timeout = ${OPENING_WAIT_MS};`);
  // `synchronous` is per connection and must be FULL: what was acknowledged survives a power cut.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  return {
    createDriver: () => new ImmediateDriver(database),
    createQueryCompiler: () => new WithoutRowLocks(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** Nobody but the one transaction writes: there are no rows to lock. */
class WithoutRowLocks extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (node.modifier !== 'ForUpdate' && node.modifier !== 'SkipLocked') super.visitSelectModifier(node);
  }
}

/**
 * A transaction takes the write lock first: one that begins by reading is refused the lock at once if another process wrote
 * meanwhile, and libsql never resets the statement that was refused, which then stands in the way of every later savepoint.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: Libsql.Database;

  constructor(database: Libsql.Database) {
    super({ database: guarded(database) });
    this.#database = database;
  }

  override async beginTransaction(): Promise<void> {
    // Not as a cached statement, for the same reason.
    this.#database.exec('BEGIN IMMEDIATE');
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk has rolled it back already.
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
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
      // One whole file is left, for whoever copies it.
      database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
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
