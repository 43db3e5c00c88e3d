import type { DialogView } from '../../shared/bridge.ts';
import { foldForSearch } from '../format/names.ts';

/** Newest activity first; equal times by id, so that rows never swap by chance. */
export function compareDialogs(left: DialogView, right: DialogView): number {
  if (left.lastActivityAt !== right.lastActivityAt) return right.lastActivityAt - left.lastActivityAt;
  return left.dialogId < right.dialogId ? -1 : 1;
}

/** Chats whose title holds every word of the query. */
export function filterDialogs(dialogs: Iterable<DialogView>, query: string): DialogView[] {
  const words = foldForSearch(query).split(/\s+/).filter(Boolean);
  return [...dialogs]
    .filter(({ title }) => {
      const folded = foldForSearch(title);
      return words.every((word) => folded.includes(word));
    })
    .sort(compareDialogs);
}
