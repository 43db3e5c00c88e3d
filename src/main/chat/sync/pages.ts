/** What a page of history proves: where it begins and ends, and whether anything lies below it. Pure functions. */
import type { Position } from '../../../shared/domain.ts';
import type { RemoteMessage, RemoteMessagePage } from '../../../shared/remote.ts';
import { comparePositions } from '../timeline/timeline.ts';

/** A longer walk stops: reading two weeks back is for the reader to ask. */
export const maximumPages = 50;

/** A page by number, counted from the newest message, with what lies between it and the head. */
export interface NumberedPage {
  /** How many messages are newer than its first, and than the one after its last. */
  start: number;
  end: number;
  total: number | null;
  isLast: boolean;
  /** What it was asked to hold; the server counts its pages by `end - start`. */
  asked: number;
  dropped: number;
  headSeq: number | null;
  messages: RemoteMessage[];
}

/**
 * The page that holds the message with so many newer ones, and goes on below it as far as pages of this size do. Pages of
 * another size begin elsewhere: they overlap those read before, and leave nothing out.
 */
export function pageFrom(offset: number, size: number): number {
  return Math.floor(offset / size) + 1;
}

export function numbered(page: RemoteMessagePage, number: number, asked: number): NumberedPage {
  const { pagination, messages, dropped, headSeq } = page;
  const size = pagination !== null && pagination.limit > 0 ? pagination.limit : asked;
  return {
    start: (number - 1) * size,
    end: number * size,
    total: pagination?.total ?? null,
    isLast:
      pagination !== null && pagination.pages > 0
        ? number >= pagination.pages
        : messages.length + dropped < asked,
    asked,
    dropped,
    headSeq,
    messages,
  };
}

/** Every row that the page was to hold is there, and was understood. */
export function isWhole({ start, end, total, dropped, messages }: NumberedPage): boolean {
  return total !== null && dropped === 0 && messages.length === Math.max(0, Math.min(end, total) - start);
}

export const sizeOf = ({ start, end }: NumberedPage): number => end - start;

/**
 * True when nothing can lie between a page and the next one, read later. What was inserted at the head meanwhile repeats
 * as many of the upper one, beside those that both hold; anything else means that messages were taken back and later ones
 * moved up.
 */
export function joins(above: NumberedPage, below: NumberedPage): boolean {
  if (above.total === null || below.total === null) return false;
  const ids = new Set(above.messages.map(({ messageId }) => messageId));
  const repeated = below.messages.filter(({ messageId }) => ids.has(messageId)).length;
  const overlap = above.end - below.start;
  return repeated === Math.min(overlap + below.total - above.total, below.messages.length);
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
 * oldest createdAt some may stand on the next page (S6.6).
 */
export function lowestCertain(messages: RemoteMessage[], reachedStart: boolean): Position | null {
  const bottom = lowest(messages);
  if (bottom === null || reachedStart) return bottom;
  return lowest(messages.filter((message) => message.createdAt > bottom.createdAt)) ?? highest(messages);
}
