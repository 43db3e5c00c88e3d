import { isServiceLine } from '../../../src/shared/serviceLine.ts';
import type { DialogListRow } from '../backend/own/store/dialogs.ts';
import type { MemberWithUnread } from '../backend/own/store/members.ts';
import { databaseIdOf } from '../ids.ts';
import type { DialogRow, MemberRow, MessageRow, ReactionRow, SessionRow, UserRow } from '../store/schema.ts';

// Rows to the shapes of docs/protocol.md.

const TENANT = 'default';
/** In larger dialogs a message carries no `statuses`: members × messages would dwarf the texts. */
const LARGEST_WITH_STATUSES = 100;

const iso = (time: number) => new Date(time).toISOString();
const isoOrNull = (time: number | null) => (time === null || time === 0 ? null : iso(time));

export function userBrief(user: UserRow) {
  return { userId: user.user_id, phone: user.phone, name: user.name, ...disabledOf(user) };
}

export function userItem(user: UserRow) {
  return {
    userId: user.user_id,
    name: user.name,
    phone: user.phone,
    createdAt: iso(user.created_at),
    lastActiveAt: isoOrNull(user.last_active_at),
    ...disabledOf(user),
  };
}

const disabledOf = (user: UserRow) => (user.disabled_at === null ? {} : { disabled: true });

export function dialogItem(row: DialogListRow) {
  return {
    dialogId: row.dialog_id,
    dialogName: row.name,
    kind: row.kind,
    role: row.role,
    ...(row.peer_id === null ? {} : { peerId: row.peer_id }),
    unreadCount: row.last_seq - row.read_seq - Number(row.own_unread),
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

export function lastMessageOf(row: DialogListRow) {
  if (row.last_message_id === null) return null;
  return {
    messageId: row.last_message_id,
    seq: row.last_seq,
    content: row.last_content ?? '',
    senderId: row.last_sender_id ?? '',
    type: row.last_type ?? 'text',
    createdAt: iso(row.last_created_at),
    ...(row.last_meta === null ? {} : { meta: JSON.parse(row.last_meta) as unknown }),
  };
}

export function dialogDetails(dialog: DialogRow) {
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

export function memberItem(member: MemberWithUnread) {
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

export function messageWithoutStatuses(message: MessageRow) {
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
    meta: JSON.parse(message.meta) as Record<string, unknown>,
  };
}

export function messageStatuses(message: MessageRow, members: MemberRow[]) {
  return members.length > LARGEST_WITH_STATUSES ? {} : { statuses: statusesOf(message, members) };
}

export function messageItem(message: MessageRow, members: MemberRow[]) {
  return { ...messageWithoutStatuses(message), ...messageStatuses(message, members) };
}

/** A message as one reader gets it in an answer of their own. */
export function messageItemFor(message: MessageRow, members: MemberRow[], own: ReadonlyMap<string, string>) {
  const reaction = own.get(message.message_id);
  return { ...messageItem(message, members), ownReactions: reaction === undefined ? [] : [reaction] };
}

export type WireMessage = ReturnType<typeof messageItem>;

/** One entry for everyone who was a member when the message came, its sender excepted. */
function statusesOf(message: MessageRow, members: MemberRow[]) {
  const created = iso(message.created_at);
  if (isServiceLine(message.type)) return [];
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

export function sessionItem(session: SessionRow, currentId: string) {
  return {
    sessionId: session.session_id,
    device: session.device,
    createdAt: iso(session.created_at),
    lastUsedAt: iso(session.refreshed_at),
    expiresAt: iso(session.expires_at),
    current: session.session_id === currentId,
  };
}

/** An update (P6.1), as the named recipient gets it; its `data` is of envelope A, B or both. */
export function updateEnvelope(
  recipientId: string,
  update: {
    eventId: string;
    eventType: string;
    dialogId: string;
    entityId: string;
    data: Record<string, unknown>;
    now: number;
  },
) {
  return {
    _id: update.eventId,
    tenantId: TENANT,
    userId: recipientId,
    dialogId: update.dialogId,
    entityId: update.entityId,
    eventId: update.eventId,
    eventType: update.eventType,
    createdAt: iso(update.now),
    data: update.data,
  };
}
