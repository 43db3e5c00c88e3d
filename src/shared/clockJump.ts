/** Milliseconds that a clock may be off after a wait: less is a busy machine. */
const toleranceMs = 15_000;

/** The wall clock is not where it should be after a wait: the machine slept, or somebody set it (S1.6). Milliseconds since 1970. */
export function clockJumped(now: number, expected: number): boolean {
  return Math.abs(now - expected) > toleranceMs;
}
