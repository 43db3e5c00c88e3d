import type { FastifyRequest } from 'fastify';
import type { Caller, ServerContext } from '../context.ts';
import { accountDisabled, INVALID_TOKEN, USER_NOT_FOUND, unauthorized } from '../contract/errors.ts';
import { findCaller } from '../store/sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** Who holds this token. Throws 401 `Invalid token`, `User not found` or `Account is disabled`. */
export async function callerOfToken(context: ServerContext, token: string): Promise<Caller> {
  const claims = await context.tokens.verify(token);
  if (!claims) throw unauthorized(INVALID_TOKEN);
  const found = await findCaller(context.db, claims.userId, claims.sessionId);
  if (!found) throw unauthorized(USER_NOT_FOUND);
  if (found.user.disabled_at !== null) throw accountDisabled(401);
  if (!found.sessionIsOpen) throw unauthorized(INVALID_TOKEN);
  const { userId, sessionId, expiresAt } = claims;
  return { user: found.user, userId, sessionId, expiresAt };
}

/** Reads `Authorization: Bearer …`. Throws 401. */
export async function authenticate(context: ServerContext, request: FastifyRequest): Promise<Caller> {
  const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ', 2);
  if (scheme.toLowerCase() !== 'bearer' || token === '') throw unauthorized('No token provided');
  return callerOfToken(context, token);
}

/** The caller of a route behind authentication. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw unauthorized('No token provided');
  return request.caller;
}
