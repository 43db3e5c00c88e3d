/** Failures that nobody waits for: named in the log as what they are, and what follows from them. */
import type { Bus } from '../facts.ts';
import type { Log } from '../ports.ts';
import { StoreError } from '../store.ts';
import { ApiError } from './rest.ts';

export function createFailureLog({ bus, log }: { bus: Bus; log: Log }): (error: unknown) => void {
  return (error) => {
    if (error instanceof ApiError && error.status === 401) bus.tell('authDoubted');
    log.warn(eventOf(error), { cause: String(error) });
  };
}

function eventOf(error: unknown): string {
  if (error instanceof ApiError) return 'request.failed';
  return error instanceof StoreError ? 'store.failed' : 'engine.failed';
}
