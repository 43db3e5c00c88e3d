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

const payloadSchema = z.object({
  userId: z.string(),
  phone: z.string(),
  jti: z.string(),
  iat: z.number(),
  exp: z.number(),
});

/** A token whose signature was good, and the key that has made it. */
interface Checked {
  claims: TokenClaims;
  key: Uint8Array;
}

/** Signs and checks the tokens (P2.1, P7.9): `{userId, phone, iat, exp, jti}`, `jti` being `<session id>.<token number>`. */
export class Tokens {
  readonly #keys: SigningKeys;
  /** Of a token, milliseconds. */
  readonly lifetimeMs: number;
  readonly #now: () => number;
  /** Signatures already checked, so that a busy client costs one check and not one a request. */
  readonly #checked = new Map<string, Checked>();
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

  /**
   * The claims of a token with a good signature of a key that is accepted now, which has not expired and is no older than a token
   * may be; undefined for anything else.
   */
  async verify(token: string): Promise<TokenClaims | undefined> {
    const checked = this.#checked.get(token) ?? (await this.#check(token));
    if (!checked) return undefined;
    const now = this.#now();
    if (checked.claims.expiresAt <= now || !this.#keys.accepted(now).includes(checked.key)) {
      this.#checked.delete(token);
      return undefined;
    }
    return checked.claims;
  }

  async #check(token: string): Promise<Checked | undefined> {
    const signed = await this.#signed(token);
    const parsed = payloadSchema.safeParse(signed?.payload);
    if (!signed || !parsed.success) return undefined;
    const { userId, phone, jti, iat, exp } = parsed.data;
    const sessionId = jti.split('.', 1)[0] ?? '';
    const expiresAt = Math.min(exp, iat + Math.ceil(this.lifetimeMs / 1_000)) * 1_000;
    const checked = { claims: { userId, phone, sessionId, expiresAt }, key: signed.key };
    if (this.#checked.size >= CACHED_TOKENS) this.#checked.clear();
    this.#checked.set(token, checked);
    return checked;
  }

  async #signed(token: string): Promise<{ payload: unknown; key: Uint8Array } | undefined> {
    const options = { algorithms: [ALGORITHM], currentDate: new Date(this.#now()) };
    for (const key of this.#keys.accepted(this.#now())) {
      try {
        return { payload: (await jwtVerify(token, key, options)).payload, key };
      } catch {
        // Another key may have signed it.
      }
    }
    return undefined;
  }
}
