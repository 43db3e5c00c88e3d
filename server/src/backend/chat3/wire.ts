import {
  type DialogDetails,
  type DialogItem,
  iso,
  isoOrNull,
  type MemberItem,
  TENANT,
  type WireMessage,
} from '../../contract/wire.ts';
import type { Chat3Dialog, Chat3ListedDialog, Chat3Member, Chat3Message } from './shapes.ts';

// What Chat3 has in the shapes of docs/protocol.md, without what it does not keep.

/** Of the last message in a list, in UTF-16 units (P7.22). */
const LONGEST_LISTED = 1_000;

export function dialogItem(dialog: Chat3ListedDialog): DialogItem {
  const { lastMessage } = dialog;
  return {
    dialogId: dialog.dialogId,
    dialogName: dialog.name,
    unreadCount: dialog.unreadCount,
    lastSeenAt: isoOrNull(dialog.lastSeenAt),
    lastMessageAt: isoOrNull(dialog.lastMessageAt),
    isActive: true,
    joinedAt: isoOrNull(dialog.joinedAt),
    lastInteractionAt: isoOrNull(dialog.lastInteractionAt),
    ...(lastMessage === undefined ? {} : { lastMessage: lastMessage && lastMessageOf(lastMessage) }),
  };
}

function lastMessageOf(last: NonNullable<Chat3ListedDialog['lastMessage']>) {
  const content = last.content.slice(0, LONGEST_LISTED).toWellFormed();
  return { ...last, content, createdAt: iso(last.createdAt) };
}

/** The dialog as an answer to its creation. */
export function newDialogItem(dialog: Chat3Dialog): DialogItem {
  const createdAt = iso(dialog.createdAt);
  return {
    dialogId: dialog.dialogId,
    dialogName: dialog.name,
    unreadCount: 0,
    lastSeenAt: createdAt,
    lastMessageAt: createdAt,
    isActive: true,
    joinedAt: createdAt,
    lastInteractionAt: createdAt,
    lastMessage: null,
  };
}

export function dialogDetails(dialog: Chat3Dialog): DialogDetails {
  const id = dialog.databaseId ?? dialog.dialogId;
  return {
    _id: id,
    id,
    dialogId: dialog.dialogId,
    tenantId: TENANT,
    name: dialog.name,
    createdBy: dialog.createdBy,
    createdAt: iso(dialog.createdAt),
    updatedAt: iso(dialog.updatedAt),
    meta: dialog.meta,
  };
}

export function memberItem(member: Chat3Member): MemberItem {
  return {
    userId: member.userId,
    lastSeenAt: isoOrNull(member.lastSeenAt),
    lastMessageAt: isoOrNull(member.lastMessageAt),
    isActive: true,
    unreadCount: member.unreadCount,
    meta: member.meta,
  };
}

/** `meta`: what was posted with it, as far as this server knows better than Chat3. */
export function messageItem(
  message: Chat3Message & { messageId: string },
  dialogId: string,
  meta: Record<string, unknown>,
): WireMessage {
  const id = message.databaseId ?? message.messageId;
  return {
    _id: id,
    id,
    messageId: message.messageId,
    tenantId: TENANT,
    dialogId,
    senderId: message.senderId,
    content: message.content,
    type: message.type,
    ...(message.reactionCounts === null ? {} : { reactionCounts: message.reactionCounts }),
    createdAt: iso(message.createdAt),
    updatedAt: iso(message.updatedAt),
    meta: { ...message.meta, ...meta },
    ...(message.statuses === null ? {} : { statuses: message.statuses }),
  };
}
