/** Full jitter: whoever waits takes random(0, this). min(30 s, 1 s · 2ⁿ), n ≤ 5 (S1.4). */
export function maximumRetryDelayMs(attempts: number): number {
  return Math.min(30_000, 1_000 * 2 ** Math.min(attempts, 5));
}
