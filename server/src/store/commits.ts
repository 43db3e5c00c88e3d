import type { Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * What is written together. It may be run again when another node was faster, so it does nothing but read and write, and looks
 * for what is there before it writes.
 */
export type Work<T> = (trx: Transaction<Schema>) => Promise<T>;

/** Every write goes through here. */
export interface Commits {
  /**
   * Resolves once `work` is on disk and `publish` has run; rejects with what `work` threw, its writes undone. What is published
   * of one dialog comes in the order of its `seq`.
   */
  run<T>(work: Work<T>, publish?: (result: T) => void): Promise<T>;
  /** Resolves when nothing is waiting any more. */
  idle(): Promise<void>;
}
