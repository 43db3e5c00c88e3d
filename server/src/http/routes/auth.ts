import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { cleanName, nameFault } from '../../../../src/shared/names.ts';
import { authenticate } from '../../auth/authenticate.ts';
import { endOtherSessions, endSession, type IssuedSession, refreshSession } from '../../auth/sessions.ts';
import type { SignIn } from '../../auth/signIn.ts';
import type { ServerContext } from '../../context.ts';
import { cleanText } from '../../contract/text.ts';
import { briefUserShape, sessionItem, sessionShape, userBrief } from '../../contract/wire.ts';
import { openSessions } from '../../store/sessions.ts';
import { described, done, success } from '../operation.ts';
import {
  bodyOf,
  optionalNameSchema,
  PHONE_REQUIRED,
  paramOf,
  phoneSchema,
  phoneSchemaWith,
} from '../parse.ts';

const MAX_DEVICE = 200;

const requestCodeSchema = z.object({ phone: phoneSchema, name: optionalNameSchema }, PHONE_REQUIRED);

const BOTH_REQUIRED = 'Phone and code are required';
const verifyCodeSchema = z.object(
  {
    phone: phoneSchemaWith(BOTH_REQUIRED),
    code: z.string(BOTH_REQUIRED).min(1, BOTH_REQUIRED).max(50, 'Invalid or expired verification code'),
    /** What the client calls its computer. */
    device: z.string().optional().catch(undefined),
  },
  BOTH_REQUIRED,
);

const refreshSchema = z.object(
  {
    refreshToken: z
      .string('Refresh token is required')
      .min(1, 'Refresh token is required')
      .max(500, 'Refresh token is required'),
  },
  'Refresh token is required',
);

const tokens = {
  token: z.string(),
  refreshToken: z.string(),
  sessionId: z.string(),
  expiresAt: z.iso.datetime(),
};

/** /auth/*: signing in and out. */
export function authRoutes(app: FastifyInstance, context: ServerContext, signIn: SignIn): void {
  const requestCode = described({
    summary: 'Sends a sign-in code to a phone',
    body: requestCodeSchema,
    answer: done.extend({ isNewUser: z.boolean(), registration: z.enum(['invited', 'open']) }),
    isOpen: true,
  });
  app.post('/auth/request-code', requestCode, async (request) => {
    const { phone, name } = bodyOf(requestCodeSchema, request);
    const { isNewUser } = await signIn.requestCode(phone, name, request.ip);
    // Of the server, not of the phone: whoever waits for a code in vain is told why.
    const { registration } = context;
    return { success: true, message: 'Verification code sent', isNewUser, registration };
  });

  const verifyCode = described({
    summary: 'Signs in with the code',
    body: verifyCodeSchema,
    answer: success({ ...tokens, user: briefUserShape }),
    isOpen: true,
  });
  app.post('/auth/verify-code', verifyCode, async (request) => {
    const { phone, code, device } = bodyOf(verifyCodeSchema, request);
    const signedIn = await signIn.verifyCode(phone, code, deviceOf(request, device), request.ip);
    return { success: true, ...issued(signedIn), user: userBrief(signedIn.user) };
  });

  const refresh = described({
    summary: 'Exchanges a refresh token for the next one and a new token',
    body: refreshSchema,
    answer: success(tokens),
    isOpen: true,
  });
  app.post('/auth/refresh', refresh, async (request) => {
    const { refreshToken } = bodyOf(refreshSchema, request);
    return { success: true, ...issued(await refreshSession(context, refreshToken)) };
  });

  const me = described({ summary: 'The caller', answer: success({ user: briefUserShape }) });
  app.get('/auth/me', me, async (request) => {
    const { user } = await authenticate(context, request);
    return { success: true, user: userBrief(user) };
  });

  app.post('/auth/logout', described({ summary: 'Ends this session', answer: done }), async (request) => {
    const { userId, sessionId } = await authenticate(context, request);
    await endSession(context, userId, sessionId);
    return { success: true, message: 'Signed out' };
  });

  const sessions = described({
    summary: 'The open sessions of the caller',
    answer: success({ data: z.array(sessionShape) }),
  });
  app.get('/auth/sessions', sessions, async (request) => {
    const { userId, sessionId } = await authenticate(context, request);
    const sessions = await openSessions(context.db, userId, context.now());
    return { success: true, data: sessions.map((session) => sessionItem(session, sessionId)) };
  });

  const endOthers = described({
    summary: 'Ends every other session of the caller',
    answer: done.extend({ ended: z.int() }),
  });
  app.delete('/auth/sessions', endOthers, async (request) => {
    const { userId, sessionId } = await authenticate(context, request);
    const ended = await endOtherSessions(context, userId, sessionId);
    return { success: true, message: 'Other sessions ended', ended };
  });

  const endOne = described({ summary: 'Ends one session of the caller', answer: done });
  app.delete('/auth/sessions/:sessionId', endOne, async (request) => {
    const { userId } = await authenticate(context, request);
    await endSession(context, userId, paramOf(request, 'sessionId'));
    return { success: true, message: 'Session ended' };
  });
}

function issued(session: IssuedSession) {
  const { token, refreshToken, sessionId } = session;
  return { token, refreshToken, sessionId, expiresAt: new Date(session.expiresAt).toISOString() };
}

/** One line without signs that could pass for more; clients that do not name their device are known by their user agent. */
function deviceOf(request: FastifyRequest, named: string | undefined): string {
  const name = cleanName((named ?? '').slice(0, MAX_DEVICE));
  if (nameFault(name, MAX_DEVICE) === null) return name;
  return cleanText(request.headers['user-agent'] ?? '').slice(0, MAX_DEVICE);
}
