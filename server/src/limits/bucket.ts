/** Points: `burst` at once, `perSecond` again. An infinite burst never ends. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** A token bucket: `perSecond` on average, `burst` at once. `now`: milliseconds. */
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

  /** All of the points or none. */
  take(points = 1): boolean {
    this.#fill();
    if (this.#tokens < points) return false;
    this.#tokens -= points;
    return true;
  }

  /** Seconds until so many points are there. */
  waitSeconds(points = 1): number {
    this.#fill();
    return Math.max(0, points - this.#tokens) / this.#perSecond;
  }

  /** Takes the points whether they are there or not. */
  charge(points: number): void {
    this.#fill();
    this.#tokens = Math.max(-this.#burst, this.#tokens - points);
  }

  isFull(): boolean {
    this.#fill();
    return this.#tokens >= this.#burst;
  }

  #fill(): void {
    const now = this.#now();
    if (!Number.isFinite(this.#burst)) return;
    const gained = (Math.max(0, now - this.#filledAt) / 1_000) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#filledAt = now;
  }
}
