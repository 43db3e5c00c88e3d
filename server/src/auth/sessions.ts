import { createHash } from 'node:crypto';
import type { ChatEvent } from '../backend/events.ts';
import type { ServerContext } from '../context.ts';
import { INVALID_TOKEN, notFound, unauthorized } from '../contract/errors.ts';
import { newSecret, newSessionId } from '../ids.ts';
import type { Db, UserRow } from '../store/schema.ts';
import { findSession, insertSession, openSessions, revokeSession, rotateRefresh } from '../store/sessions.ts';
import { findUser } from '../store/users.ts';

const REFRESH_LIFETIME_MS = 30 * 24 * 3_600_000;
/** The answer with the new refresh token can be lost on the way: the previous one still works for this long. */
const REUSE_GRACE_MS = 60_000;

const NOBODY = { answer: undefined, events: [] };

export interface OpenedSession {
  sessionId: string;
  /** `<session id>.<secret>`; only its hash is stored. */
  refreshToken: string;
}

export interface IssuedSession extends OpenedSession {
  token: string;
  /** When `token` ends, milliseconds since 1970. */
  expiresAt: number;
}

export async function openSession(
  context: ServerContext,
  trx: Db,
  userId: string,
  device: string,
): Promise<OpenedSession> {
  const sessionId = newSessionId();
  const secret = newSecret();
  const now = context.now();
  await insertSession(trx, {
    sessionId,
    userId,
    device,
    refreshHash: hash(secret),
    now,
    expiresAt: now + REFRESH_LIFETIME_MS,
  });
  return { sessionId, refreshToken: `${sessionId}.${secret}` };
}

export async function signSession(
  context: ServerContext,
  user: UserRow,
  session: OpenedSession,
): Promise<IssuedSession> {
  const { sessionId } = session;
  return {
    ...session,
    ...(await context.tokens.sign({ userId: user.user_id, phone: user.phone, sessionId })),
  };
}

/**
 * A new token and a new refresh token for a valid one. An old refresh token, past its grace, was stolen or copied: the whole
 * session ends.
 */
export async function refreshSession(context: ServerContext, refreshToken: string): Promise<IssuedSession> {
  const [sessionId = '', secret = ''] = refreshToken.split('.', 2);
  const now = context.now();
  const outcome = await context.change(async (trx) => {
    const session = await findSession(trx, sessionId);
    if (!session || session.revoked_at !== null || session.expires_at <= now) return NOBODY;
    const given = hash(secret);
    const isPrevious = given === session.previous_refresh_hash;
    if (given !== session.refresh_hash && !isPrevious) return NOBODY;
    if (isPrevious && now - session.refreshed_at > REUSE_GRACE_MS) {
      await revokeSession(trx, session.user_id, sessionId, now);
      return { answer: undefined, events: [{ type: 'sessionEnded', sessionId }] };
    }
    const next = newSecret();
    const expiresAt = now + REFRESH_LIFETIME_MS;
    await rotateRefresh(trx, session, { refreshHash: hash(next), previousHash: given, now, expiresAt });
    const user = await findUser(trx, session.user_id);
    const opened = { sessionId, refreshToken: `${sessionId}.${next}` };
    return { answer: user && { user, opened }, events: [] };
  });
  if (!outcome) throw unauthorized(INVALID_TOKEN);
  return signSession(context, outcome.user, outcome.opened);
}

/** Ends one session and its sockets. Throws 404 when it is not an open session of that user. */
export async function endSession(context: ServerContext, userId: string, sessionId: string): Promise<void> {
  await context.change(async (trx) => {
    const ended = await revokeSession(trx, userId, sessionId, context.now());
    if (!ended) throw notFound('Session not found');
    return { answer: undefined, events: [{ type: 'sessionEnded', sessionId }] };
  });
}

/** Ends every session of the user but one; returns how many. */
export async function endOtherSessions(
  context: ServerContext,
  userId: string,
  keepId: string,
): Promise<number> {
  return context.change(async (trx) => {
    const others = (await openSessions(trx, userId, context.now()))
      .map((session) => session.session_id)
      .filter((sessionId) => sessionId !== keepId);
    for (const sessionId of others) await revokeSession(trx, userId, sessionId, context.now());
    const events = others.map((sessionId): ChatEvent => ({ type: 'sessionEnded', sessionId }));
    return { answer: others.length, events };
  });
}

const hash = (secret: string) => createHash('sha256').update(secret).digest('hex');
