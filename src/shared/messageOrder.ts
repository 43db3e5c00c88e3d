/** The one order of messages, and what counts as not sent yet. */
import type { Message, Position } from './domain.ts';
import { orderIdOf } from './tie.ts';

type Place = Pick<Position, 'createdAt' | 'id'>;

/** What of a message gives it its place. */
export type Ordered = Pick<Message, 'id' | 'key' | 'createdAt' | 'tie'>;

export function comparePositions(a: Place, b: Place): number {
  return a.createdAt - b.createdAt || compareTexts(a.id, b.id);
}

/** The server does not have it yet, or is not known to. */
export function isPending(message: Pick<Message, 'id'>): boolean {
  return message.id === null;
}

/** The order people see: sent messages by time and tie, unsent ones last in the order they were written (S5.1, S5.2). */
export function compareMessages(a: Ordered, b: Ordered): number {
  if (isPending(a) !== isPending(b)) return isPending(a) ? 1 : -1;
  return a.createdAt - b.createdAt || compareTexts(orderIdOf(a), orderIdOf(b));
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
