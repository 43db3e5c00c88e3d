import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { Timestamp, User } from '../domain.ts';
import { featureNames } from '../features.ts';
import type { RemoteHello, RemoteSession, RemoteSignIn, RemoteTyping, RemoteUserPage } from '../remote.ts';
import type { FileLimits } from '../views.ts';
import {
  anything,
  count,
  identifier,
  lenient,
  name,
  ownId,
  pagination,
  parsePayload,
  readRows,
  required,
  requiredDialogId,
  requiredIdentifier,
  time,
} from './fields.ts';
import { isRecord, toIdentifier, toText } from './values.ts';
import { read, WireError } from './wireError.ts';

const userSchema: z.ZodType<User> = z
  .object({
    userId: identifier,
    id: identifier,
    _id: identifier,
    name,
    phone: lenient(toPhone),
    disabled: lenient((value) => value === true),
  })
  .transform((raw, context): User => {
    const userId = ownId(raw.userId, 'usr_', [raw.id, raw._id]);
    if (userId !== null) {
      const user = { userId, name: raw.name ?? '', phone: raw.phone };
      return raw.disabled ? { ...user, disabled: true } : user;
    }
    context.issues.push({ code: 'custom', message: 'is no id', path: ['userId'], input: undefined });
    return z.NEVER;
  });

function toPhone(value: unknown): string | null {
  const digits = toText(value)?.replace(/[\s()+-]/g, '') ?? '';
  return /^79\d{9}$/.test(digits) ? digits : null;
}

/** The answer to GET `/auth/me` and `/users/:userId`. */
export function parseUser(body: unknown): User {
  return read('user', userSchema, parsePayload(body));
}

const userPageSchema = z.object({ pagination });

/** The answer to GET `/users`, which some servers give in pages. */
export function parseUserPage(body: unknown): RemoteUserPage {
  return { users: readRows('users', userSchema, body).rows, ...read('users', userPageSchema, body) };
}

const codeRequestSchema = z.object({
  registration: lenient((value) => value === 'invited'),
});

/** The answer to POST `/auth/request-code`: whether the server registers only whom it invited; false where it does not tell. */
export function parseCodeRequest(body: unknown): { invitedOnly: boolean } {
  return { invitedOnly: read('code request', codeRequestSchema, body).registration };
}

const signInSchema: z.ZodType<RemoteSignIn> = z.object({
  token: requiredIdentifier,
  refreshToken: identifier,
  user: userSchema,
});

const refreshSchema = z.object({ token: requiredIdentifier, refreshToken: identifier });

const signInFrameSchema = z.object({
  success: anything,
  data: anything,
  token: anything,
  refreshToken: anything,
  user: anything,
});

/** The answer to POST `/auth/verify-code`, bare or under `data`. */
export function parseSignIn(body: unknown): RemoteSignIn {
  return read('sign-in', signInSchema, signInPayload(body));
}

/** The answer to POST `/auth/refresh`, which does not repeat the user. */
export function parseRefresh(body: unknown): Pick<RemoteSignIn, 'token' | 'refreshToken'> {
  return read('refreshed sign-in', refreshSchema, signInPayload(body));
}

function signInPayload(body: unknown): Record<string, unknown> {
  const { success, data, ...bare } = read('sign-in', signInFrameSchema, body);
  if (success === false) throw new WireError('sign-in', 'is a failure', 'success');
  return isRecord(data) ? data : bare;
}

const sessionSchema: z.ZodType<RemoteSession> = z
  .object({
    sessionId: requiredIdentifier,
    device: name,
    createdAt: time,
    lastUsedAt: time,
    current: lenient((value) => value === true),
  })
  .transform((raw) => ({
    ...raw,
    device: raw.device ?? '',
    createdAt: raw.createdAt ?? 0,
    lastUsedAt: raw.lastUsedAt ?? raw.createdAt ?? 0,
  }));

/** The answer to GET `/auth/sessions`. */
export function parseSessions(body: unknown): RemoteSession[] {
  return readRows('sessions', sessionSchema, body).rows;
}

/** Of a server that takes files and does not say how large. */
const usualFileLimits: FileLimits = { bytes: 25 * 1024 * 1024, perMessage: 10 };

const fileLimitsSchema = z.object({ fileBytes: count, filesPerMessage: count }).transform(
  ({ fileBytes, filesPerMessage }): FileLimits => ({
    bytes: fileBytes ?? usualFileLimits.bytes,
    perMessage: filesPerMessage ?? usualFileLimits.perMessage,
  }),
);

const helloSchema: z.ZodType<RemoteHello> = z
  .object({
    features: lenient((value) => {
      const names: unknown[] = Array.isArray(value) ? value : [];
      return featureNames.filter((feature) => names.includes(feature));
    }),
    serverTime: time,
    limits: lenient((value) => fileLimitsSchema.safeParse(value).data ?? usualFileLimits),
  })
  .transform(({ limits, ...hello }) => ({
    ...hello,
    ...(hello.features.includes('files') && { files: limits }),
  }));

/** The payload of `server:hello`; features this client does not know are left out. */
export function parseHello(input: unknown): RemoteHello {
  return read('hello', helloSchema, input);
}

const joinAnswerSchema = z.object({ ok: z.literal(true) });

/** Whether the answer to `dialog:join` lets in (P7.6). */
export function parseJoinAnswer(input: unknown): boolean {
  return joinAnswerSchema.safeParse(input).success;
}

const typingSchema: z.ZodType<RemoteTyping> = z.object({
  userId: requiredIdentifier,
  userName: name,
  dialogId: requiredDialogId,
});

/** The payload of `typing:start` and `typing:stop`. */
export function parseTyping(input: unknown): RemoteTyping {
  return read('typing', typingSchema, input);
}

const presenceSchema = z.object({ userId: requiredIdentifier });

/** The payload of `user:online` and `user:offline`. */
export function parsePresence(input: unknown): { userId: string } {
  return read('presence', presenceSchema, input);
}

const snapshotSchema = z.object({
  userIds: required('is no list', (value) => {
    if (!Array.isArray(value)) return null;
    return [...new Set(value.map(toIdentifier).filter((userId) => userId !== null))];
  }),
});

/** The payload of `presence:snapshot`: who is online. */
export function parsePresenceSnapshot(input: unknown): string[] {
  return read('presence snapshot', snapshotSchema, input).userIds;
}

const claimsSchema = z.object({ userId: requiredIdentifier, iat: z.number(), exp: z.number() });

/** Reads a JWT without checking its signature, which only the server can; null for anything it cannot read. */
export function tokenExpiry(
  jwt: string,
): { userId: string; expiresAt: Timestamp; issuedAt: Timestamp } | null {
  const claims = claimsSchema.safeParse(claimsOf(jwt)).data;
  if (!claims) return null;
  const expiresAt = Math.floor(claims.exp * 1_000);
  const issuedAt = Math.floor(claims.iat * 1_000);
  const sane =
    issuedAt >= 0 && expiresAt >= 0 && Number.isSafeInteger(issuedAt) && Number.isSafeInteger(expiresAt);
  return sane ? { userId: claims.userId, expiresAt, issuedAt } : null;
}

function claimsOf(jwt: string): unknown {
  try {
    return decodeJwt(jwt);
  } catch {
    return null;
  }
}
