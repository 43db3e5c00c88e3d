/** What a page of history proves: where it begins and ends, and whether anything lies below it. Pure functions. */
import type { Position } from '../../shared/domain.ts';
import type { RemoteMessage, RemoteMessagePage } from '../../shared/remote.ts';
import { comparePositions } from './timeline.ts';

/** Messages asked for at once. A server may give less. */
export const pageSize = 50;
/** A longer walk stops: reading two weeks back is for the reader to ask. */
export const maximumPages = 50;

export function isLastPage(page: RemoteMessagePage, number: number): boolean {
  if (page.pagination !== null && page.pagination.pages > 0) return number >= page.pagination.pages;
  return page.messages.length + page.dropped < pageSize;
}

function positions(messages: RemoteMessage[]): Position[] {
  return messages.flatMap((message) =>
    message.messageId === null
      ? []
      : [{ createdAt: message.createdAt, id: message.messageId, seq: message.seq }],
  );
}

export function highest(messages: RemoteMessage[]): Position | null {
  return positions(messages).reduce<Position | null>(
    (best, position) => (best === null || comparePositions(position, best) > 0 ? position : best),
    null,
  );
}

export function lowest(messages: RemoteMessage[]): Position | null {
  return positions(messages).reduce<Position | null>(
    (best, position) => (best === null || comparePositions(position, best) < 0 ? position : best),
    null,
  );
}

/**
 * The lowest position that pages vouch for. Pages are sorted by createdAt alone, so of several messages with the
 * oldest createdAt some may stand on the next page.
 */
export function lowestCertain(messages: RemoteMessage[], reachedStart: boolean): Position | null {
  const bottom = lowest(messages);
  if (bottom === null || reachedStart) return bottom;
  return lowest(messages.filter((message) => message.createdAt > bottom.createdAt)) ?? highest(messages);
}
