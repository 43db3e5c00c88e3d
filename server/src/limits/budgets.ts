import { isIPv6 } from 'node:net';
import { Bucket, type Rate } from './bucket.ts';
import { alone, type Join } from './spending.ts';

/** Points by key: of a person, or of an address. */
export interface Budget {
  /** Takes the points, or none of them; seconds until they can be had, 0 when they were. */
  take(key: string, points: number): number;
  /** Takes what was used already, at most until the key owes its whole burst. */
  charge(key: string, points: number): void;
}

const KEYS_BEFORE_SWEEP = 10_000;

/** Kept in the memory of this process, by a clock that only grows; what other nodes spend of it is owed here as well. */
export function openBudget(rate: Rate, elapsed: () => number, join: Join = alone): Budget {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (key: string) => {
    const known = buckets.get(key);
    if (known) return known;
    if (buckets.size >= KEYS_BEFORE_SWEEP) {
      for (const [name, bucket] of buckets) if (bucket.isFull()) buckets.delete(name);
    }
    const bucket = new Bucket(rate.perSecond, rate.burst, elapsed);
    buckets.set(key, bucket);
    return bucket;
  };
  const charge = (key: string, points: number) => bucketOf(key).charge(points);
  const spent = Number.isFinite(rate.burst) ? join(charge) : alone(charge);
  return {
    take: (key, points) => {
      const bucket = bucketOf(key);
      if (!bucket.take(points)) return bucket.waitSeconds(points);
      spent(key, points);
      return 0;
    },
    charge: (key, points) => {
      charge(key, points);
      spent(key, points);
    },
  };
}

/** Who an address stands for: of IPv6, whoever has one address has the 64 bits below it as well. */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const behind = groups(tail ?? '');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - groups(head).length - behind.length);
  const all = [...groups(head), ...Array.from({ length: gap }, () => '0'), ...behind];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
