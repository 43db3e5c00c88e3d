import { compareMessages } from '../../shared/messageOrder.ts';
import type { MessageView } from '../../shared/views.ts';
import { isNews, type MessageWindow } from '../../shared/windowFold.ts';

/** How many messages of others stand below the lowest one that was in sight. */
export function countNew(window: MessageWindow, seen: MessageView | undefined): number {
  let count = window.newBeyond;
  for (let index = window.messages.length - 1; index >= 0; index -= 1) {
    const message = window.messages[index];
    if (!message || (seen && compareMessages(message, seen) <= 0)) break;
    if (isNews(message)) count += 1;
  }
  return count;
}
