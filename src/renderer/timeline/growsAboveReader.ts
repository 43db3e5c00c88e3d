import type { VirtualItem } from '@tanstack/react-virtual';
import type { MessageVirtualizer } from './visibleMessages.ts';

/**
 * Whether a row that changes its height moves what the reader looks at, so that the list must be moved along. The
 * library's own rule leaves rows above alone while somebody scrolls up: just then the row that was the first one loses
 * its day line to the page put in above it.
 */
export function growsAboveReader(row: VirtualItem, _delta: number, list: MessageVirtualizer): boolean {
  const top = list.scrollOffset ?? 0;
  const isMeasured = list.itemSizeCache.has(row.key);
  return isMeasured ? row.end <= top : row.start < top;
}
