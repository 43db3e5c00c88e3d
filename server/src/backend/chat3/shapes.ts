/** What Chat3 answers, read as tolerantly as it is written (P1, P9.1). Each throws for an answer without the ids it is of. */
import { z } from 'zod';
import {
  count,
  dialogReference,
  identifier,
  lenient,
  meta,
  ownId,
  pagination,
  parsePayload,
  readRows,
  required,
  requiredIdentifier,
  text,
  time,
  toRows,
} from '../../../../src/shared/wire/fields.ts';
import { toDialogReference, toOneOf, toReactionCounts, toTime } from '../../../../src/shared/wire/values.ts';
import { read } from '../../../../src/shared/wire/wireError.ts';
import { parseReactions } from '../../../../src/shared/wire.ts';
import type { MessageStatus } from '../../contract/wire.ts';

export interface Chat3Page<Row> {
  rows: Row[];
  /** As far as Chat3 tells. */
  total: number;
}

export interface Chat3Message {
  /** `msg_…`; null in copies of the broker. */
  messageId: string | null;
  /** 24 hex digits; null where only the public id is told. */
  databaseId: string | null;
  dialog: { dialogId: string | null; databaseId: string | null };
  senderId: string;
  content: string;
  type: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  updatedAt: number;
  meta: Record<string, unknown>;
  reactionCounts: Record<string, number> | null;
  statuses: MessageStatus[] | null;
}

export interface Chat3Member {
  userId: string;
  /** Milliseconds since 1970. */
  lastSeenAt: number | null;
  lastMessageAt: number | null;
  unreadCount: number;
  meta: Record<string, unknown>;
}

export interface Chat3Dialog {
  dialogId: string;
  databaseId: string | null;
  name: string;
  createdBy: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  updatedAt: number;
  meta: Record<string, unknown>;
  members: Chat3Member[];
}

export interface Chat3ListedDialog {
  dialogId: string;
  databaseId: string | null;
  name: string;
  unreadCount: number;
  /** Milliseconds since 1970. */
  lastSeenAt: number | null;
  lastMessageAt: number | null;
  joinedAt: number | null;
  lastInteractionAt: number | null;
  /** Undefined where it was not asked for. */
  lastMessage: { content: string; senderId: string; type: string; createdAt: number } | null | undefined;
}

export interface Chat3Reaction {
  userId: string;
  reaction: string;
}

const moment = required('is no time', toTime);
const isHex = (id: string | null) => id !== null && /^[0-9a-f]{24}$/i.test(id);

const statusSchema: z.ZodType<MessageStatus> = z
  .object({
    userId: requiredIdentifier,
    status: required('is no status', (value) => toOneOf(['unread', 'delivered', 'read'] as const, value)),
    createdAt: time,
  })
  .transform(({ createdAt, ...status }) => ({
    ...status,
    createdAt: new Date(createdAt ?? 0).toISOString(),
  }));

const messageSchema: z.ZodType<Chat3Message> = z
  .object({
    messageId: identifier,
    _id: identifier,
    id: identifier,
    dialogId: dialogReference,
    senderId: requiredIdentifier,
    content: text,
    type: text,
    createdAt: moment,
    updatedAt: time,
    meta,
    reactionCounts: lenient(toReactionCounts),
    statuses: lenient((value) => toRows(statusSchema, value)?.rows ?? null),
  })
  .transform(({ _id, id, dialogId, ...raw }) => ({
    ...raw,
    messageId: ownId(raw.messageId, 'msg_', [_id, id]),
    databaseId: [_id, id].find(isHex) ?? null,
    dialog: dialogId,
    content: raw.content ?? '',
    type: raw.type || 'text',
    updatedAt: raw.updatedAt ?? raw.createdAt,
  }));

const memberSchema: z.ZodType<Chat3Member> = z
  .object({ userId: requiredIdentifier, lastSeenAt: time, lastMessageAt: time, unreadCount: count, meta })
  .transform((raw) => ({ ...raw, unreadCount: raw.unreadCount ?? 0 }));

const named = { dialogId: dialogReference, id: identifier, _id: identifier, name: text, dialogName: text };

function namesOf(raw: {
  dialogId: Chat3Message['dialog'];
  id: string | null;
  _id: string | null;
  name: string | null;
  dialogName: string | null;
}) {
  const others = toDialogReference({ id: raw.id, _id: raw._id });
  const dialogId = raw.dialogId.dialogId ?? others.dialogId;
  if (dialogId === null) throw new Error('a dialog without its id');
  return {
    dialogId,
    databaseId: raw.dialogId.databaseId ?? others.databaseId,
    name: raw.dialogName || raw.name || '',
  };
}

const dialogSchema = z
  .object({
    ...named,
    createdBy: identifier,
    createdAt: time,
    updatedAt: time,
    meta,
    members: lenient((value) => toRows(memberSchema, value)?.rows ?? []),
  })
  .transform(
    (raw): Chat3Dialog => ({
      ...namesOf(raw),
      createdBy: raw.createdBy ?? '',
      createdAt: raw.createdAt ?? 0,
      updatedAt: raw.updatedAt ?? raw.createdAt ?? 0,
      meta: raw.meta,
      members: raw.members,
    }),
  );

const lastMessageSchema = z
  .object({ content: text, senderId: identifier, type: text, createdAt: moment })
  .transform((raw) => ({
    ...raw,
    content: raw.content ?? '',
    senderId: raw.senderId ?? '',
    type: raw.type || 'text',
  }));

const listedSchema = z
  .object({
    ...named,
    unreadCount: count,
    /** Where the newer ones keep the count (P8.4). */
    context: lenient((value) => z.object({ unreadCount: count }).safeParse(value).data ?? null),
    lastSeenAt: time,
    lastMessageAt: time,
    joinedAt: time,
    lastInteractionAt: time,
    lastMessage: lenient((value) =>
      value === undefined ? undefined : (lastMessageSchema.safeParse(value).data ?? null),
    ),
  })
  .transform(
    (raw): Chat3ListedDialog => ({
      ...namesOf(raw),
      unreadCount: raw.unreadCount ?? raw.context?.unreadCount ?? 0,
      lastSeenAt: raw.lastSeenAt,
      lastMessageAt: raw.lastMessageAt,
      joinedAt: raw.joinedAt,
      lastInteractionAt: raw.lastInteractionAt,
      lastMessage: raw.lastMessage,
    }),
  );

function pageOf<Row>(subject: string, schema: z.ZodType<Row>, answer: unknown): Chat3Page<Row> {
  const { rows } = readRows(subject, schema, answer);
  const told = read(subject, z.object({ pagination }), answer).pagination;
  return { rows, total: told?.total ?? rows.length };
}

export const parseChat3Dialogs = (answer: unknown) => pageOf('dialogs of Chat3', listedSchema, answer);
export const parseChat3Messages = (answer: unknown) => pageOf('messages of Chat3', messageSchema, answer);
export const parseChat3Dialog = (answer: unknown) =>
  read('dialog of Chat3', dialogSchema, parsePayload(answer));
export const parseChat3Message = (answer: unknown) =>
  read('message of Chat3', messageSchema, parsePayload(answer));
export const parseChat3Reactions = (answer: unknown): Chat3Reaction[] => parseReactions(answer);
