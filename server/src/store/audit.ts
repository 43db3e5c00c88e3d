import { SLICE_ROWS } from './removals.ts';
import type { AuditRow, Db } from './schema.ts';

export async function insertAudit(db: Db, row: AuditRow): Promise<void> {
  await db.insertInto('audit').values(row).execute();
}

/** The newest `limit` entries, the oldest of them first; those about or by one user where one is named. */
export async function listAudit(
  db: Db,
  options: { userId?: string | undefined; limit: number },
): Promise<AuditRow[]> {
  const { userId, limit } = options;
  let query = db.selectFrom('audit').selectAll();
  if (userId !== undefined) {
    query = query.where((where) => where.or([where('user_id', '=', userId), where('actor', '=', userId)]));
  }
  const rows = await query.orderBy('at', 'desc').orderBy('audit_id', 'desc').limit(limit).execute();
  return rows.reverse();
}

/** Removes some entries from before `before`; false when nothing is left. */
export async function removeOldAudit(db: Db, before: number): Promise<boolean> {
  const old = db.selectFrom('audit').select('audit_id').where('at', '<', before).limit(SLICE_ROWS);
  const removed = await db.deleteFrom('audit').where('audit_id', 'in', old).executeTakeFirst();
  return removed.numDeletedRows > 0n;
}
