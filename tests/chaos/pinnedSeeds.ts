/** Runs that once failed; they stay, and `npm test` repeats them. */
import type { Mode } from './fault.ts';

export const pinnedSeeds: readonly { fault: string; mode: Mode; seed: number }[] = [];
