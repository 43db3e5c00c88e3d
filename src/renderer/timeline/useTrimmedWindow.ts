import { useEffect } from 'react';
import type { MessageView } from '../../shared/views.ts';
import type { MessageWindow } from '../../shared/windowFold.ts';
import { trimMessages } from '../state/actions.ts';
import { useSelection } from './selection.ts';
import type { MessageVirtualizer } from './visibleMessages.ts';

/** Messages a window may hold: what a chat costs then depends on what is in sight, not on how far somebody has read. */
const mostMessages = 600;
/** Messages kept on either side of those in sight. */
const kept = 200;

/** Lets go of what lies far from the reader, once a window has grown long by scrolling or by what arrived. */
export function useTrimmedWindow(
  virtualizer: MessageVirtualizer,
  window: MessageWindow,
  seen: MessageView | undefined,
  enabled: boolean,
): void {
  const selecting = useSelection((selection) => selection.anchor !== null);
  // What is chosen stays, to be copied.
  const tooLong = enabled && !selecting && window.messages.length > mostMessages;

  useEffect(() => {
    const { range } = virtualizer;
    if (!tooLong || range === null) return;
    const { messages } = window;
    const first = messages[Math.max(0, range.startIndex - kept)];
    const last = messages[Math.min(messages.length - 1, range.endIndex + kept)];
    if (first && last) trimMessages({ first: first.key, last: last.key, seen: seen?.key });
  }, [tooLong, virtualizer, window, seen]);
}
