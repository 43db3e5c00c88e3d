/** Calls that have to be made with care, or not at all, depending on the server at the other end. */
import type { Clock, Log } from '../ports.ts';
import { createReactionCalls } from './reactionCalls.ts';
import type { RestClient } from './rest.ts';
import { createTypingCalls } from './typingCalls.ts';

export interface CallsByServerOptions {
  rest: RestClient;
  clock: Clock;
  log: Log;
  ownUserId: string;
  isUp(): boolean;
  /** The server greeted with what it can, which the old system does not. */
  isGreeted(): boolean;
}

export function createCallsByServer({ rest, clock, log, ownUserId, isUp, isGreeted }: CallsByServerOptions) {
  return {
    reactions: { ...rest, ...createReactionCalls({ rest, ownUserId, isExact: isGreeted }) },
    typing: createTypingCalls({ rest, clock, log, isWanted: () => isUp() && !isGreeted() }),
  };
}
