import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { record } from '../audit.ts';
import type { ServerContext } from '../context.ts';
import { accountDisabled, badRequest } from '../contract/errors.ts';
import { newSecret, newUserId } from '../ids.ts';
import { addressKey } from '../limits/budgets.ts';
import { codeFor, countTry, deleteCodes, putCode } from '../store/codes.ts';
import type { Db, UserRow } from '../store/schema.ts';
import { isKnownPlace } from '../store/sessions.ts';
import { findUserByPhone, insertUser, isInvited, touchSignIn } from '../store/users.ts';
import type { CodeLimits } from './codeLimits.ts';
import type { Sending } from './sending.ts';
import { type IssuedSession, type OpenedSession, openSession, signSession } from './sessions.ts';

export const CODE_LIFETIME_MS = 5 * 60_000;
export const TRIES = 5;
/** From another address than the one that asked for the code: somebody who changed networks, or a stranger. */
const STRANGE_TRIES = 3;
export const DEMO_CODE = '1234';
export const WRONG_CODE = 'Invalid or expired verification code';
export const USED_UP_CODE = 'Too many wrong codes. Request a new code';
const NAME_REQUIRED = 'Name is required for new users';
const ACCOUNT_DISABLED = 'disabled';

export interface SignedIn extends IssuedSession {
  user: UserRow;
}

/** Sign-in by a code to a phone. */
export class SignIn {
  readonly #context: ServerContext;
  readonly #limits: CodeLimits;
  readonly #sending: Sending;

  constructor(context: ServerContext, limits: CodeLimits, sending: Sending) {
    this.#context = context;
    this.#limits = limits;
    this.#sending = sending;
  }

  /**
   * Sends a code. Whoever asks learns nothing of the phone by the answer, its time or the limits (P7.25): one that may not sign
   * in gets a code that nobody has. The name counts for new phones only; it is clean already, or empty.
   */
  async requestCode(phone: string, name: string, address: string): Promise<{ isNewUser: boolean }> {
    const { db, now, elapsed, demo } = this.#context;
    const began = elapsed();
    const place = placeOf(address);
    const known = await findUserByPhone(db, phone);
    if (demo && !known && name === '') throw badRequest(NAME_REQUIRED);
    // Asked for whether it matters or not: nobody is to see by the time what is known of the phone.
    const mayRegister = await this.#mayRegister(phone);
    const isServed = known !== undefined || mayRegister;
    const by = (await isKnownPlace(db, phone, place)) ? 'knownPlace' : 'stranger';
    this.#limits.takeCode(phone, place, { by, isSent: isServed && !demo });
    const code = demo ? DEMO_CODE : String(randomInt(10_000)).padStart(4, '0');
    await this.#context.commits.run((trx) =>
      putCode(trx, {
        phone,
        place,
        codeHash: isServed ? this.#hashes(phone, code)[0] : newSecret(),
        name: known || !isServed ? null : name,
        expiresAt: now() + CODE_LIFETIME_MS,
      }),
    );
    await this.#sending.send(isServed && !demo ? { phone, code } : undefined, began);
    return { isNewUser: demo ? !known : name !== '' };
  }

  /** Signs in with the code, making the account of a new phone. */
  async verifyCode(phone: string, code: string, device: string, address: string): Promise<SignedIn> {
    const { commits, db, now } = this.#context;
    const place = placeOf(address);
    const isStrange = (await codeFor(db, phone, place, now()))?.place !== place;
    const opened = await this.#limits.tryCode(
      [{ phone, place, isStrange }],
      () => commits.run((trx) => this.#open(trx, { phone, code, device, place })),
      (outcome) => outcome === WRONG_CODE || outcome === USED_UP_CODE,
    );
    if (opened === ACCOUNT_DISABLED) throw accountDisabled(401);
    if (typeof opened === 'string') throw badRequest(opened);
    return { user: opened.user, ...(await signSession(this.#context, opened.user, opened.session)) };
  }

  async #open(
    trx: Db,
    attempt: { phone: string; code: string; device: string; place: string },
  ): Promise<{ user: UserRow; session: OpenedSession } | string> {
    const { phone, code, device, place } = attempt;
    const { now, demo } = this.#context;
    const found = await codeFor(trx, phone, place, now());
    const isStrange = found?.place !== place;
    const stored = found && (await countTry(trx, found, isStrange));
    if (!stored) return WRONG_CODE;
    const [tries, most] = isStrange ? [stored.strange_tries, STRANGE_TRIES] : [stored.tries, TRIES];
    if (tries > most) return USED_UP_CODE;
    if (!this.#hashes(phone, code).some((hash) => sameText(stored.code_hash, hash))) {
      return tries === most ? USED_UP_CODE : WRONG_CODE;
    }
    const known = await findUserByPhone(trx, phone);
    if (!known && stored.name === null) return WRONG_CODE;
    // The code stays: whoever has it may go back and give a name.
    if (!known && stored.name === '') return NAME_REQUIRED;
    // Demo: several windows and tests sign in as the same person at the same moment with the one fixed code.
    if (!demo) await deleteCodes(trx, phone);
    if (known && known.disabled_at !== null) return ACCOUNT_DISABLED;
    const user =
      known ?? (await insertUser(trx, { userId: newUserId(), phone, name: stored.name ?? '', now: now() }));
    const { user_id: userId } = user;
    await touchSignIn(trx, userId, now());
    const session = await openSession(this.#context, trx, userId, { device, place });
    await record(this.#context, trx, {
      action: 'sign-in',
      actor: userId,
      userId,
      sessionId: session.sessionId,
    });
    return { user, session };
  }

  async #mayRegister(phone: string): Promise<boolean> {
    return this.#context.registration === 'open' || isInvited(this.#context.db, phone);
  }

  #hashes(phone: string, code: string) {
    return this.#context.keys.hashes(`${phone}:${code}`, this.#context.now());
  }
}

/** What is kept of an address: enough to know it again, or of IPv6 its network. */
const placeOf = (address: string) =>
  createHash('sha256').update(addressKey(address)).digest('hex').slice(0, 32);

export function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
