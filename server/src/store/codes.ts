import type { Selectable } from 'kysely';
import type { CodesTable, Db } from './schema.ts';

/** Keeps the code as the only one of its phone. */
export async function putCode(
  db: Db,
  code: { phone: string; codeHash: string; name: string | null; expiresAt: number },
): Promise<void> {
  const values = { code_hash: code.codeHash, name: code.name, tries: 0, expires_at: code.expiresAt };
  await db
    .insertInto('codes')
    .values({ phone: code.phone, ...values })
    .onConflict((conflict) => conflict.column('phone').doUpdateSet(values))
    .execute();
}

/** Counts one try against the phone's code and returns it as it is after that; undefined when there is none. */
export function countTry(db: Db, phone: string): Promise<Selectable<CodesTable> | undefined> {
  return db
    .updateTable('codes')
    .set((update) => ({ tries: update('tries', '+', 1) }))
    .where('phone', '=', phone)
    .returningAll()
    .executeTakeFirst();
}

export async function deleteCode(db: Db, phone: string): Promise<void> {
  await db.deleteFrom('codes').where('phone', '=', phone).execute();
}
