import { isServiceLine } from '../../../../src/shared/serviceLine.ts';
import {
  type DialogDetails,
  type DialogItem,
  iso,
  isoOrNull,
  type LastMessage,
  type MemberItem,
  type MessageStatus,
  TENANT,
  type WireMessage,
} from '../../contract/wire.ts';
import { databaseIdOf } from '../../ids.ts';
import type { DialogRow, MemberRow, MessageRow, ReactionRow } from '../../store/schema.ts';
import type { DialogListRow } from './store/dialogs.ts';
import type { MemberWithUnread } from './store/members.ts';

// Rows to the shapes of docs/protocol.md.

/** In larger dialogs a message carries no `statuses`: members × messages would dwarf the texts. */
const LARGEST_WITH_STATUSES = 100;
/** Of the last message in a list, in UTF-16 units: more than any list shows (P7.22). */
const LONGEST_LISTED = 1_000;

export function dialogItem(row: DialogListRow): DialogItem {
  return {
    dialogId: row.dialog_id,
    dialogName: row.name,
    kind: row.kind,
    role: row.role,
    ...(row.peer_id === null ? {} : { peerId: row.peer_id }),
    unreadCount: Number(row.unread),
    headSeq: row.last_seq,
    headRev: row.last_rev,
    deliveredSeq: row.delivered_seq,
    readSeq: row.read_seq,
    lastSeenAt: isoOrNull(row.read_at),
    lastMessageAt: isoOrNull(row.last_created_at),
    isActive: true,
    joinedAt: iso(row.joined_at),
    lastInteractionAt: iso(row.last_activity_at),
  };
}

export function lastMessageOf(row: DialogListRow): LastMessage | null {
  if (row.last_message_id === null) return null;
  return {
    messageId: row.last_message_id,
    seq: row.last_seq,
    content: (row.last_content ?? '').slice(0, LONGEST_LISTED).toWellFormed(),
    senderId: row.last_sender_id ?? '',
    type: row.last_type ?? 'text',
    createdAt: iso(row.last_created_at),
    ...(row.last_removed_at === null ? {} : { deletedAt: iso(row.last_removed_at) }),
    ...metaOfLast(row),
  };
}

/** Whether a message of this type may name files (P7.44). */
export const namesFiles = (type: string) => type === 'image' || type === 'file';

/** All that a service line says, and of other messages their files (P7.44). */
function metaOfLast({ last_meta: text, last_type: type }: DialogListRow): Pick<LastMessage, 'meta'> {
  if (text === null) return {};
  const meta = JSON.parse(text) as Record<string, unknown>;
  if (isServiceLine(type ?? '')) return { meta };
  const { attachments } = meta;
  return attachments === undefined ? {} : { meta: { attachments } };
}

export function dialogDetails(dialog: DialogRow): DialogDetails {
  return {
    _id: dialog.dialog_id,
    id: dialog.dialog_id,
    dialogId: dialog.dialog_id,
    tenantId: TENANT,
    name: dialog.name,
    kind: dialog.kind,
    createdBy: dialog.created_by,
    createdAt: iso(dialog.created_at),
    updatedAt: iso(dialog.updated_at),
    meta: JSON.parse(dialog.meta) as unknown,
    headSeq: dialog.last_seq,
    headRev: dialog.last_rev,
  };
}

export function memberItem(member: MemberWithUnread): MemberItem {
  return {
    userId: member.user_id,
    role: member.role,
    joinedAt: iso(member.joined_at),
    lastSeenAt: isoOrNull(member.read_at),
    lastMessageAt: isoOrNull(member.last_message_at),
    isActive: true,
    unreadCount: Number(member.unread),
    deliveredSeq: member.delivered_seq,
    readSeq: member.read_seq,
    meta: {},
  };
}

export function marksOf(member: MemberRow) {
  return { userId: member.user_id, deliveredSeq: member.delivered_seq, readSeq: member.read_seq };
}

export function messageItem(message: MessageRow, members: MemberRow[]): WireMessage {
  const databaseId = databaseIdOf(message);
  return {
    _id: databaseId,
    id: databaseId,
    messageId: message.message_id,
    tenantId: TENANT,
    dialogId: message.dialog_id,
    senderId: message.sender_id,
    content: message.content,
    type: message.type,
    seq: message.seq,
    rev: message.rev,
    reactionCounts: JSON.parse(message.reaction_counts) as Record<string, number>,
    createdAt: iso(message.created_at),
    updatedAt: iso(message.updated_at),
    ...(message.edited_at === null ? {} : { editedAt: iso(message.edited_at) }),
    ...(message.removed_at === null ? {} : { deletedAt: iso(message.removed_at) }),
    meta: JSON.parse(message.meta) as Record<string, unknown>,
    ...(members.length > LARGEST_WITH_STATUSES ? {} : { statuses: statusesOf(message, members) }),
  };
}

/** A message as one reader gets it in an answer of their own. */
export function messageItemFor(message: MessageRow, members: MemberRow[], own: ReadonlyMap<string, string>) {
  const reaction = own.get(message.message_id);
  return { ...messageItem(message, members), ownReactions: reaction === undefined ? [] : [reaction] };
}

/** One entry for everyone who was a member when the message came, its sender excepted; none of what is never unread. */
function statusesOf(message: MessageRow, members: MemberRow[]): MessageStatus[] {
  const created = iso(message.created_at);
  if (isServiceLine(message.type) || message.removed_at !== null) return [];
  return members
    .filter((member) => member.user_id !== message.sender_id && member.joined_seq < message.seq)
    .map((member) => {
      if (member.read_seq >= message.seq) {
        return { userId: member.user_id, status: 'read', createdAt: isoOrNull(member.read_at) ?? created };
      }
      if (member.delivered_seq >= message.seq) {
        const time = isoOrNull(member.delivered_at) ?? created;
        return { userId: member.user_id, status: 'delivered', createdAt: time };
      }
      return { userId: member.user_id, status: 'unread', createdAt: created };
    });
}

export function reactionItem(reaction: ReactionRow) {
  return {
    messageId: reaction.message_id,
    userId: reaction.user_id,
    reaction: reaction.reaction,
    createdAt: iso(reaction.created_at),
  };
}
