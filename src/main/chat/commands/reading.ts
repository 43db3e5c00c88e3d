/** How far the person here has read, as the window says it. */
import { isPending } from '../../../shared/messageOrder.ts';
import { isUnread } from '../../../shared/unread.ts';
import { undoMarkAllReadMs } from '../../../shared/views.ts';
import { CommandError } from '../commandError.ts';
import type { Directory } from '../people/directory.ts';
import type { Clock } from '../ports.ts';
import type { Receipts } from '../receipts/receipts.ts';
import type { HistoryStore } from '../store.ts';
import type { DialogViews } from '../views/dialogViews.ts';

export interface ReadingOptions {
  store: HistoryStore;
  directory: Directory;
  views: DialogViews;
  receipts: Receipts;
  clock: Clock;
}

export function createReading({ store, directory, views, receipts, clock }: ReadingOptions) {
  /** Marking all as read, while it can be taken back; `markedUnread`: the chats that were so by hand. */
  let undoable: { markedUnread: string[]; cancel(): void } | null = null;

  function keepAllRead(): void {
    undoable?.cancel();
    undoable = null;
    receipts.keepHeld();
  }

  return {
    /** The message of this key and everything above it was seen. */
    markRead(dialogId: string, key: string): void {
      const message = store.message(key);
      if (message === null || message.dialogId !== dialogId || isPending(message)) return;
      if (!receipts.markRead(dialogId, message)) return;
      directory.update(dialogId, { markedUnread: false });
    },
    /** By hand, on this computer alone. Throws CommandError for a chat that is not there. */
    setMarkedUnread(dialogId: string, unread: boolean): void {
      if (directory.record(dialogId) === null) throw new CommandError('dialogNotFound');
      directory.update(dialogId, { markedUnread: unread });
    },
    /** Also what only the dialog list told of. Others hear of it once it cannot be taken back any more. */
    markAllRead(): void {
      keepAllRead();
      const unread = views.views().filter(isUnread);
      for (const { dialogId } of unread) {
        const listed = directory.record(dialogId);
        const newest = store.newestSent(dialogId);
        const createdAt = Math.max(newest?.createdAt ?? 0, listed?.lastMessage?.createdAt ?? 0);
        const seq = Math.max(newest?.seq ?? 0, listed?.headSeq ?? 0);
        receipts.holdRead(dialogId, { createdAt, seq: seq === 0 ? null : seq });
        directory.update(dialogId, { markedUnread: false });
      }
      undoable = {
        markedUnread: unread.filter((view) => view.markedUnread).map(({ dialogId }) => dialogId),
        cancel: clock.schedule(undoMarkAllReadMs, keepAllRead),
      };
    },
    /** What was read since in one of the chats stays read. Too late, it changes nothing. */
    undoMarkAllRead(): void {
      if (undoable === null) return;
      const { markedUnread, cancel } = undoable;
      undoable = null;
      cancel();
      receipts.giveUpHeld();
      for (const dialogId of markedUnread) directory.update(dialogId, { markedUnread: true });
    },
    /** Before the account is closed: what was marked is read, also where nobody waited. */
    keepAllRead,
  };
}
