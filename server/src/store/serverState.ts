import type { Db, Schema } from './schema.ts';

type Key = Schema['server_state']['key'];

export async function setState(db: Db, key: Key, value: string): Promise<void> {
  await db
    .insertInto('server_state')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}
