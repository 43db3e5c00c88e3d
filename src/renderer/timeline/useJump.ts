import { type RefObject, useEffect } from 'react';
import type { MessageView } from '../../shared/views.ts';
import { useView } from '../state/view.ts';
import { focusHome, isEditable } from '../ui/focusHome.ts';
import type { MessageVirtualizer } from './visibleMessages.ts';

/** Milliseconds for which the message that was asked for stands out. */
const shownMs = 2_500;
/** Frames in which a row that was far away comes to be. */
const frames = 20;

/** Brings the message that was asked for into sight, draws attention to it, and leaves the focus where an answer is written. */
export function useJump(
  virtualizer: MessageVirtualizer,
  scroller: RefObject<HTMLDivElement | null>,
  messages: MessageView[],
  settled: boolean,
): void {
  const key = useView((view) => view.jumpedTo);
  const index = key === null ? -1 : messages.findIndex((message) => message.key === key);

  useEffect(() => {
    const element = scroller.current;
    if (!settled || !element || key === null || index < 0) return;
    virtualizer.scrollToIndex(index, { align: 'center' });
    useView.setState({ jumpedTo: null });
    draw(element, key, frames);
  }, [key, index, settled, virtualizer, scroller]);
}

function draw(scroller: HTMLElement, key: string, left: number): void {
  const row = scroller.querySelector<HTMLElement>(`[data-message-key="${CSS.escape(key)}"]`);
  if (!row) {
    if (left > 0) requestAnimationFrame(() => draw(scroller, key, left - 1));
    return;
  }
  // A search field keeps the focus, so that the next hit is one key away.
  if (!isEditable(document.activeElement)) focusHome();
  row.dataset['jumped'] = 'true';
  setTimeout(() => delete row.dataset['jumped'], shownMs);
}
