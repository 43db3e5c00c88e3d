import { z } from 'zod';
import type { FileRow, SessionRow, UserRow } from '../store/schema.ts';

// The shapes of docs/protocol.md. What may be absent belongs to a feature that not every backend has (P7.1).

export const TENANT = 'default';

export const iso = (time: number) => new Date(time).toISOString();
export const isoOrNull = (time: number | null) => (time === null || time === 0 ? null : iso(time));

const time = z.iso.datetime();
const timeOrNull = time.nullable();
const whole = z.int().nonnegative();
const kind = z.enum(['direct', 'group']);
const role = z.enum(['owner', 'admin', 'member']);

export const lastMessageShape = z.object({
  messageId: z.string().exactOptional(),
  seq: whole.exactOptional(),
  content: z.string(),
  senderId: z.string(),
  type: z.string(),
  createdAt: time,
  deletedAt: time.exactOptional(),
  meta: z.unknown().exactOptional(),
});

export const dialogItemShape = z.object({
  dialogId: z.string(),
  dialogName: z.string(),
  kind: kind.exactOptional(),
  role: role.exactOptional(),
  /** The other one of a direct dialog. */
  peerId: z.string().exactOptional(),
  unreadCount: whole,
  headSeq: whole.exactOptional(),
  headRev: whole.exactOptional(),
  deliveredSeq: whole.exactOptional(),
  readSeq: whole.exactOptional(),
  lastSeenAt: timeOrNull,
  lastMessageAt: timeOrNull,
  isActive: z.boolean(),
  joinedAt: timeOrNull,
  lastInteractionAt: timeOrNull,
  lastMessage: lastMessageShape.nullable().exactOptional(),
});

export const dialogDetailsShape = z.object({
  _id: z.string(),
  id: z.string(),
  dialogId: z.string(),
  tenantId: z.string(),
  name: z.string(),
  kind: kind.exactOptional(),
  createdBy: z.string(),
  createdAt: time,
  updatedAt: time,
  meta: z.unknown(),
  headSeq: whole.exactOptional(),
  headRev: whole.exactOptional(),
});

export const memberShape = z.object({
  userId: z.string(),
  role: role.exactOptional(),
  joinedAt: time.exactOptional(),
  lastSeenAt: timeOrNull,
  lastMessageAt: timeOrNull,
  isActive: z.boolean(),
  unreadCount: whole,
  deliveredSeq: whole.exactOptional(),
  readSeq: whole.exactOptional(),
  meta: z.record(z.string(), z.unknown()),
});

const messageStatusShape = z.object({
  userId: z.string(),
  status: z.enum(['unread', 'delivered', 'read']),
  createdAt: time,
});

const reactionCounts = z.record(z.string(), whole);

export const messageShape = z.object({
  _id: z.string(),
  id: z.string(),
  messageId: z.string(),
  tenantId: z.string(),
  dialogId: z.string(),
  senderId: z.string(),
  content: z.string(),
  type: z.string(),
  seq: whole.exactOptional(),
  rev: whole.exactOptional(),
  reactionCounts: reactionCounts.exactOptional(),
  createdAt: time,
  updatedAt: time,
  editedAt: time.exactOptional(),
  deletedAt: time.exactOptional(),
  meta: z.record(z.string(), z.unknown()),
  statuses: z.array(messageStatusShape).exactOptional(),
  /** The reader’s, in histories and changes. */
  ownReactions: z.array(z.string()).exactOptional(),
});

export const marksShape = z.object({ userId: z.string(), deliveredSeq: whole, readSeq: whole });

export const reactionListShape = z.object({
  reactions: z.array(
    z.object({
      messageId: z.string(),
      userId: z.string(),
      reaction: z.string(),
      createdAt: time.exactOptional(),
    }),
  ),
  counts: reactionCounts,
});

/** What a message says of a file that it names (P7.44). */
export const attachmentShape = z.object({
  fileId: z.string(),
  name: z.string(),
  bytes: whole,
  mimeType: z.string(),
  kind: z.enum(['image', 'video', 'audio', 'file']),
  /** Of images, in pixels, as they are shown. */
  width: whole.exactOptional(),
  height: whole.exactOptional(),
  preview: z.literal(true).exactOptional(),
});

const disabled = z.boolean().exactOptional();
const name = z.string();
const phone = z.string();
export const briefUserShape = z.object({ userId: z.string(), phone, name, disabled });
export const userShape = briefUserShape.extend({ createdAt: time, lastActiveAt: timeOrNull });

export const sessionShape = z.object({
  sessionId: z.string(),
  device: z.string(),
  createdAt: time,
  lastUsedAt: time,
  expiresAt: time,
  current: z.boolean(),
});

export type LastMessage = z.infer<typeof lastMessageShape>;
export type DialogItem = z.infer<typeof dialogItemShape>;
export type DialogDetails = z.infer<typeof dialogDetailsShape>;
export type MemberItem = z.infer<typeof memberShape>;
export type MessageStatus = z.infer<typeof messageStatusShape>;
export type Attachment = z.infer<typeof attachmentShape>;
export type WireMessage = z.infer<typeof messageShape>;

export function userBrief(user: UserRow): z.infer<typeof briefUserShape> {
  return { userId: user.user_id, phone: user.phone, name: user.name, ...disabledOf(user) };
}

export function userItem(user: UserRow): z.infer<typeof userShape> {
  return {
    userId: user.user_id,
    name: user.name,
    phone: user.phone,
    createdAt: iso(user.created_at),
    lastActiveAt: isoOrNull(user.last_active_at),
    ...disabledOf(user),
  };
}

export function attachmentOf(file: FileRow): Attachment {
  const { width, height } = file;
  return {
    fileId: file.file_id,
    name: file.name,
    bytes: file.bytes,
    mimeType: file.mime_type,
    kind: file.kind,
    ...(width === null || height === null ? {} : { width, height }),
    ...(file.has_preview === 0 ? {} : { preview: true }),
  };
}

const disabledOf = (user: UserRow) => (user.disabled_at === null ? {} : { disabled: true });

export function sessionItem(row: SessionRow, currentId: string): z.infer<typeof sessionShape> {
  return {
    sessionId: row.session_id,
    device: row.device,
    createdAt: iso(row.created_at),
    lastUsedAt: iso(row.refreshed_at),
    expiresAt: iso(row.expires_at),
    current: row.session_id === currentId,
  };
}

/** An update (P6.1), as the named recipient gets it, or as all of them do; its `data` is of envelope A, B or both. */
export function updateEnvelope(
  recipientId: string | null,
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
    ...(recipientId === null ? {} : { userId: recipientId }),
    dialogId: update.dialogId,
    entityId: update.entityId,
    eventId: update.eventId,
    eventType: update.eventType,
    createdAt: iso(update.at),
    data: update.data,
  };
}
