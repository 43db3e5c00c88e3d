import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { SigningKeys } from './secret.ts';

const ALGORITHM = 'HS256';
const CACHED_TOKENS = 10_000;

export interface TokenClaims {
  userId: string;
  phone: string;
  sessionId: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

const payloadSchema = z.object({ userId: z.string(), phone: z.string(), jti: z.string(), exp: z.number() });

/** Signs and checks the tokens (P2.1, P7.9): `{userId, phone, iat, exp, jti}`, `jti` being `<session id>.<token number>`. */
export class Tokens {
  readonly #keys: SigningKeys;
  /** Of a token, milliseconds. */
  readonly lifetimeMs: number;
  readonly #now: () => number;
  /** Signatures already checked, so that a busy client costs one check and not one a request. */
  readonly #checked = new Map<string, TokenClaims>();
  #issued = 0;

  constructor(keys: SigningKeys, lifetimeMs: number, now: () => number) {
    this.#keys = keys;
    this.lifetimeMs = lifetimeMs;
    this.#now = now;
  }

  async sign(user: {
    userId: string;
    phone: string;
    sessionId: string;
  }): Promise<{ token: string; expiresAt: number }> {
    const issuedAt = Math.floor(this.#now() / 1_000);
    const expiresAt = issuedAt + Math.ceil(this.lifetimeMs / 1_000);
    this.#issued += 1;
    const token = await new SignJWT({ userId: user.userId, phone: user.phone })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .setJti(`${user.sessionId}.${this.#now().toString(36)}${this.#issued.toString(36)}`)
      .sign(this.#keys.current);
    return { token, expiresAt: expiresAt * 1_000 };
  }

  /** The claims of a token with a good signature that has not expired; undefined for anything else. */
  async verify(token: string): Promise<TokenClaims | undefined> {
    const claims = this.#checked.get(token) ?? (await this.#check(token));
    if (!claims) return undefined;
    if (claims.expiresAt <= this.#now()) {
      this.#checked.delete(token);
      return undefined;
    }
    return claims;
  }

  async #check(token: string): Promise<TokenClaims | undefined> {
    const payload = await this.#payloadOf(token);
    const parsed = payloadSchema.safeParse(payload);
    if (!parsed.success) return undefined;
    const claims = {
      userId: parsed.data.userId,
      phone: parsed.data.phone,
      sessionId: parsed.data.jti.split('.', 1)[0] ?? '',
      expiresAt: parsed.data.exp * 1_000,
    };
    if (this.#checked.size >= CACHED_TOKENS) this.#checked.clear();
    this.#checked.set(token, claims);
    return claims;
  }

  async #payloadOf(token: string): Promise<unknown> {
    const options = { algorithms: [ALGORITHM], currentDate: new Date(this.#now()) };
    for (const key of this.#keys.accepted(this.#now())) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch {
        // Another key may have signed it.
      }
    }
    return undefined;
  }
}
