import type { SessionRow, UserRow } from '../store/schema.ts';

// The shapes of docs/protocol.md. What may be absent belongs to a feature that not every backend has (P7.1).

export const TENANT = 'default';

export const iso = (time: number) => new Date(time).toISOString();
export const isoOrNull = (time: number | null) => (time === null || time === 0 ? null : iso(time));

export interface LastMessage {
  messageId?: string;
  seq?: number;
  content: string;
  senderId: string;
  type: string;
  createdAt: string;
  meta?: unknown;
}

export interface DialogItem {
  dialogId: string;
  dialogName: string;
  kind?: 'direct' | 'group';
  role?: string;
  peerId?: string;
  unreadCount: number;
  headSeq?: number;
  headRev?: number;
  deliveredSeq?: number;
  readSeq?: number;
  lastSeenAt: string | null;
  lastMessageAt: string | null;
  isActive: boolean;
  joinedAt: string | null;
  lastInteractionAt: string | null;
  lastMessage?: LastMessage | null;
}

export interface DialogDetails {
  _id: string;
  id: string;
  dialogId: string;
  tenantId: string;
  name: string;
  kind?: 'direct' | 'group';
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  meta: unknown;
  headSeq?: number;
  headRev?: number;
}

export interface MemberItem {
  userId: string;
  role?: string;
  joinedAt?: string;
  lastSeenAt: string | null;
  lastMessageAt: string | null;
  isActive: boolean;
  unreadCount: number;
  deliveredSeq?: number;
  readSeq?: number;
  meta: Record<string, unknown>;
}

export interface MessageStatus {
  userId: string;
  status: 'unread' | 'delivered' | 'read';
  createdAt: string;
}

export interface WireMessage {
  _id: string;
  id: string;
  messageId: string;
  tenantId: string;
  dialogId: string;
  senderId: string;
  content: string;
  type: string;
  seq?: number;
  rev?: number;
  reactionCounts?: Record<string, number>;
  createdAt: string;
  updatedAt: string;
  meta: Record<string, unknown>;
  statuses?: MessageStatus[];
}

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
    at: number;
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
    createdAt: iso(update.at),
    data: update.data,
  };
}
