/** How far the person here has read, as the window says it. */
import type { Directory } from './directory.ts';
import type { Receipts } from './receipts.ts';
import type { HistoryStore } from './store.ts';

export interface ReadingOptions {
  store: HistoryStore;
  directory: Directory;
  receipts: Receipts;
}

export function createReading({ store, directory, receipts }: ReadingOptions) {
  return {
    /** The message of this key and everything above it was seen. */
    markRead(dialogId: string, key: string): void {
      const message = store.message(key);
      if (message === null || message.dialogId !== dialogId || message.id === null) return;
      if (receipts.markRead(dialogId, message)) directory.touch(dialogId);
    },
    /** Also what only the dialog list told of. */
    markAllRead(): void {
      for (const { dialogId, unreadCount } of directory.views()) {
        const listed = directory.record(dialogId);
        const newest = store.newestSent(dialogId);
        if (unreadCount === 0 || listed === null) continue;
        const createdAt = Math.max(newest?.createdAt ?? 0, listed.lastMessage?.createdAt ?? 0);
        const seq = Math.max(newest?.seq ?? 0, listed.headSeq ?? 0);
        if (receipts.markRead(dialogId, { createdAt, seq: seq === 0 ? null : seq }))
          directory.touch(dialogId);
      }
    },
  };
}
