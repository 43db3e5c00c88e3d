/** How the list shows a dialog: read from what is stored and known, and nothing else. */
import { readAttachments } from '../../../shared/attachmentSchema.ts';
import { withoutBidiControls } from '../../../shared/bidi.ts';
import type { Mark } from '../../../shared/domain.ts';
import type { DialogView, QuoteView } from '../../../shared/views.ts';
import { type Directory, isDirect } from '../people/directory.ts';
import { countUnread } from '../receipts/unread.ts';
import type { DialogRecord, HistoryStore } from '../store.ts';
import { readService } from './messageViews.ts';
import { toQuote } from './quotes.ts';

export type DialogViews = ReturnType<typeof createDialogViews>;

export function createDialogViews(options: {
  store: HistoryStore;
  directory: Directory;
  ownUserId: string;
  ownMark(dialogId: string): Mark;
  /** Keys of the unread messages that name the person, oldest first. */
  unreadMentions(dialogId: string, own: Mark): string[];
}) {
  const { store, directory, ownUserId } = options;

  /** Owners and admins of a group remove what others wrote. */
  function mayModerate(record: DialogRecord): boolean {
    const own = record.members?.find(({ userId }) => userId === ownUserId);
    return !isDirect(record) && (own?.role === 'owner' || own?.role === 'admin');
  }

  /** Ready to be spread: what the draft answers. */
  function replyOf(dialogId: string): { replyTo?: QuoteView } {
    const key = directory.draftReply(dialogId);
    const original = key === null ? null : store.message(key);
    return original === null ? {} : { replyTo: toQuote(original) };
  }

  function viewOf(record: DialogRecord): DialogView {
    const newest = store.newestMessage(record.dialogId);
    const listed = record.lastMessage;
    const showsListed =
      listed !== null && (newest === null || (newest.id !== null && listed.createdAt > newest.createdAt));
    const peerId = directory.peerOf(record.dialogId);
    const own = options.ownMark(record.dialogId);
    const unreadCount = countUnread(store, record, own);
    return {
      dialogId: record.dialogId,
      kind: isDirect(record) ? 'direct' : 'group',
      title: (peerId === null ? null : directory.userName(peerId)) ?? withoutBidiControls(record.name),
      peerId,
      moderates: mayModerate(record),
      memberCount: record.members?.length ?? null,
      lastMessage: showsListed
        ? { ...listed, state: 'sent' }
        : newest && {
            senderId: newest.senderId,
            content: newest.content,
            type: newest.type,
            createdAt: newest.createdAt,
            state: newest.state,
            ...(newest.removed === undefined ? {} : { removed: true as const }),
            ...readService(newest),
            ...readAttachments(newest),
          },
      lastActivityAt: Math.max(record.lastActivityAt, newest?.createdAt ?? 0),
      unreadCount,
      mentionKeys: unreadCount === 0 ? [] : options.unreadMentions(record.dialogId, own),
      draft: directory.draft(record.dialogId),
      ...replyOf(record.dialogId),
      pinnedAt: record.pinnedAt,
      muted: record.muted,
      markedUnread: record.markedUnread,
    };
  }

  return { viewOf, views: () => directory.records().map(viewOf) };
}
