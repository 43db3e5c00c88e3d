import { useEffect } from 'react';
import type { MessageView } from '../../shared/views.ts';
import { trimMessages } from '../state/actions.ts';
import type { MessageWindow } from './messageWindow.ts';
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
    trimMessages(window, {
      first: Math.max(0, range.startIndex - kept),
      last: Math.min(window.messages.length - 1, range.endIndex + kept),
      seen,
    });
  }, [tooLong, virtualizer, window, seen]);
}
