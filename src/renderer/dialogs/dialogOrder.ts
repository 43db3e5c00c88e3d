import { parseNameQuery, rankName } from '../../shared/search/nameMatch.ts';
import { isUnread } from '../../shared/unread.ts';
import type { DialogView } from '../../shared/views.ts';

/** Pinned ones first, the latest pin on top; then by activity. Equal times by id, so that rows never swap by chance. */
export function compareDialogs(left: DialogView, right: DialogView): number {
  if (left.pinnedAt !== right.pinnedAt) return (right.pinnedAt ?? 0) - (left.pinnedAt ?? 0);
  if (left.lastActivityAt !== right.lastActivityAt) return right.lastActivityAt - left.lastActivityAt;
  return left.dialogId < right.dialogId ? -1 : 1;
}

interface Filter {
  unreadOnly?: boolean;
  /** The open one stays among the unread ones. */
  keep?: string | null;
  /** Finds a chat of two also by the other's phone. */
  phoneOf?: (userId: string) => string | null;
}

/** Chats that the query means by their titles, the best matches first. */
export function filterDialogs(
  dialogs: Iterable<DialogView>,
  query: string,
  { unreadOnly = false, keep = null, phoneOf = () => null }: Filter = {},
): DialogView[] {
  const meant = parseNameQuery(query);
  return [...dialogs]
    .filter((dialog) => !unreadOnly || isUnread(dialog) || dialog.dialogId === keep)
    .map((dialog) => {
      const phone = dialog.peerId === null ? null : phoneOf(dialog.peerId);
      return { dialog, rank: rankName(dialog.title, phone, meant) };
    })
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || compareDialogs(a.dialog, b.dialog))
    .map(({ dialog }) => dialog);
}
