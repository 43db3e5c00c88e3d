import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { MessageWindow } from '../../shared/windowFold.ts';
import { useView } from '../state/view.ts';
import { type Place, readPlace, rememberPlace } from './place.ts';
import type { MessageVirtualizer } from './visibleMessages.ts';

/** Frames in which freshly measured rows may still move the one the window opens at. */
const settlingFrames = 10;
/** Pixels between the top of the list and the divider above the first unread message. */
const unreadOffset = 8;

/** Pixels above a message that was asked for: a few lines of what led to it. */
const jumpOffset = 120;

type Start = Pick<Place, 'key' | 'offset'>;

/** The row to open at; null: the end. */
function startOf(window: MessageWindow): Start | null {
  const { dialogId, firstUnreadKey: key } = window;
  const { jumpPending, jumpedTo } = useView.getState();
  if (jumpPending) return null;
  if (jumpedTo !== null && window.byKey.has(jumpedTo)) return { key: jumpedTo, offset: jumpOffset };
  const place = readPlace(dialogId);
  if (place && window.byKey.has(place.key)) return place;
  return key !== null && window.byKey.has(key) ? { key, offset: unreadOffset } : null;
}

/**
 * Opens a window at the place where the reader left it, at the first unread message, or at its end.
 * Answers whether it is there: until then nothing may be put above the rows.
 */
export function useStartPosition(
  virtualizer: MessageVirtualizer,
  scroller: RefObject<HTMLDivElement | null>,
  window: MessageWindow,
): boolean {
  const [opened] = useState(() => ({ window, start: startOf(window) }));
  const [settled, setSettled] = useState(false);
  const list = useRef(virtualizer);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const { start } = opened;
    if (start) {
      const index = opened.window.messages.findIndex(({ key }) => key === start.key);
      list.current.scrollToIndex(index, { align: 'start' });
    } else list.current.scrollToEnd();
    // A window that ends before the newest message is replaced by one that does not; see useEnd.
    if (!opened.window.hasNewer) useView.setState({ jumpPending: false });
    return settle(element, start, () => setSettled(true));
  }, [opened, scroller]);

  // The effect of a layout ends while the rows are still there to be looked at.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!settled || !element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const remember = () => rememberPlace(opened.window.dialogId, element);
    const onScroll = () => {
      clearTimeout(timer);
      timer = setTimeout(remember, 120);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    globalThis.addEventListener('pagehide', remember);
    return () => {
      clearTimeout(timer);
      remember();
      element.removeEventListener('scroll', onScroll);
      globalThis.removeEventListener('pagehide', remember);
    };
  }, [opened, scroller, settled]);

  return settled;
}

const scrollKeys = /^(Page|Arrow)(Up|Down)$|^(Home|End)$/;

/** Holds a row at its place while the rows around it are being measured, or until the reader scrolls. */
function settle(element: HTMLElement, start: Start | null, done: () => void): () => void {
  let frame = 0;
  let left = settlingFrames;
  function correct() {
    const row = start && element.querySelector(`[data-message-key="${CSS.escape(start.key)}"]`);
    if (row) {
      const drift = row.getBoundingClientRect().top - element.getBoundingClientRect().top - start.offset;
      if (Math.abs(drift) >= 0.5) element.scrollTop += drift;
    }
    left -= 1;
    if (left > 0) frame = requestAnimationFrame(correct);
    else finish();
  }
  function stop() {
    cancelAnimationFrame(frame);
    globalThis.removeEventListener('wheel', finish, { capture: true });
    globalThis.removeEventListener('keydown', press, { capture: true });
  }
  function finish() {
    stop();
    done();
  }
  function press(event: KeyboardEvent) {
    if (scrollKeys.test(event.key)) finish();
  }
  globalThis.addEventListener('wheel', finish, { capture: true });
  globalThis.addEventListener('keydown', press, { capture: true });
  frame = requestAnimationFrame(correct);
  return stop;
}
