import type { DialogWindow, MessageView } from '../../shared/bridge.ts';
import type { Mark } from '../../shared/domain.ts';

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
  /** Others' messages newer than the window, heard of while the reader is in history. */
  beyond: ReadonlySet<string>;
  /** Grows when the window was replaced rather than extended: the list then starts anew. */
  generation: number;
}

function isPending(message: MessageView): boolean {
  return message.state !== 'sent';
}

/** (createdAt, id), and what has not been sent yet last. */
export function compareMessages(left: MessageView, right: MessageView): number {
  const pending = Number(isPending(left)) - Number(isPending(right));
  if (pending !== 0) return pending;
  if (left.createdAt !== right.createdAt) return left.createdAt - right.createdAt;
  const [leftId, rightId] = [left.id ?? left.key, right.id ?? right.key];
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
  const sent = window.messages.filter((message) => !isPending(message));
  const first = sent[0];
  const last = sent.at(-1);
  for (const message of upserted) {
    const isNew = !byKey.has(message.key) && !isPending(message);
    if (isNew && window.hasNewer && last && compareMessages(message, last) > 0) {
      if (!message.own) beyond.add(message.key);
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

/** Joins a page that `loadMessages` answered. */
export function extendWindow(
  window: MessageWindow,
  direction: 'older' | 'newer',
  page: { messages: MessageView[]; hasMore: boolean },
): MessageWindow {
  const byKey = new Map(window.byKey);
  for (const message of page.messages) if (!byKey.has(message.key)) byKey.set(message.key, message);
  if (direction === 'older') return withMessages(window, byKey, { hasOlder: page.hasMore });
  const beyond = page.hasMore
    ? new Set([...window.beyond].filter((key) => !byKey.has(key)))
    : new Set<string>();
  return withMessages(window, byKey, { hasNewer: page.hasMore, beyond });
}
