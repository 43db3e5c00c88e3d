/** The person types, told over REST where the server takes it there (S11.6, P8.5): a hint, seldom, one at a time, never twice. */
import { typingIntervalMs } from '../../../shared/typing.ts';
import type { Clock, Log } from '../ports.ts';
import { isRouteMissing, type RestClient } from './rest.ts';
import { createOptionalCall } from './routes.ts';

export interface TypingCallsOptions {
  rest: Pick<RestClient, 'tellTyping'>;
  clock: Clock;
  log: Log;
  /** The server is there, and is none that hears of it by the socket alone. */
  isWanted(): boolean;
}

export function createTypingCalls({ rest, clock, log, isWanted }: TypingCallsOptions) {
  const route = createOptionalCall(isRouteMissing);
  const toldAt = new Map<string, number>();
  let isOut = false;

  return {
    tell(dialogId: string): void {
      // One that hangs occupies one of the few connections to the server; sending needs the others.
      if (isOut || route.isAbsent() || !isWanted()) return;
      const now = clock.elapsed();
      const before = toldAt.get(dialogId);
      if (before !== undefined && now - before < typingIntervalMs) return;
      toldAt.set(dialogId, now);
      isOut = true;
      route
        .call(() => rest.tellTyping(dialogId))
        .catch((error: unknown) => log.info('typingCalls.failed', { dialogId, cause: String(error) }))
        .finally(() => {
          isOut = false;
        });
    },
    /** The connection is new: the server may be another one. */
    forgetRoute: route.forget,
  };
}
