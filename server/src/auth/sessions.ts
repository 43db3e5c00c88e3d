import { createHash } from 'node:crypto';
import { NOBODY, record } from '../audit.ts';
import type { ChatEvent } from '../backend/events.ts';
import type { ServerContext } from '../context.ts';
import { accountDisabled, INVALID_TOKEN, notFound, unauthorized } from '../contract/errors.ts';
import { newSecret, newSessionId } from '../ids.ts';
import type { Db, UserRow } from '../store/schema.ts';
import {
  findSession,
  insertSession,
  openSessions,
  revokeSession,
  rotateRefresh,
  spentAt,
} from '../store/sessions.ts';
import { findUser } from '../store/users.ts';

const REFRESH_LIFETIME_MS = 30 * 24 * 3_600_000;
/** The answer with the next refresh token can be lost on the way: the one of before still works for this long. */
const REUSE_GRACE_MS = 60_000;

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
  from: { device: string; place: string | null },
): Promise<OpenedSession> {
  const sessionId = newSessionId();
  const secret = newSecret();
  const now = context.now();
  await insertSession(trx, {
    sessionId,
    userId,
    ...from,
    refreshHash: hash(secret),
    now,
    expiresAt: now + REFRESH_LIFETIME_MS,
  });
  return { sessionId, refreshToken: refreshTokenOf(sessionId, secret) };
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

type Refreshed = { user: UserRow; opened: OpenedSession };
type Refusal = 'unknown' | 'disabled' | 'stolen';

/**
 * A new token and the next refresh token for a valid one; asked again within the minute, the same next one. A refresh token that
 * was exchanged longer ago was stolen or copied: its session ends, which is everything that came of one sign-in (P7.9).
 */
export async function refreshSession(context: ServerContext, refreshToken: string): Promise<IssuedSession> {
  const [sessionId = '', secret = ''] = refreshToken.split('.', 2);
  const outcome = await context.change(async (trx) => {
    const answer = await refresh(context, trx, sessionId, secret);
    return { answer, events: answer === 'stolen' ? [{ type: 'sessionEnded', sessionId }] : [] };
  });
  if (outcome === 'disabled') throw accountDisabled(401);
  if (typeof outcome === 'string') throw unauthorized(INVALID_TOKEN);
  return signSession(context, outcome.user, outcome.opened);
}

async function refresh(
  context: ServerContext,
  trx: Db,
  sessionId: string,
  secret: string,
): Promise<Refreshed | Refusal> {
  const now = context.now();
  const session = await findSession(trx, sessionId);
  const user = session && (await findUser(trx, session.user_id));
  if (!session || !user) return 'unknown';
  const given = hash(secret);
  const spent = given === session.refresh_hash ? undefined : await spentAt(trx, sessionId, given);
  if (given !== session.refresh_hash && spent === undefined) return 'unknown';
  if (user.disabled_at !== null) return 'disabled';
  if (session.revoked_at !== null || session.expires_at <= now) return 'unknown';
  // Derived and not drawn: it is stored as a hash only, and everybody who asks with the same token is told the same.
  const successors = context.keys.hashes(`refresh:${refreshTokenOf(sessionId, secret)}`, now);
  const answer = (next: string) => ({
    user,
    opened: { sessionId, refreshToken: refreshTokenOf(sessionId, next) },
  });
  if (spent === undefined) {
    const expiresAt = now + REFRESH_LIFETIME_MS;
    await rotateRefresh(trx, session, { refreshHash: hash(successors[0]), now, expiresAt });
    return answer(successors[0]);
  }
  if (now - spent > REUSE_GRACE_MS) {
    await revokeSession(trx, user.user_id, sessionId, now);
    await record(context, trx, { action: 'token-theft', actor: NOBODY, userId: user.user_id, sessionId });
    return 'stolen';
  }
  for (const next of successors) {
    const isNext =
      hash(next) === session.refresh_hash || (await spentAt(trx, sessionId, hash(next))) !== undefined;
    if (isNext) return answer(next);
  }
  return 'unknown';
}

/**
 * Ends one session and its sockets; `actor` is who wants it, for the audit log. Throws 404 when it is not an open session of that
 * user.
 */
export async function endSession(
  context: ServerContext,
  userId: string,
  sessionId: string,
  actor = userId,
): Promise<void> {
  await context.change(async (trx) => {
    const ended = await revokeSession(trx, userId, sessionId, context.now());
    if (!ended) throw notFound('Session not found');
    await record(context, trx, { action: 'session-end', actor, userId, sessionId });
    return { answer: undefined, events: [{ type: 'sessionEnded', sessionId }] };
  });
}

/** Ends every session of the user but one, or all with null; returns how many. */
export async function endOtherSessions(
  context: ServerContext,
  userId: string,
  keepId: string | null,
  actor = userId,
): Promise<number> {
  return context.change(async (trx) => {
    const others = (await openSessions(trx, userId, context.now()))
      .map((session) => session.session_id)
      .filter((sessionId) => sessionId !== keepId);
    for (const sessionId of others) {
      await revokeSession(trx, userId, sessionId, context.now());
      await record(context, trx, { action: 'session-end', actor, userId, sessionId });
    }
    const events = others.map((sessionId): ChatEvent => ({ type: 'sessionEnded', sessionId }));
    return { answer: others.length, events };
  });
}

const refreshTokenOf = (sessionId: string, secret: string) => `${sessionId}.${secret}`;
const hash = (secret: string) => createHash('sha256').update(secret).digest('hex');
