import type { Db } from './schema.ts';

const waiting = new WeakMap<Db, (() => void)[]>();

/** Done once, when the unit of work that `trx` is running is on disk; never where it is undone, however often it was run. */
export function afterCommit(trx: Db, then: () => void): void {
  waiting.set(trx, [...(waiting.get(trx) ?? []), then]);
}

/** What waits for the commit of the unit that has just run. Units may share a transaction, one after the other. */
export function takeWaiting(trx: Db): (() => void)[] {
  const taken = waiting.get(trx) ?? [];
  waiting.delete(trx);
  return taken;
}
