import type { Db, Schema } from './schema.ts';

type Key = Schema['server_state']['key'];

export async function getState(db: Db, key: Key): Promise<string | undefined> {
  const row = await db.selectFrom('server_state').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}

export async function setState(db: Db, key: Key, value: string): Promise<void> {
  await db
    .insertInto('server_state')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

/** Writes the value where there is none yet; answers the one that is there then, which another node may have written. */
export async function keepState(db: Db, key: Key, value: string): Promise<string> {
  await db
    .insertInto('server_state')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const { value: kept } = await db
    .selectFrom('server_state')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  return kept;
}
