import type { Db, SessionRow, UserRow } from './schema.ts';

export async function insertSession(
  db: Db,
  session: {
    sessionId: string;
    userId: string;
    device: string;
    place: string | null;
    refreshHash: string;
    now: number;
    expiresAt: number;
  },
): Promise<void> {
  await db
    .insertInto('sessions')
    .values({
      session_id: session.sessionId,
      user_id: session.userId,
      device: session.device,
      place: session.place,
      refresh_hash: session.refreshHash,
      refreshed_at: session.now,
      created_at: session.now,
      expires_at: session.expiresAt,
      revoked_at: null,
    })
    .execute();
}

/** Within a unit of work it stays as it is until the end. */
export function findSession(db: Db, sessionId: string): Promise<SessionRow | undefined> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('session_id', '=', sessionId)
    .$if(db.isTransaction, (query) => query.forUpdate())
    .executeTakeFirst();
}

/** Whether somebody of this phone has signed in from the place, in a session that is still kept. */
export async function isKnownPlace(db: Db, phone: string, place: string): Promise<boolean> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.user_id', 'sessions.user_id')
    .select('sessions.session_id')
    .where('users.phone', '=', phone)
    .where('sessions.place', '=', place)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The user, and whether the named session is theirs and not revoked. */
export async function findCaller(
  db: Db,
  userId: string,
  sessionId: string,
): Promise<{ user: UserRow; sessionIsOpen: boolean } | undefined> {
  const row = await db
    .selectFrom('users')
    .leftJoin('sessions', (join) =>
      join
        .onRef('sessions.user_id', '=', 'users.user_id')
        .on('sessions.session_id', '=', sessionId)
        .on('sessions.revoked_at', 'is', null),
    )
    .selectAll('users')
    .select('sessions.session_id as open_session_id')
    .where('users.user_id', '=', userId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { open_session_id, ...user } = row;
  return { user, sessionIsOpen: open_session_id !== null };
}

export function openSessions(db: Db, userId: string, now: number): Promise<SessionRow[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('refreshed_at', 'desc')
    .orderBy('session_id')
    .execute();
}

/** When this refresh token of the session was exchanged for the next one; undefined where it was not. */
export async function spentAt(db: Db, sessionId: string, refreshHash: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('spent_tokens')
    .select('spent_at')
    .where('refresh_hash', '=', refreshHash)
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return row?.spent_at;
}

export async function rotateRefresh(
  db: Db,
  session: SessionRow,
  next: { refreshHash: string; now: number; expiresAt: number },
): Promise<void> {
  const { session_id, refresh_hash } = session;
  await db.insertInto('spent_tokens').values({ refresh_hash, session_id, spent_at: next.now }).execute();
  await db
    .updateTable('sessions')
    .set({ refresh_hash: next.refreshHash, refreshed_at: next.now, expires_at: next.expiresAt })
    .where('session_id', '=', session_id)
    .execute();
}

/** Ends the session; false when it was not open or is another user's. */
export async function revokeSession(
  db: Db,
  userId: string,
  sessionId: string,
  now: number,
): Promise<boolean> {
  const result = await db
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('session_id', '=', sessionId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

const ASKED_AT_ONCE = 500;

/** Which of these sessions are not open any more. */
export async function endedAmong(db: Db, sessionIds: string[]): Promise<Set<string>> {
  const ended = new Set(sessionIds);
  for (let start = 0; start < sessionIds.length; start += ASKED_AT_ONCE) {
    const open = await db
      .selectFrom('sessions')
      .select('session_id')
      .where('session_id', 'in', sessionIds.slice(start, start + ASKED_AT_ONCE))
      .where('revoked_at', 'is', null)
      .execute();
    for (const { session_id } of open) ended.delete(session_id);
  }
  return ended;
}
