import type { Virtualizer } from '@tanstack/react-virtual';
import type { MessageView } from '../../shared/views.ts';

export type MessageVirtualizer = Virtualizer<HTMLDivElement, Element>;

/** Pixels of a message that must be in sight before it counts as seen. */
const enough = 32;

/** The messages in sight, top to bottom. */
export function visibleMessages(virtualizer: MessageVirtualizer, messages: MessageView[]): MessageView[] {
  const top = virtualizer.scrollOffset ?? 0;
  const bottom = top + (virtualizer.scrollRect?.height ?? 0);
  if (bottom === top) return [];
  return virtualizer
    .getVirtualItems()
    .filter(({ start, end }) => start + Math.min(enough, end - start) <= bottom && end >= top)
    .flatMap(({ index }) => messages[index] ?? []);
}
