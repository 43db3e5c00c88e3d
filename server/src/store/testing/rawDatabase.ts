import { sql } from 'kysely';
import { openDatabase } from '../database.ts';

/** A connection of its own to the database `file`, for what no other process should do to it. */
export async function openRaw(file: string) {
  const db = await openDatabase(file);
  return {
    run: async (...statements: string[]) => {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
    rows: async <T>(query: string): Promise<T[]> => (await sql.raw<T>(query).execute(db)).rows,
    close: () => db.destroy(),
  };
}
