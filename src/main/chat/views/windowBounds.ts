/** Which part of a dialog a window shows: everything that is stored between two messages, and all that waits. */
import type { Message, Position } from '../../../shared/domain.ts';
import { compareMessages, isPending, type Ordered } from '../../../shared/messageOrder.ts';

/** null: without end on that side. */
export interface WindowBounds {
  from: Ordered | null;
  to: Ordered | null;
}

export function sideOf({ from, to }: WindowBounds, message: Message): 'inside' | 'below' | 'above' {
  if (isPending(message)) return 'inside';
  if (from !== null && compareMessages(message, from) < 0) return 'below';
  return to !== null && compareMessages(message, to) > 0 ? 'above' : 'inside';
}

/** Around these messages, which are in order; open where there is nothing more. */
export function boundsOf(
  messages: readonly Ordered[],
  { hasOlder, hasNewer }: { hasOlder: boolean; hasNewer: boolean },
): WindowBounds {
  const isSent = (message: Ordered) => !isPending(message);
  return {
    from: hasOlder ? (messages.find(isSent) ?? null) : null,
    to: hasNewer ? (messages.findLast(isSent) ?? null) : null,
  };
}

/** Where the first sent one stands. */
export function lowestOf(messages: readonly Pick<Message, 'id' | 'createdAt' | 'seq'>[]): Position | null {
  const first = messages.find((message) => !isPending(message));
  return first === undefined || first.id === null
    ? null
    : { createdAt: first.createdAt, id: first.id, seq: first.seq };
}
