import type { Selectable } from 'kysely';
import type { CodesTable, Db } from './schema.ts';

export type CodeRow = Selectable<CodesTable>;

/** Keeps the code as the only one of its phone and the place that asked for it. */
export async function putCode(
  db: Db,
  code: { phone: string; place: string; codeHash: string; name: string | null; expiresAt: number },
): Promise<void> {
  const { phone, place, codeHash, name, expiresAt } = code;
  const values = { code_hash: codeHash, name, tries: 0, strange_tries: 0, expires_at: expiresAt };
  await db
    .insertInto('codes')
    .values({ phone, place, ...values })
    .onConflict((conflict) => conflict.columns(['phone', 'place']).doUpdateSet(values))
    .execute();
}

/** The code that a try from this place is at: the one it asked for, else the newest of the phone. */
export function codeFor(db: Db, phone: string, place: string, now: number): Promise<CodeRow | undefined> {
  return db
    .selectFrom('codes')
    .selectAll()
    .where('phone', '=', phone)
    .where('expires_at', '>', now)
    .orderBy((order) => order.case().when('place', '=', place).then(0).else(1).end())
    .orderBy('expires_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Counts one try against the code, and answers it as it is then; undefined where it was used meanwhile. */
export function countTry(
  db: Db,
  { phone, place }: Pick<CodeRow, 'phone' | 'place'>,
  isStrange: boolean,
): Promise<CodeRow | undefined> {
  // In the database: of tries that come at once, each would count from the same number.
  return db
    .updateTable('codes')
    .set((update) =>
      isStrange ? { strange_tries: update('strange_tries', '+', 1) } : { tries: update('tries', '+', 1) },
    )
    .where('phone', '=', phone)
    .where('place', '=', place)
    .returningAll()
    .executeTakeFirst();
}

export async function deleteCodes(db: Db, phone: string): Promise<void> {
  await db.deleteFrom('codes').where('phone', '=', phone).execute();
}
