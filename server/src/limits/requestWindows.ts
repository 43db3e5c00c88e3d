import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';

const KEYS_BEFORE_SWEEP = 10_000;

interface Window {
  count: number;
  endsAt: number;
}

/** Counts requests by `elapsed`: the library's own store counts by the clock, and waits for a day when that is set back by one. */
export function requestWindows(elapsed: () => number): FastifyRateLimitStoreCtor {
  return class RequestWindows implements FastifyRateLimitStore {
    readonly #windows = new Map<string, Window>();

    incr(key: string, callback: Parameters<FastifyRateLimitStore['incr']>[1], timeWindow: number): void {
      const now = elapsed();
      if (this.#windows.size >= KEYS_BEFORE_SWEEP) this.#sweep(now);
      const known = this.#windows.get(key);
      const window = known && known.endsAt > now ? known : { count: 0, endsAt: now + timeWindow };
      window.count += 1;
      this.#windows.set(key, window);
      callback(null, { current: window.count, ttl: window.endsAt - now });
    }

    child(): FastifyRateLimitStore {
      return new RequestWindows();
    }

    #sweep(now: number): void {
      for (const [key, { endsAt }] of this.#windows) if (endsAt <= now) this.#windows.delete(key);
    }
  };
}
