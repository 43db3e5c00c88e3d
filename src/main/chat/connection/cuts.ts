/** What the words of Socket.IO and of the servers mean for a connection. */
import type { CutReason } from '../../../shared/happenings.ts';

export function cutReason(reason: string): CutReason {
  if (reason === 'io server disconnect') return 'server';
  // A connection that answers no probe is closed from here.
  return reason === 'ping timeout' || reason === 'forced close' ? 'silence' : 'network';
}

/** What a server says to whom it does not know. */
export function isRejection(message: string): boolean {
  return /^authentication/i.test(message);
}
