/** Calls that have to be made with care, or not at all, depending on the server at the other end. */
import type { Bus } from '../facts.ts';
import type { Clock, Log } from '../ports.ts';
import { createReactionCalls } from './reactionCalls.ts';
import type { RestClient } from './rest.ts';
import { createTypingCalls } from './typingCalls.ts';

export interface CallsByServerOptions {
  bus: Bus;
  rest: RestClient;
  clock: Clock;
  log: Log;
  ownUserId: string;
  isUp(): boolean;
  /** The server greeted with what it can, which the old system does not. */
  isGreeted(): boolean;
}

export function createCallsByServer(options: CallsByServerOptions) {
  const { bus, rest, isUp, isGreeted } = options;
  const typing = createTypingCalls({ ...options, isWanted: () => isUp() && !isGreeted() });
  bus.on('connected', typing.forgetRoute);
  return {
    reactions: { ...rest, ...createReactionCalls({ ...options, isExact: isGreeted }) },
    typing,
  };
}
