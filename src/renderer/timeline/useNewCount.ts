import { useEffect, useRef } from 'react';
import type { MessageView } from '../../shared/bridge.ts';
import { compareMessages, type MessageWindow } from './messageWindow.ts';

function startOfCount(window: MessageWindow): MessageView | undefined {
  const unread = window.messages.findIndex(({ key }) => key === window.firstUnreadKey);
  return unread >= 0 ? window.messages[unread - 1] : window.messages.at(-1);
}

/** How many messages of others stand below the lowest one that has been in sight. */
export function useNewCount(window: MessageWindow, visible: MessageView[]): number {
  const seen = useRef<MessageView | undefined>(undefined);
  const started = useRef(false);
  const before = started.current ? seen.current : startOfCount(window);
  const lowest = visible.at(-1);
  const seenNow = lowest && (!before || compareMessages(lowest, before) > 0) ? lowest : before;

  useEffect(() => {
    started.current = true;
    seen.current = seenNow;
  });

  let count = window.beyond.size;
  for (let index = window.messages.length - 1; index >= 0; index -= 1) {
    const message = window.messages[index];
    if (!message || (seenNow && compareMessages(message, seenNow) <= 0)) break;
    if (!message.own) count += 1;
  }
  return count;
}
