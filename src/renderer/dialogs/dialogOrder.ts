import type { DialogView } from '../../shared/views.ts';
import { foldForSearch } from '../format/names.ts';

/** By what arrived, or by the person's own mark. */
export function isUnread({ unreadCount, markedUnread }: DialogView): boolean {
  return unreadCount > 0 || markedUnread;
}

/** Pinned ones first, the latest pin on top; then by activity. Equal times by id, so that rows never swap by chance. */
export function compareDialogs(left: DialogView, right: DialogView): number {
  if (left.pinnedAt !== right.pinnedAt) return (right.pinnedAt ?? 0) - (left.pinnedAt ?? 0);
  if (left.lastActivityAt !== right.lastActivityAt) return right.lastActivityAt - left.lastActivityAt;
  return left.dialogId < right.dialogId ? -1 : 1;
}

/** Chats whose title holds every word of the query; `keep`, the open one, stays among the unread ones. */
export function filterDialogs(
  dialogs: Iterable<DialogView>,
  query: string,
  { unreadOnly = false, keep = null }: { unreadOnly?: boolean; keep?: string | null } = {},
): DialogView[] {
  const words = foldForSearch(query).split(/\s+/).filter(Boolean);
  return [...dialogs]
    .filter((dialog) => !unreadOnly || isUnread(dialog) || dialog.dialogId === keep)
    .filter(({ title }) => {
      const folded = foldForSearch(title);
      return words.every((word) => folded.includes(word));
    })
    .sort(compareDialogs);
}
