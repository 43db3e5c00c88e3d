/** Which part of a dialog a window shows: everything that is stored between two messages, and all that waits. */
import type { Message, Position } from '../../../shared/domain.ts';
import { comparePositions, isPending } from '../../../shared/messageOrder.ts';

/** null: without end on that side. */
export interface WindowBounds {
  from: Position | null;
  to: Position | null;
}

export function sideOf({ from, to }: WindowBounds, message: Message): 'inside' | 'below' | 'above' {
  if (isPending(message)) return 'inside';
  const position = { createdAt: message.createdAt, id: message.id ?? message.key };
  if (from !== null && comparePositions(position, from) < 0) return 'below';
  return to !== null && comparePositions(position, to) > 0 ? 'above' : 'inside';
}

/** Around these messages, which are in order; open where there is nothing more. */
export function boundsOf(
  messages: readonly Pick<Message, 'id' | 'createdAt' | 'seq'>[],
  { hasOlder, hasNewer }: { hasOlder: boolean; hasNewer: boolean },
): WindowBounds {
  return {
    from: hasOlder ? lowestOf(messages) : null,
    to: hasNewer ? positionOf(messages.findLast((message) => !isPending(message))) : null,
  };
}

/** Where the first sent one stands. */
export function lowestOf(messages: readonly Pick<Message, 'id' | 'createdAt' | 'seq'>[]): Position | null {
  return positionOf(messages.find((message) => !isPending(message)));
}

function positionOf(message: Pick<Message, 'id' | 'createdAt' | 'seq'> | undefined): Position | null {
  return message === undefined || message.id === null
    ? null
    : { createdAt: message.createdAt, id: message.id, seq: message.seq };
}
