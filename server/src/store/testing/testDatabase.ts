import { Kysely } from 'kysely';
import { inject, onTestFinished } from 'vitest';
import { openDatabase } from '../database.ts';
import { GroupCommits } from '../groupCommits.ts';
import { isPostgres, postgresDialect } from '../postgres.ts';
import { PostgresCommits } from '../postgresCommits.ts';
import type { Schema } from '../schema.ts';
import { sqliteDialect } from '../sqlite.ts';
import { createDatabase } from './postgresDatabases.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of a PostgreSQL where these tests run on one; on SQLite else. */
    postgres?: string;
  }
}

const cluster = inject('postgres');

export const isOnPostgres = cluster !== undefined;

/** The address of a new database in the PostgreSQL of these tests; without a schema where `isBare`. */
export function freshDatabase({ isBare = false } = {}): Promise<string> {
  if (cluster === undefined) throw new Error('these tests run on SQLite');
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  return createDatabase(cluster, name, isBare ? 'template0' : undefined);
}

/** A new database with its commits, on the storage of these tests, closed at the end of the test. */
export async function openTestDatabase() {
  const db = await openDatabase(isOnPostgres ? await freshDatabase() : ':memory:');
  onTestFinished(() => db.destroy());
  return { db, commits: isOnPostgres ? new PostgresCommits(db) : new GroupCommits(db) };
}

/** A connection to a database as it is: no step of the schema is taken. */
export function openBare(place: string): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: isPostgres(place) ? postgresDialect(place) : sqliteDialect(place) });
}
