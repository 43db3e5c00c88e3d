import type { Fingerprint } from '../../shared/fingerprint.ts';
import { findWhole, insideWords, parseMessageQuery } from '../../shared/search/messageQuery.ts';
import type {
  DialogDetailsView,
  DialogView,
  MessageView,
  SearchAnswer,
  Snapshot,
} from '../../shared/views.ts';
import type { Handlers } from './mockBridge.ts';
import { messagesByDialog, ownId, users } from './sampleData.ts';

interface Stage {
  snapshot: Snapshot;
  find(key: string): MessageView | undefined;
  store(message: MessageView): void;
  changeDialog(dialogId: string, changes: Partial<DialogView>): void;
}

/** What the mocked main process answers about messages, chats and their members. */
export function conversationHandlers({ snapshot, find, store, changeDialog }: Stage): Handlers {
  function react(key: string, emoji: string, on: boolean): null {
    const message = find(key);
    if (!message) return null;
    const others = message.reactions.filter((reaction) => reaction.emoji !== emoji);
    const before = message.reactions.find((reaction) => reaction.emoji === emoji);
    const count = (before?.count ?? 0) - Number(before?.mine ?? false) + Number(on);
    store({ ...message, reactions: count > 0 ? [...others, { emoji, count, mine: on }] : others });
    return null;
  }

  let beforeAllRead: DialogView[] = [];

  return {
    markAllRead: () => {
      beforeAllRead = snapshot.dialogs;
      for (const { dialogId } of snapshot.dialogs)
        changeDialog(dialogId, { unreadCount: 0, markedUnread: false });
      return null;
    },
    undoMarkAllRead: () => {
      for (const { dialogId, unreadCount, markedUnread } of beforeAllRead)
        changeDialog(dialogId, { unreadCount, markedUnread });
      beforeAllRead = [];
      return null;
    },
    setMarkedUnread: ({ dialogId, unread }: { dialogId: string; unread: boolean }) => {
      changeDialog(dialogId, { markedUnread: unread });
      return null;
    },
    renameDialog: ({ dialogId, name }: { dialogId: string; name: string }) => {
      changeDialog(dialogId, { title: name });
      return null;
    },
    setReaction: ({ key, emoji }: { key: string; emoji: string }) => react(key, emoji, true),
    removeReaction: ({ key, emoji }: { key: string; emoji: string }) => react(key, emoji, false),
    listReactions: ({ key }: { key: string }) =>
      (find(key)?.reactions ?? []).flatMap(({ emoji, count, mine }) => {
        const others = users.filter(({ userId }) => userId !== ownId).slice(0, count - Number(mine));
        return [...(mine ? [ownId] : []), ...others.map(({ userId }) => userId)].map((userId) => ({
          userId,
          emoji,
        }));
      }),
    searchMessages: ({ query, dialogId }: { query: string; dialogId?: string }): SearchAnswer => {
      const inChat = Object.values(messagesByDialog)
        .flat()
        .filter((message) => dialogId === undefined || message.dialogId === dialogId);
      const find = (insideFrom: number) => {
        const parsed = parseMessageQuery(query, insideFrom);
        return inChat.filter(({ content }) => parsed !== null && findWhole(content, parsed).length > 0);
      };
      const usual = find(insideWords.usual);
      const hits = (usual.length > 0 ? usual : find(insideWords.generous))
        .sort((a, b) => b.createdAt - a.createdAt)
        .map(({ key, dialogId: where, senderId, own, content, createdAt }) => {
          return { key, dialogId: where, senderId, own, content, createdAt };
        });
      return { hits, hasMore: false, total: hits.length, generous: usual.length === 0 };
    },
    getDialogDetails: ({ dialogId }: { dialogId: string }): DialogDetailsView => {
      const dialog = snapshot.dialogs.find((candidate) => candidate.dialogId === dialogId);
      const isGroup = dialog?.kind === 'group';
      const others = isGroup ? users.filter(({ userId }) => userId !== ownId).slice(0, 4) : [];
      return {
        dialogId,
        title: dialog?.title ?? '',
        kind: dialog?.kind ?? 'group',
        members: isGroup
          ? [
              { userId: ownId, role: 'owner' },
              ...others.map(({ userId }, index) => ({
                userId,
                role: index === 0 ? ('admin' as const) : ('member' as const),
              })),
            ]
          : [
              { userId: ownId, role: null },
              { userId: dialog?.peerId ?? ownId, role: null },
            ],
        canAddMembers: isGroup,
        removableUserIds: others.map(({ userId }) => userId),
        canChangeRoles: isGroup,
        canRename: isGroup,
        canLeave: isGroup,
        canDelete: isGroup,
      };
    },
    getFingerprint: ({ dialogId }: { dialogId: string }): Fingerprint => {
      const sent = (messagesByDialog[dialogId] ?? []).filter(({ id }) => id !== null).slice(-100);
      const named = sent.map(({ key, createdAt }) => ({ id: key, createdAt, revision: null }));
      return {
        hash: 'e1bacda7'.padEnd(64, '0'),
        count: named.length,
        from: named[0] ?? null,
        to: named.at(-1) ?? null,
        isWhole: true,
      };
    },
    setPinned: ({ dialogId, pinned }: { dialogId: string; pinned: boolean }) => {
      changeDialog(dialogId, { pinnedAt: pinned ? Date.now() : null });
      return null;
    },
    setMuted: ({ dialogId, muted }: { dialogId: string; muted: boolean }) => {
      changeDialog(dialogId, { muted });
      return null;
    },
  };
}
