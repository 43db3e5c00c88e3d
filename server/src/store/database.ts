import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations, unknownSteps } from './migrations.ts';
import { isPostgres, postgresDialect } from './postgres.ts';
import type { Db, Schema } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

/** The program cannot use this database; the message is a sentence. */
export class UnfitDatabaseError extends Error {}

/**
 * Opens the database and brings its schema up to date. `place` is a file, `:memory:` or the address of a PostgreSQL, which many
 * may do at once. Throws UnfitDatabaseError when it is of a newer version.
 */
export async function openDatabase(place: string): Promise<Db> {
  if (isPostgres(place)) {
    // Steps of the schema take their time, and wait for those of other nodes: on a connection without bounds.
    const patient = new Kysely<Schema>({ dialect: postgresDialect(place, { patient: true }) });
    try {
      await bringUpToDate(patient);
    } finally {
      await patient.destroy();
    }
    return new Kysely<Schema>({ dialect: postgresDialect(place) });
  }
  const db = new Kysely<Schema>({ dialect: sqliteDialect(place) });
  try {
    await bringUpToDate(db);
    // From here on Commits waits for locks, which lets everything else go on.
    await sql`pragma busy_timeout = 0`.execute(db);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function bringUpToDate(db: Db): Promise<void> {
  const { error, results } = await new Migrator({ db, provider: migrations }).migrateToLatest();
  if (error === undefined) return;
  if ((await unknownSteps(await stepsOf(db))).length > 0) {
    throw new UnfitDatabaseError('it is of a newer version of this server');
  }
  const step = results?.find((result) => result.status === 'Error')?.migrationName;
  // Before the first step it is the database that failed.
  if (step === undefined) throw error;
  throw new Error(`The database could not be brought up to date at ${step}`, { cause: error });
}

/** Names of the steps of the schema that a PostgreSQL has taken; none where there is no schema. Throws where it cannot be read. */
export async function stepsOfPostgres(url: string): Promise<string[]> {
  const db = new Kysely<Schema>({ dialect: postgresDialect(url) });
  try {
    await sql`select 1`.execute(db);
    return await stepsOf(db);
  } finally {
    await db.destroy();
  }
}

/** Names of the steps that were taken; none where there is no record of them. */
async function stepsOf(db: Db): Promise<string[]> {
  const steps = sql<{ name: string }>`select name from kysely_migration`;
  return (await steps.execute(db).catch(() => ({ rows: [] }))).rows.map(({ name }) => name);
}
