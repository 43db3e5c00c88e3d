import type { ErrorCode, Mark } from '../../shared/domain.ts';
import { isServiceLine } from '../../shared/serviceLine.ts';
import { orderIdOf } from '../../shared/tie.ts';
import type { DialogWindow, MessageView } from '../../shared/views.ts';

/** The part of a dialog on screen. `messages` is sorted; `byKey` holds the same objects. */
export interface MessageWindow {
  dialogId: string;
  messages: MessageView[];
  byKey: Map<string, MessageView>;
  hasOlder: boolean;
  hasNewer: boolean;
  firstUnreadKey: string | null;
  marks: Mark[];
  loading: boolean;
  failure?: ErrorCode | undefined;
  /** Others' messages newer than the window, heard of while the reader is in history. */
  beyond: ReadonlySet<string>;
  /** Grows when the window was replaced rather than extended: the list then starts anew. */
  generation: number;
}

function isPending(message: MessageView): boolean {
  return message.state !== 'sent';
}

/** (createdAt, tie), and what has not been sent yet last. */
export function compareMessages(left: MessageView, right: MessageView): number {
  const pending = Number(isPending(left)) - Number(isPending(right));
  if (pending !== 0) return pending;
  if (left.createdAt !== right.createdAt) return left.createdAt - right.createdAt;
  const [leftId, rightId] = [orderIdOf(left), orderIdOf(right)];
  return leftId < rightId ? -1 : Number(leftId > rightId);
}

function withMessages(
  window: MessageWindow,
  byKey: Map<string, MessageView>,
  changes: Partial<MessageWindow> = {},
): MessageWindow {
  return { ...window, byKey, messages: [...byKey.values()].sort(compareMessages), ...changes };
}

export function openWindow(source: DialogWindow, generation: number): MessageWindow {
  const { typingUserIds: _, messages, ...rest } = source;
  const byKey = new Map(messages.map((message) => [message.key, message]));
  return {
    ...rest,
    byKey,
    messages: [...byKey.values()].sort(compareMessages),
    beyond: new Set(),
    generation,
  };
}

/** Applies what happened: the same key is the same row; what lies outside a window with more to load is left out. */
export function applyMessages(
  window: MessageWindow,
  upserted: MessageView[],
  removed: string[],
): MessageWindow {
  const byKey = new Map(window.byKey);
  const beyond = new Set(window.beyond);
  const first = edgeOf(window, 'older');
  const last = edgeOf(window, 'newer');
  for (const message of upserted) {
    const known = byKey.get(message.key);
    const isNew = !known && !isPending(message);
    // What waited at the end takes its place among the sent ones, which may lie beyond.
    const settles = known !== undefined && isPending(known) && !isPending(message);
    if ((isNew || settles) && window.hasNewer && last && compareMessages(message, last) > 0) {
      byKey.delete(message.key);
      if (isNews(message)) beyond.add(message.key);
    } else if (isNew && window.hasOlder && first && compareMessages(message, first) < 0) {
      // It belongs to a page that has not been loaded; it comes with that page.
    } else {
      byKey.set(message.key, message);
    }
  }
  for (const key of removed) {
    byKey.delete(key);
    beyond.delete(key);
  }
  return withMessages(window, byKey, { beyond });
}

/** Somebody else's message; what a server says itself is no news. */
export function isNews(message: MessageView): boolean {
  return !message.own && !isServiceLine(message.type);
}

/** The outermost message that the server has: pages are asked for from there. */
export function edgeOf(window: MessageWindow, direction: 'older' | 'newer'): MessageView | undefined {
  return direction === 'older'
    ? window.messages.find((message) => !isPending(message))
    : window.messages.findLast((message) => !isPending(message));
}

/**
 * Joins a page that `loadMessages` answered. One that was asked for from a message which is no longer the edge is left
 * out: the window was trimmed since, and between the two there may be a hole.
 */
export function extendWindow(
  window: MessageWindow,
  direction: 'older' | 'newer',
  page: { from: string; messages: MessageView[]; hasMore: boolean },
): MessageWindow {
  if (edgeOf(window, direction)?.key !== page.from) return window;
  const byKey = new Map(window.byKey);
  for (const message of page.messages) if (!byKey.has(message.key)) byKey.set(message.key, message);
  if (direction === 'older') return withMessages(window, byKey, { hasOlder: page.hasMore });
  const beyond = page.hasMore
    ? new Set([...window.beyond].filter((key) => !byKey.has(key)))
    : new Set<string>();
  return withMessages(window, byKey, { hasNewer: page.hasMore, beyond });
}

/**
 * Keeps the rows from `first` to `last` (indexes) and what waits to be sent; the rest comes back with its page. Others'
 * messages after `seen` go on being counted as new.
 */
export function trimWindow(
  window: MessageWindow,
  { first, last, seen }: { first: number; last: number; seen: MessageView | undefined },
): MessageWindow {
  const newer = window.messages.slice(last + 1).filter((message) => !isPending(message));
  const beyond = new Set(window.beyond);
  for (const message of newer) {
    if (isNews(message) && (!seen || compareMessages(message, seen) > 0)) beyond.add(message.key);
  }
  const messages = window.messages.filter(
    (message, index) => (index >= first && index <= last) || isPending(message),
  );
  return {
    ...window,
    messages,
    byKey: new Map(messages.map((message) => [message.key, message])),
    hasOlder: window.hasOlder || first > 0,
    hasNewer: window.hasNewer || newer.length > 0,
    beyond,
  };
}

/** How many messages of others stand below the lowest one that was in sight. */
export function countNew(window: MessageWindow, seen: MessageView | undefined): number {
  let count = window.beyond.size;
  for (let index = window.messages.length - 1; index >= 0; index -= 1) {
    const message = window.messages[index];
    if (!message || (seen && compareMessages(message, seen) <= 0)) break;
    if (isNews(message)) count += 1;
  }
  return count;
}
