import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { MessageWindow } from '../../shared/windowFold.ts';
import { reopenDialog } from '../state/actions.ts';
import { askToJumpToNewest, useView } from '../state/view.ts';
import type { MessageVirtualizer } from './visibleMessages.ts';

/**
 * Whether a reader at the end is to be taken along by what is appended. Not by a page of history: its end is the end of
 * what was loaded, and there the reader would lose their place. The page that completes the window is one as well.
 */
export function useFollowsAppended({ hasNewer }: MessageWindow): boolean {
  const wasComplete = useRef(!hasNewer);

  useEffect(() => {
    wasComplete.current = !hasNewer;
  }, [hasNewer]);

  return wasComplete.current && !hasNewer;
}

/** Keeps a reader at the end there, and takes one there who asks. */
export function useEnd(
  virtualizer: MessageVirtualizer,
  scroller: RefObject<HTMLDivElement | null>,
  window: MessageWindow,
): { atEnd: boolean; jump: () => void } {
  const { hasNewer } = window;
  const jumpPending = useView((view) => view.jumpPending);
  const atEnd = virtualizer.scrollRect === null || virtualizer.isAtEnd();
  const pinned = useRef(true);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = () => {
      pinned.current = element.scrollHeight - element.scrollTop - element.clientHeight <= 48;
    };
    const observer = new ResizeObserver(() => {
      if (pinned.current) virtualizer.scrollToEnd();
    });
    element.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [scroller, virtualizer]);

  useEffect(() => {
    if (!jumpPending) return;
    // With newer pages to load the flag stays up for the window that replaces this one.
    if (hasNewer) void reopenDialog();
    else {
      useView.setState({ jumpPending: false });
      virtualizer.scrollToEnd();
    }
  }, [jumpPending, hasNewer, virtualizer]);

  return { atEnd, jump: askToJumpToNewest };
}
