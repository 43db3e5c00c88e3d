import { randomInt, timingSafeEqual } from 'node:crypto';
import type { ServerContext } from '../context.ts';
import { accountDisabled, badRequest, HttpError, tooManyRequests } from '../contract/errors.ts';
import { newSecret, newUserId } from '../ids.ts';
import { HourlyLimit } from '../limits/limits.ts';
import { countTry, deleteCode, putCode } from '../store/codes.ts';
import type { Db, UserRow } from '../store/schema.ts';
import { findUserByPhone, insertUser, isInvited, touchSignIn } from '../store/users.ts';
import { record } from './audit.ts';
import { type IssuedSession, openSession, signSession } from './sessions.ts';

const CODE_LIFETIME_MS = 5 * 60_000;
const TRIES = 5;
const DEMO_CODE = '1234';
const WRONG_CODE = 'Invalid or expired verification code';
const USED_UP_CODE = 'Too many wrong codes. Request a new code';

export interface SignedIn extends IssuedSession {
  user: UserRow;
}

/** Sign-in by a code to a phone. */
export class SignIn {
  readonly #context: ServerContext;
  readonly #codesByPhone: HourlyLimit;
  readonly #codesByAddress: HourlyLimit;
  readonly #wrongByPhone: HourlyLimit;
  readonly #wrongByAddress: HourlyLimit;

  constructor(context: ServerContext) {
    const { limits, elapsed } = context;
    this.#context = context;
    this.#codesByPhone = new HourlyLimit(limits.codesPerPhoneHour, elapsed);
    this.#codesByAddress = new HourlyLimit(limits.codesPerAddressHour, elapsed);
    this.#wrongByPhone = new HourlyLimit(limits.wrongCodesPerPhoneHour, elapsed);
    this.#wrongByAddress = new HourlyLimit(limits.wrongCodesPerAddressHour, elapsed);
  }

  /**
   * Sends a code. A phone that may not register gets the same answer and no code. The name counts for new phones only.
   * `name` is clean already, or empty.
   */
  async requestCode(phone: string, name: string, address: string): Promise<{ isNewUser: boolean }> {
    const { db, codeSender, now, demo, registration, log } = this.#context;
    refuseIfWaiting(this.#codesByPhone.waitSeconds(phone), this.#codesByAddress.waitSeconds(address));
    const known = await findUserByPhone(db, phone);
    if (!known && name === '') throw badRequest('Name is required for new users');
    this.#codesByPhone.count(phone);
    this.#codesByAddress.count(address);
    if (!known && registration === 'invited' && !(await isInvited(db, phone))) {
      await this.#keepUselessCode(phone);
      return { isNewUser: true };
    }

    const code = demo ? DEMO_CODE : String(randomInt(10_000)).padStart(4, '0');
    await this.#context.commits.run((trx) =>
      putCode(trx, {
        phone,
        codeHash: this.#hash(phone, code),
        name: known ? null : name,
        expiresAt: now() + CODE_LIFETIME_MS,
      }),
    );
    try {
      if (!demo) await codeSender.send(phone, code);
    } catch (error) {
      log.error({ err: error }, 'a sign-in code could not be sent');
      throw new HttpError(503, 'The code could not be sent. Try again later');
    }
    return { isNewUser: !known };
  }

  /** Signs in with the code, making the account of a new phone. */
  async verifyCode(phone: string, code: string, device: string, address: string): Promise<SignedIn> {
    const { commits, now, demo } = this.#context;
    refuseIfWaiting(this.#wrongByPhone.waitSeconds(phone), this.#wrongByAddress.waitSeconds(address));
    const opened = await commits.run(async (trx) => {
      const stored = await countTry(trx, phone);
      if (!stored || stored.expires_at <= now()) return WRONG_CODE;
      if (stored.tries > TRIES) return USED_UP_CODE;
      if (!this.#hashes(phone, code).some((hash) => sameText(stored.code_hash, hash))) {
        return stored.tries === TRIES ? USED_UP_CODE : WRONG_CODE;
      }
      // Demo: several windows and tests sign in as the same person at the same moment with the one fixed code.
      if (!demo) await deleteCode(trx, phone);
      const user = await this.#userOf(trx, phone, stored.name);
      if (!user) return WRONG_CODE;
      if (user.disabled_at !== null) return 'disabled';
      await touchSignIn(trx, user.user_id, now());
      const session = await openSession(this.#context, trx, user.user_id, device);
      const { user_id: userId } = user;
      await record(this.#context, trx, {
        action: 'sign-in',
        actor: userId,
        userId,
        sessionId: session.sessionId,
      });
      return { user, session };
    });
    if (opened === 'disabled') throw accountDisabled(401);
    if (typeof opened === 'string') {
      this.#wrongByPhone.count(phone);
      this.#wrongByAddress.count(address);
      throw badRequest(opened);
    }
    return { user: opened.user, ...(await signSession(this.#context, opened.user, opened.session)) };
  }

  /** Nobody can guess it, and it is nobody's: tries at it are answered as those at a code that was sent. */
  async #keepUselessCode(phone: string): Promise<void> {
    const { commits, now } = this.#context;
    const code = { phone, codeHash: newSecret(), name: null, expiresAt: now() + CODE_LIFETIME_MS };
    await commits.run((trx) => putCode(trx, code));
  }

  async #userOf(trx: Db, phone: string, name: string | null): Promise<UserRow | undefined> {
    const known = await findUserByPhone(trx, phone);
    if (known || name === null) return known;
    return insertUser(trx, { userId: newUserId(), phone, name, now: this.#context.now() });
  }

  #hashes(phone: string, code: string) {
    return this.#context.keys.hashes(`${phone}:${code}`, this.#context.now());
  }

  #hash(phone: string, code: string): string {
    return this.#hashes(phone, code)[0];
  }
}

function refuseIfWaiting(...seconds: number[]): void {
  const longest = Math.max(...seconds);
  if (longest > 0) throw tooManyRequests(longest);
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
