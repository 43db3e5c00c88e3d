/** How long to wait for an answer, from how long the last ones took: RFC 6298, whose names these are. */
export interface Deadline {
  ms(): number;
  answered(tookMs: number): void;
  expired(): void;
  /** What an answer takes now; null: none came yet. */
  usualMs(): number | null;
}

export function createDeadline({
  initialMs,
  floorMs,
  ceilingMs,
}: {
  initialMs: number;
  floorMs: number;
  ceilingMs: number;
}): Deadline {
  let smoothedMs: number | null = null;
  let variationMs = 0;
  let currentMs = initialMs;

  return {
    ms: () => currentMs,
    answered(tookMs) {
      if (smoothedMs === null) {
        smoothedMs = tookMs;
        variationMs = tookMs / 2;
      } else {
        variationMs = (3 / 4) * variationMs + (1 / 4) * Math.abs(smoothedMs - tookMs);
        smoothedMs = (7 / 8) * smoothedMs + (1 / 8) * tookMs;
      }
      currentMs = Math.min(ceilingMs, Math.max(floorMs, smoothedMs + 4 * variationMs));
    },
    /** Until an answer is measured again, each that does not come is waited for twice as long. */
    expired() {
      currentMs = Math.min(ceilingMs, currentMs * 2);
    },
    usualMs: () => smoothedMs,
  };
}
