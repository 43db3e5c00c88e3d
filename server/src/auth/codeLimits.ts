/**
 * How often codes are sent and tried. Nobody but the owner of a phone is to be kept out: a stranger uses up what strangers may,
 * never what the address may that asked for the code, or one that the owner has signed in from before.
 */

import { NOBODY, record } from '../audit.ts';
import type { ServerContext } from '../context.ts';
import { tooManyRequests } from '../contract/errors.ts';
import { DAY_MS, HOUR_MS, SlidingLimit } from '../limits/limits.ts';

const EVERYBODY = '';

/** A limit and the key it counts by. */
type Count = [limit: SlidingLimit, key: string];

/** Who asks for a code: a place that the owner of the phone has signed in from is not kept out by the flood of others. */
type Asker = 'stranger' | 'knownPlace' | 'signedIn';

/** `isStrange`: by another place than the one that asked for the code. */
interface Try {
  phone: string;
  place: string;
  isStrange: boolean;
}

export class CodeLimits {
  readonly #context: ServerContext;
  readonly #codes: Record<'own' | 'ownDay' | 'strangeDay' | 'place' | 'placeDay' | 'all', SlidingLimit>;
  readonly #wrong: Record<'own' | 'strange' | 'place', SlidingLimit>;
  /** Refusals that the audit log has: one an hour of each kind and key, or whoever asks could fill it. */
  readonly #audited: SlidingLimit;

  constructor(context: ServerContext) {
    const { limits, elapsed, shared } = context;
    const limitOf = (name: string, max: number, windowMs: number) =>
      new SlidingLimit(max, elapsed, windowMs, shared(name));
    this.#context = context;
    this.#codes = {
      own: limitOf('codes.own', limits.codesPerPhoneHour, HOUR_MS),
      ownDay: limitOf('codes.ownDay', limits.codesPerPhoneDay, DAY_MS),
      strangeDay: limitOf('codes.strangeDay', limits.codesPerPhoneDay, DAY_MS),
      place: limitOf('codes.place', limits.codesPerAddressHour, HOUR_MS),
      placeDay: limitOf('codes.placeDay', limits.codesPerAddressDay, DAY_MS),
      all: limitOf('codes.all', limits.codesPerDay, DAY_MS),
    };
    this.#wrong = {
      own: limitOf('wrong.own', limits.wrongCodesPerPhoneHour, HOUR_MS),
      strange: limitOf('wrong.strange', limits.strangeCodesPerPhoneHour, HOUR_MS),
      place: limitOf('wrong.place', limits.wrongCodesPerAddressHour, HOUR_MS),
    };
    this.#audited = new SlidingLimit(1, elapsed);
  }

  /**
   * Counts a request for a code; of everybody's, only one that is sent, as only that costs anything. Throws 429 `too_many_codes`,
   * and then counts nothing.
   */
  takeCode(phone: string, place: string, { by, isSent }: { by: Asker; isSent: boolean }): void {
    const { own, ownDay, strangeDay, place: byPlace, placeDay, all } = this.#codes;
    const everybody: Count = [all, EVERYBODY];
    const counts: Count[] = [
      [own, `${phone} ${place}`],
      [ownDay, `${phone} ${place}`],
      [byPlace, place],
      [placeDay, place],
      ...(by === 'stranger' ? [[strangeDay, phone] satisfies Count] : []),
    ];
    this.#refuse(by === 'knownPlace' ? counts : [...counts, everybody], 'too_many_codes');
    for (const [limit, key] of isSent ? [...counts, everybody] : counts) limit.count(key);
  }

  /**
   * Tries codes, each counted as wrong until it is known to be right: of many at once, no more begin than may be wrong. Throws 429
   * `too_many_tries` where this place may not try now, and what `work` throws.
   */
  async tryCode<T>(tries: Try[], work: () => Promise<T>, isWrong: (outcome: T) => boolean): Promise<T> {
    const counts = tries.flatMap((one) => this.#countsOf(one));
    this.#refuse(counts, 'too_many_tries');
    for (const [limit, key] of counts) limit.count(key);
    let wasWrong = false;
    try {
      const outcome = await work();
      wasWrong = isWrong(outcome);
      return outcome;
    } finally {
      if (!wasWrong) for (const [limit, key] of counts) limit.takeBack(key);
    }
  }

  #countsOf({ phone, place, isStrange }: Try): Count[] {
    const { own, strange, place: byPlace } = this.#wrong;
    const counts: Count[] = [
      [own, `${phone} ${place}`],
      [byPlace, place],
    ];
    return isStrange ? [...counts, [strange, phone]] : counts;
  }

  #refuse(counts: Count[], code: string): void {
    const longest = Math.max(...counts.map(([limit, key]) => limit.waitSeconds(key)));
    if (longest <= 0) return;
    const [, key = EVERYBODY] = counts.find(([limit, counted]) => limit.waitSeconds(counted) > 0) ?? [];
    this.#note(`${code} ${key}`, code);
    throw tooManyRequests(longest, code);
  }

  #note(key: string, code: string): void {
    if (this.#audited.waitSeconds(key) > 0) return;
    this.#audited.count(key);
    const { commits, log } = this.#context;
    commits
      .run((trx) => record(this.#context, trx, { action: 'limit', actor: NOBODY, detail: code }))
      .catch((error: unknown) => log.error({ err: error }, 'a refusal could not be noted'));
  }
}
