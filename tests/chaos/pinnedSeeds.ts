/** Runs that once failed; they stay, and `npm test` repeats them. */
import type { OldVariantName } from '../fixtures/oldBackend/variants.ts';
import type { Mode } from './fault.ts';

export const pinnedSeeds: readonly {
  fault: string;
  mode: Mode;
  variant?: OldVariantName;
  seed: number;
}[] = [];
