/** Numbers the server enforces. Infinity switches one off. */
export interface Limits {
  /** Codes asked for by one address: for one phone, and for all. */
  codesPerPhoneHour: number;
  codesPerAddressHour: number;
  codesPerAddressDay: number;
  /** Codes for one phone asked for by one address, and by all addresses that nobody of this phone has signed in from. */
  codesPerPhoneDay: number;
  /** Codes for everybody: what sending may cost. */
  codesPerDay: number;
  /** Wrong codes of one address: for one phone, and for all. */
  wrongCodesPerPhoneHour: number;
  wrongCodesPerAddressHour: number;
  /** Wrong codes for one phone by all addresses that have not asked for one. */
  strangeCodesPerPhoneHour: number;
  /** What the request for a code is answered after, milliseconds, whatever sending it takes; 0: as soon as it is sent. */
  codeAnswerMs: number;
  /** REST calls of one user (or, signed out, of one address) in ten seconds. */
  requestsPer10s: number;
  /** Socket events of one socket. */
  eventsPerSecond: number;
  eventBurst: number;
  /** `typing:start` forwarded for one socket. */
  typingPerSecond: number;
  /** A socket that has more packets or bytes than this waiting does not read: it is disconnected. */
  waitingPackets: number;
  waitingBytes: number;
}

export const PAYLOAD_BYTES = 64 * 1024;
export const HANDSHAKE_MS = 5_000;

export const productionLimits: Limits = {
  codesPerPhoneHour: 5,
  codesPerAddressHour: 300,
  codesPerAddressDay: 1_000,
  codesPerPhoneDay: 20,
  codesPerDay: 10_000,
  wrongCodesPerPhoneHour: 15,
  wrongCodesPerAddressHour: 50,
  strangeCodesPerPhoneHour: 15,
  codeAnswerMs: 1_000,
  requestsPer10s: 6_000,
  eventsPerSecond: 100,
  eventBurst: 300,
  typingPerSecond: 5,
  waitingPackets: 10_000,
  waitingBytes: 16 * 1024 * 1024,
};

/** On loopback, for people who try it out and for tests: whoever can reach it owns it. */
export const demoLimits: Limits = {
  ...productionLimits,
  codesPerPhoneHour: Number.POSITIVE_INFINITY,
  codesPerAddressHour: Number.POSITIVE_INFINITY,
  codesPerAddressDay: Number.POSITIVE_INFINITY,
  codesPerPhoneDay: Number.POSITIVE_INFINITY,
  codesPerDay: Number.POSITIVE_INFINITY,
  wrongCodesPerPhoneHour: Number.POSITIVE_INFINITY,
  wrongCodesPerAddressHour: Number.POSITIVE_INFINITY,
  strangeCodesPerPhoneHour: Number.POSITIVE_INFINITY,
  codeAnswerMs: 0,
  requestsPer10s: Number.POSITIVE_INFINITY,
};

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const KEYS_BEFORE_SWEEP = 10_000;

/** Counts events by key in a sliding hour, or another time. In memory: a restart forgets, the five tries of a code do not. */
export class SlidingLimit {
  readonly #max: number;
  readonly #now: () => number;
  readonly #windowMs: number;
  readonly #times = new Map<string, number[]>();

  constructor(max: number, now: () => number, windowMs = HOUR_MS) {
    this.#max = max;
    this.#now = now;
    this.#windowMs = windowMs;
  }

  /** Seconds until the key may go on; 0 when it may now. */
  waitSeconds(key: string): number {
    const recent = this.#recent(key);
    const oldest = recent[recent.length - this.#max];
    return oldest === undefined ? 0 : (oldest + this.#windowMs - this.#now()) / 1_000;
  }

  count(key: string): void {
    if (!Number.isFinite(this.#max)) return;
    if (this.#times.size >= KEYS_BEFORE_SWEEP) for (const known of this.#times.keys()) this.#recent(known);
    this.#times.set(key, [...this.#recent(key), this.#now()]);
  }

  #recent(key: string): number[] {
    const limit = this.#now() - this.#windowMs;
    const recent = (this.#times.get(key) ?? []).filter((time) => time > limit);
    if (recent.length === 0) this.#times.delete(key);
    else this.#times.set(key, recent);
    return recent;
  }
}

/** A token bucket: `perSecond` on average, `burst` at once. */
export class Bucket {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #now: () => number;
  #tokens: number;
  #filledAt: number;

  constructor(perSecond: number, burst: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#now = now;
    this.#tokens = burst;
    this.#filledAt = now();
  }

  take(): boolean {
    const now = this.#now();
    const gained = (Math.max(0, now - this.#filledAt) / 1_000) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
