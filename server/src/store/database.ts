import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations.ts';
import type { Db, Schema } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

/** Opens the database and brings its schema up to date. `file` is a path or `:memory:`. */
export async function openDatabase(file: string): Promise<Db> {
  const db = new Kysely<Schema>({ dialect: sqliteDialect(file) });
  const { error, results } = await new Migrator({ db, provider: migrations }).migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    const step = results?.find((result) => result.status === 'Error')?.migrationName ?? 'the first step';
    throw new Error(`The database could not be brought up to date at ${step}`, { cause: error });
  }
  // From here on Commits waits for locks, which lets everything else go on.
  await sql`pragma busy_timeout = 0`.execute(db);
  return db;
}
