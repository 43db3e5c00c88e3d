import type { Db, UserRow } from './schema.ts';
import { matchesSearch, searchKey } from './userSearch.ts';

export function findUser(db: Db, userId: string): Promise<UserRow | undefined> {
  return db.selectFrom('users').selectAll().where('user_id', '=', userId).executeTakeFirst();
}

export function findUserByPhone(db: Db, phone: string): Promise<UserRow | undefined> {
  return db.selectFrom('users').selectAll().where('phone', '=', phone).executeTakeFirst();
}

export async function isAnybodyThere(db: Db): Promise<boolean> {
  return (await db.selectFrom('users').select('user_id').limit(1).executeTakeFirst()) !== undefined;
}

export async function insertUser(
  db: Db,
  user: { userId: string; phone: string; name: string; now: number },
): Promise<UserRow> {
  return db
    .insertInto('users')
    .values({
      user_id: user.userId,
      phone: user.phone,
      name: user.name,
      search_key: searchKey(user.name),
      created_at: user.now,
      last_active_at: null,
      disabled_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export function renameUser(db: Db, user: UserRow, name: string): Promise<UserRow> {
  return db
    .updateTable('users')
    .set({ name, search_key: searchKey(name) })
    .where('user_id', '=', user.user_id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function touchSignIn(db: Db, userId: string, now: number): Promise<void> {
  await db.updateTable('users').set({ last_active_at: now }).where('user_id', '=', userId).execute();
}

/** People other than `exceptUserId` whom `search` means, by name. */
export function searchUsers(
  db: Db,
  options: { exceptUserId: string; search: string; limit: number },
): Promise<UserRow[]> {
  return db
    .selectFrom('users')
    .selectAll()
    .where('user_id', '!=', options.exceptUserId)
    .where(matchesSearch(options.search))
    .orderBy('search_key')
    .orderBy('user_id')
    .limit(options.limit)
    .execute();
}

export function setPhone(db: Db, userId: string, phone: string): Promise<UserRow> {
  return db
    .updateTable('users')
    .set({ phone })
    .where('user_id', '=', userId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export function listUsers(db: Db): Promise<UserRow[]> {
  return db.selectFrom('users').selectAll().orderBy('search_key').orderBy('user_id').execute();
}

/** Closes the account at this time, or opens it again with null. */
export function setDisabled(db: Db, userId: string, disabledAt: number | null): Promise<UserRow> {
  return db
    .updateTable('users')
    .set({ disabled_at: disabledAt })
    .where('user_id', '=', userId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function isAnyDisabled(db: Db, userIds: string[]): Promise<boolean> {
  if (userIds.length === 0) return false;
  const row = await db
    .selectFrom('users')
    .select('user_id')
    .where('user_id', 'in', userIds)
    .where('disabled_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the account is open; within a unit of work it then stays so until the end, and one that is being closed is waited for. */
export async function staysOpen(db: Db, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('users')
    .select('disabled_at')
    .where('user_id', '=', userId)
    .$if(db.isTransaction, (query) => query.forUpdate())
    .executeTakeFirst();
  return row?.disabled_at === null;
}

/** Which of these ids belong to nobody. */
export async function unknownUsers(db: Db, userIds: string[]): Promise<string[]> {
  if (userIds.length === 0) return [];
  const rows = await db.selectFrom('users').select('user_id').where('user_id', 'in', userIds).execute();
  const known = new Set(rows.map((row) => row.user_id));
  return userIds.filter((userId) => !known.has(userId));
}

export async function isInvited(db: Db, phone: string): Promise<boolean> {
  const row = await db.selectFrom('invites').select('phone').where('phone', '=', phone).executeTakeFirst();
  return row !== undefined;
}

export async function invite(db: Db, phones: string[], now: number): Promise<void> {
  for (const phone of phones) {
    await db
      .insertInto('invites')
      .values({ phone, created_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
