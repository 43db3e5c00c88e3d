import { Kysely, sql } from 'kysely';
import { openDatabase } from '../database.ts';
import { isPostgres, postgresDialect } from '../postgres.ts';
import type { Schema } from '../schema.ts';

const WRITTEN = 'dialogs, members, messages, reactions, users, sessions, codes, server_state';

/** One connection of its own to the database at `place`, for what no other process should do to it. */
export async function openRaw(place: string) {
  const onPostgres = isPostgres(place);
  const db = onPostgres
    ? new Kysely<Schema>({ dialect: postgresDialect(place, { patient: true }) })
    : await openDatabase(place);
  const run = async (...statements: string[]) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  };
  return {
    run,
    rows: async <T>(query: string): Promise<T[]> => (await sql.raw<T>(query).execute(db)).rows,
    /** Keeps everybody else from writing until `letGo`; they may read. */
    hold: () =>
      onPostgres ? run('begin', `lock table ${WRITTEN} in exclusive mode`) : run('begin immediate'),
    letGo: () => run('commit'),
    close: () => db.destroy(),
  };
}
