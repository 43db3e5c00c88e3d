import type { Rate } from './bucket.ts';
import { alone, type Join, type Spent } from './spending.ts';

/** Kinds of work, each with a budget of its own: one that is used up leaves the others. */
export type WorkKind = 'reading' | 'writing' | 'changes' | 'search' | 'files';

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
  /** Points of one person; what a request costs, `workOf` says. */
  work: Record<WorkKind, Rate>;
  /** Points of one address, for requests of people who are not signed in. */
  addressWork: Rate;
  /** Bytes that one person uploads. */
  uploadedBytes: Rate;
  /** Requests of one person that are worked on at a time. */
  atOnce: Record<WorkKind, number>;
  /** How many more of each kind may wait for their turn, and for how long. */
  waitingRequests: number;
  waitingMs: number;
  /** How long a refusal of that person waits, so that trying again at once is no faster. */
  refusalMs: number;
  /** An answer that is not read within this time is cut. */
  answerMs: number;
  socketsPerPerson: number;
  /** Socket events of one person. */
  eventsPerSecond: number;
  eventBurst: number;
  /** `typing:start` forwarded for one person; in large groups fewer. */
  typingPerSecond: number;
  /** A socket that has more packets or bytes than this waiting does not read: it is disconnected. */
  waitingPackets: number;
  waitingBytes: number;
}

export const PAYLOAD_BYTES = 64 * 1024;
/** Of one file, unless it is set otherwise. */
export const FILE_BYTES = 25 * 1024 * 1024;
export const FILES_PER_MESSAGE = 10;
export const HANDSHAKE_MS = 5_000;
/** How long a message can be edited and removed by its sender, unless it is set otherwise. */
export const WINDOW_MINUTES = 48 * 60;

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
  // A first look at thousands of chats fits into the burst, and a script that posts at a steady pace into the rest.
  work: {
    reading: { burst: 6_000, perSecond: 100 },
    writing: { burst: 3_000, perSecond: 30 },
    changes: { burst: 400, perSecond: 10 },
    search: { burst: 300, perSecond: 15 },
    files: { burst: 3_000, perSecond: 30 },
  },
  addressWork: { burst: 6_000, perSecond: 600 },
  // Two gigabytes at once, and as much in a day.
  uploadedBytes: { burst: 2 * 1024 ** 3, perSecond: 24 * 1024 },
  // A transaction holds up every other writer: who writes alone with eight hands takes the time of eight.
  atOnce: { reading: 8, writing: 2, changes: 1, search: 2, files: 8 },
  waitingRequests: 64,
  waitingMs: 5_000,
  refusalMs: 1_000,
  answerMs: 60_000,
  socketsPerPerson: 20,
  eventsPerSecond: 100,
  eventBurst: 300,
  typingPerSecond: 5,
  waitingPackets: 10_000,
  waitingBytes: 16 * 1024 * 1024,
};

const never = Number.POSITIVE_INFINITY;
const unlimited: Rate = { burst: never, perSecond: never };

/** On loopback, for people who try it out and for tests: whoever can reach it owns it. */
export const demoLimits: Limits = {
  ...productionLimits,
  codesPerPhoneHour: never,
  codesPerAddressHour: never,
  codesPerAddressDay: never,
  codesPerPhoneDay: never,
  codesPerDay: never,
  wrongCodesPerPhoneHour: never,
  wrongCodesPerAddressHour: never,
  strangeCodesPerPhoneHour: never,
  codeAnswerMs: 0,
  work: {
    reading: unlimited,
    writing: unlimited,
    changes: unlimited,
    search: unlimited,
    files: unlimited,
  },
  addressWork: unlimited,
  uploadedBytes: unlimited,
  atOnce: { reading: never, writing: never, changes: never, search: never, files: never },
  socketsPerPerson: never,
};

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const KEYS_BEFORE_SWEEP = 10_000;
const SWEEP_MS = 60_000;
const MOST_KEYS = 100_000;

/**
 * Counts events by key in a sliding hour, or another time. In memory: a restart forgets, and so do too many keys, the oldest first;
 * the five tries of a code do not.
 */
export class SlidingLimit {
  readonly #max: number;
  readonly #now: () => number;
  readonly #windowMs: number;
  /** By key; whose last event is the oldest comes first. */
  readonly #times = new Map<string, number[]>();
  readonly #spent: Spent;
  #sweptAt = Number.NEGATIVE_INFINITY;
  #sweptSize = 0;

  constructor(max: number, now: () => number, windowMs = HOUR_MS, join: Join = alone) {
    this.#max = max;
    this.#now = now;
    this.#windowMs = windowMs;
    this.#spent = (Number.isFinite(max) ? join : alone)((key, points) => {
      for (let one = 0; one < Math.min(points, max); one += 1) this.#note(key);
      for (let one = 0; one > points; one -= 1) this.#forgetOne(key);
    });
  }

  /** Seconds until the key may go on; 0 when it may now. */
  waitSeconds(key: string): number {
    const recent = this.#recent(key);
    const oldest = recent[recent.length - this.#max];
    return oldest === undefined ? 0 : (oldest + this.#windowMs - this.#now()) / 1_000;
  }

  count(key: string): void {
    if (!Number.isFinite(this.#max)) return;
    this.#note(key);
    this.#spent(key, 1);
  }

  get size(): number {
    return this.#times.size;
  }

  /** Of what was counted for the key, the last is no more. */
  takeBack(key: string): void {
    if (this.#forgetOne(key)) this.#spent(key, -1);
  }

  #note(key: string): void {
    this.#makeRoom();
    const recent = this.#recent(key);
    recent.push(this.#now());
    this.#times.delete(key);
    this.#times.set(key, recent);
  }

  /** False where nothing is counted. */
  #forgetOne(key: string): boolean {
    const recent = this.#recent(key);
    const isCounted = recent.pop() !== undefined;
    if (recent.length === 0) this.#times.delete(key);
    return isCounted;
  }

  /** Looks through all keys rarely: whoever makes up new ones would have that done for each of them. */
  #makeRoom(): void {
    const { size } = this.#times;
    const isDue = this.#now() - this.#sweptAt >= SWEEP_MS || size >= 2 * this.#sweptSize;
    if (size >= KEYS_BEFORE_SWEEP && isDue) {
      for (const known of this.#times.keys()) this.#recent(known);
      this.#sweptAt = this.#now();
      this.#sweptSize = this.#times.size;
    }
    const [oldest] = this.#times.keys();
    if (oldest !== undefined && this.#times.size >= MOST_KEYS) this.#times.delete(oldest);
  }

  #recent(key: string): number[] {
    const limit = this.#now() - this.#windowMs;
    const recent = (this.#times.get(key) ?? []).filter((time) => time > limit);
    if (recent.length === 0) this.#times.delete(key);
    else this.#times.set(key, recent);
    return recent;
  }
}
