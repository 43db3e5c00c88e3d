/** A chat is unread by what arrived in it, or by the person's own mark. */
import type { DialogView } from './views.ts';

export function isUnread({
  unreadCount,
  markedUnread,
}: Pick<DialogView, 'unreadCount' | 'markedUnread'>): boolean {
  return unreadCount > 0 || markedUnread;
}
