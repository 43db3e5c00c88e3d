import { Kysely, sql } from 'kysely';
import { openDatabase } from '../database.ts';
import { postgresDialect } from '../postgres.ts';
import type { Schema } from '../schema.ts';

const TEMPLATE = 'chat3_template';

/** Makes the database that new ones are copied from. `address`: of any database of that PostgreSQL. */
export async function createTemplate(address: string): Promise<void> {
  await (await openDatabase(await createDatabase(address, TEMPLATE, 'template0'))).destroy();
}

/** Makes a database beside that of `address` and answers its own address. */
export async function createDatabase(address: string, name: string, template = TEMPLATE): Promise<string> {
  const db = new Kysely<Schema>({ dialect: postgresDialect(address) });
  await sql.raw(`create database ${name} template ${template}`).execute(db);
  await db.destroy();
  const url = new URL(address);
  url.pathname = name;
  return url.href;
}
