/** What the window of a dialog shows, folded from the engine's events. The engine decides what belongs to it (S14.6). */
import type { BridgeEvent } from './bridge.ts';
import type { ErrorCode, Mark } from './domain.ts';
import { compareMessages } from './messageOrder.ts';
import { isServiceLine } from './serviceLine.ts';
import type { DialogWindow, MessageView } from './views.ts';

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
  newBeyond: number;
  /** Grows when the window was replaced rather than extended: the list then starts anew. */
  generation: number;
}

/** The window after an event; events of other subjects and of other dialogs leave it. */
export function foldWindow(window: MessageWindow | null, event: BridgeEvent): MessageWindow | null {
  if (event.type === 'window') return event.window && windowOf(event.window, (window?.generation ?? 0) + 1);
  if (window === null) return null;
  switch (event.type) {
    case 'messages': {
      if (event.dialogId !== window.dialogId) return window;
      const { newBeyond = window.newBeyond } = event;
      return { ...changed(window, event.upserted, event.removed), newBeyond };
    }
    case 'windowMoved': {
      if (event.dialogId !== window.dialogId) return window;
      const { hasOlder, hasNewer, newBeyond } = event;
      return { ...changed(window, event.added, event.removed), hasOlder, hasNewer, newBeyond };
    }
    case 'marks':
      return event.dialogId === window.dialogId ? { ...window, marks: event.marks } : window;
    case 'caughtUp': {
      // Another chat may have been opened since the catch-up began.
      const { firstMissedKey } = event;
      const isHere = firstMissedKey !== null && window.byKey.has(firstMissedKey);
      return isHere ? { ...window, firstUnreadKey: firstMissedKey } : window;
    }
    default:
      return window;
  }
}

/** Somebody else's message; what a server says itself is no news, and neither is what was removed. */
export function isNews(message: MessageView): boolean {
  return !message.own && !isServiceLine(message.type) && message.removed === undefined;
}

export function windowOf(source: DialogWindow, generation: number): MessageWindow {
  const { typingUserIds: _, messages, ...rest } = source;
  const byKey = new Map(messages.map((message) => [message.key, message]));
  return { ...rest, messages: messages.toSorted(compareMessages), byKey, newBeyond: 0, generation };
}

/** The same key is the same row. */
function changed(window: MessageWindow, upserted: MessageView[], removed: string[]): MessageWindow {
  if (upserted.length + removed.length === 0) return window;
  const byKey = new Map(window.byKey);
  for (const key of removed) byKey.delete(key);
  for (const message of upserted) byKey.set(message.key, message);
  return { ...window, byKey, messages: [...byKey.values()].sort(compareMessages) };
}
