import { useEffect, useRef } from 'react';
import { compareMessages } from '../../shared/messageOrder.ts';
import type { MessageView } from '../../shared/views.ts';
import type { MessageWindow } from '../../shared/windowFold.ts';

function seenBefore(window: MessageWindow): MessageView | undefined {
  const unread = window.messages.findIndex(({ key }) => key === window.firstUnreadKey);
  return unread >= 0 ? window.messages[unread - 1] : window.messages.at(-1);
}

/** The lowest message that has been in sight since the window opened; at first the one above the first unread. */
export function useLowestSeen(window: MessageWindow, visible: MessageView[]): MessageView | undefined {
  const seen = useRef<MessageView | undefined>(undefined);
  const started = useRef(false);
  const before = started.current ? seen.current : seenBefore(window);
  const lowest = visible.at(-1);
  const seenNow = lowest && (!before || compareMessages(lowest, before) > 0) ? lowest : before;

  useEffect(() => {
    started.current = true;
    seen.current = seenNow;
  });
  return seenNow;
}
