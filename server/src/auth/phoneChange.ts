import { randomInt } from 'node:crypto';
import type { Caller, ServerContext } from '../context.ts';
import { badRequest, phoneInUse } from '../contract/errors.ts';
import { codeFor, countTry, deleteCodes, putCode } from '../store/codes.ts';
import type { Db, UserRow } from '../store/schema.ts';
import type { CodeLimits } from './codeLimits.ts';
import { personEvent } from './disabling.ts';
import { changePhone } from './phone.ts';
import type { Sending } from './sending.ts';
import { CODE_LIFETIME_MS, DEMO_CODE, sameText, TRIES, USED_UP_CODE, WRONG_CODE } from './signIn.ts';

/** Changing one's own phone, with a code to either number: whoever has only one of them changes nothing (P7.26). */
export class PhoneChanges {
  readonly #context: ServerContext;
  readonly #limits: CodeLimits;
  readonly #sending: Sending;

  constructor(context: ServerContext, limits: CodeLimits, sending: Sending) {
    this.#context = context;
    this.#limits = limits;
    this.#sending = sending;
  }

  /**
   * Sends the codes, also to a number that somebody has: only whoever shows that it is theirs as well learns of that. `phone` is
   * well-formed. Throws 409 where it is the caller's own, 429 over a limit, 503 where sending fails.
   */
  async request({ user, userId }: Caller, phone: string): Promise<void> {
    const { demo, now, elapsed, commits } = this.#context;
    const began = elapsed();
    if (phone === user.phone) throw phoneInUse();
    const codes = [user.phone, phone].map((number) => ({
      phone: number,
      code: demo ? DEMO_CODE : String(randomInt(10_000)).padStart(4, '0'),
    }));
    for (const { phone: number } of codes) {
      this.#limits.takeCode(number, userId, { by: 'signedIn', isSent: !demo });
    }
    const expiresAt = now() + CODE_LIFETIME_MS;
    await commits.run(async (trx) => {
      for (const { phone: number, code } of codes) {
        const [codeHash] = this.#hashes(userId, number, phone, code);
        await putCode(trx, { phone: keyOf(number), place: userId, codeHash, name: null, expiresAt });
      }
    });
    await Promise.all(codes.map((code) => this.#sending.send(demo ? undefined : code, began)));
  }

  /** Changes the phone, if both codes are right. Throws 400, 409 or 429. */
  async confirm(
    { user, userId }: Caller,
    phone: string,
    codes: { oldCode: string; newCode: string },
  ): Promise<UserRow> {
    const numbers = [user.phone, phone];
    const outcome = await this.#limits.tryCode(
      numbers.map((number) => ({ phone: number, place: userId, isStrange: false })),
      async () => {
        const told = [userId, ...(await this.#context.backend.peers(userId))];
        return this.#context.change<UserRow | string>(async (trx) => {
          const refusal =
            (await this.#refusalOf(trx, userId, user.phone, phone, codes.oldCode)) ??
            (await this.#refusalOf(trx, userId, phone, phone, codes.newCode));
          if (refusal !== undefined) return { answer: refusal, events: [] };
          for (const number of numbers) await deleteCodes(trx, keyOf(number));
          const changed = await changePhone(this.#context, trx, user, phone, userId);
          return { answer: changed, events: [personEvent(this.#context, changed, told)] };
        });
      },
      (result) => typeof result === 'string',
    );
    if (typeof outcome === 'string') throw badRequest(outcome);
    return outcome;
  }

  async #refusalOf(
    trx: Db,
    userId: string,
    number: string,
    target: string,
    code: string,
  ): Promise<string | undefined> {
    const found = await codeFor(trx, keyOf(number), userId, this.#context.now());
    const stored = found?.place === userId ? await countTry(trx, found, false) : undefined;
    if (!stored) return WRONG_CODE;
    if (stored.tries > TRIES) return USED_UP_CODE;
    const isRight = this.#hashes(userId, number, target, code).some((hash) =>
      sameText(stored.code_hash, hash),
    );
    return isRight ? undefined : WRONG_CODE;
  }

  /** Of both numbers: a code for one change is none for another. */
  #hashes(userId: string, number: string, target: string, code: string) {
    return this.#context.keys.hashes(`change:${userId}:${number}:${target}:${code}`, this.#context.now());
  }
}

/** Beside the codes of sign-in, never among them. */
const keyOf = (phone: string) => `change:${phone}`;
