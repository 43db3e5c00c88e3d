import { z } from 'zod';
import type {
  RemoteChanges,
  RemoteMark,
  RemoteMessage,
  RemoteMessagePage,
  RemoteStatus,
  StatusTime,
} from '../remote.ts';
import { readHeader } from '../textHeader.ts';
import { tieOf } from '../tie.ts';
import { memberSchema } from './dialogs.ts';
import {
  anything,
  dialogReference,
  identifier,
  lenient,
  meta,
  ownId,
  pagination,
  parsePayload,
  readRows,
  required,
  requiredDialogId,
  requiredIdentifier,
  sequence,
  text,
  time,
  toRows,
} from './fields.ts';
import { toMessageType } from './messageTypes.ts';
import { toStatusCounts } from './statusCounts.ts';
import { isRecord, toIdentifier, toOneOf, toReactionCounts, toSequence, toText, toTime } from './values.ts';
import { read, WireError } from './wireError.ts';

const statuses = ['unread', 'delivered', 'read'] as const;
const statusName = required('is no status', (value) => toOneOf(statuses, value));

export const statusSchema: z.ZodType<RemoteStatus> = z.object({
  userId: requiredIdentifier,
  status: statusName,
});

export const messageSchema: z.ZodType<RemoteMessage> = z
  .object({
    messageId: identifier,
    _id: identifier,
    id: identifier,
    dialogId: dialogReference,
    senderId: identifier,
    content: text,
    type: text,
    createdAt: required('is no time', toMoment),
    meta,
    quotedMessageId: identifier,
    seq: sequence,
    rev: sequence,
    updatedAt: time,
    editedAt: time,
    deletedAt: time,
    statuses: lenient((value) => toRows(statusSchema, value)?.rows ?? null),
    context: lenient(toStatusCounts),
    reactionCounts: lenient(toReactionCounts),
    ownReactions: lenient(toTexts),
  })
  .transform((raw): RemoteMessage => {
    const messageId = ownId(raw.messageId, 'msg_', [raw.id, raw._id]);
    // Where messages are numbered, no two have one time.
    const tie = raw.seq === null ? tieOf(raw.createdAt.told, messageId, [raw._id, raw.id]) : undefined;
    const content = raw.content ?? '';
    const header = readHeader(content);
    const told = header?.told ?? (raw.quotedMessageId === null ? null : { replyTo: raw.quotedMessageId });
    const length = content.length - (header?.text ?? content).length;
    return {
      messageId,
      aliases: aliasesOf(messageId, raw._id, raw.id),
      dialog: raw.dialogId,
      // Nobody's message is shown as the system's.
      senderId: raw.senderId ?? '',
      content: header?.text ?? content,
      ...(told === null ? {} : { toldBesides: { meta: told, length } }),
      type: toMessageType(raw.type, raw.meta, raw.content),
      createdAt: raw.createdAt.time,
      ...(tie === undefined ? {} : { tie }),
      ...(raw.updatedAt === null ? {} : { updatedAt: raw.updatedAt }),
      ...(raw.editedAt === null ? {} : { editedAt: raw.editedAt }),
      ...(raw.deletedAt === null ? {} : { removed: true }),
      meta: raw.meta,
      clientMessageId: clientMessageIdOf(raw.meta),
      seq: raw.seq,
      rev: raw.rev,
      statuses: raw.statuses,
      ...(raw.context === null ? {} : { statusCounts: raw.context }),
      reactionCounts: raw.reactionCounts,
      ownReactions: raw.ownReactions,
    };
  });

/** With the time as it was told, which may be finer. */
function toMoment(told: unknown): { time: number; told: unknown } | null {
  const time = toTime(told);
  return time === null ? null : { time, told };
}

function toTexts(value: unknown): string[] | null {
  return Array.isArray(value) ? value.map(toText).filter((entry) => entry !== null) : null;
}

/**
 * A row of history must be named by something: without any id it could neither be stored nor told from its copies. One
 * that only the database names is whole all the same, unlike the broker's copy.
 */
const rowSchema: z.ZodType<RemoteMessage> = messageSchema.transform((message, context) => {
  if (message.messageId !== null) return message;
  const [databaseId] = message.aliases;
  if (databaseId !== undefined) return { ...message, messageId: databaseId };
  context.issues.push({ code: 'custom', message: 'has no id', input: undefined });
  return z.NEVER;
});

function aliasesOf(...ids: (string | null)[]): string[] {
  const aliases: string[] = [];
  for (const id of ids) if (id !== null && !aliases.includes(id)) aliases.push(id);
  return aliases;
}

function clientMessageIdOf({ clientMessageId }: { clientMessageId?: unknown }): string | null {
  return toIdentifier(clientMessageId);
}

/** The payload of `message:new`: any copy, even one without an id or a dialog. */
export function parseMessage(input: unknown): RemoteMessage {
  return read('message', messageSchema, input);
}

/** The answer to POST `/messages/dialog/:id` and GET `/messages/:id`. */
export function parseMessageAnswer(body: unknown): RemoteMessage {
  return read('message', rowSchema, parsePayload(body));
}

const statusTimeSchema: z.ZodType<StatusTime> = z
  .object({ userId: requiredIdentifier, status: statusName, createdAt: lenient(toTime) })
  .transform(({ createdAt, ...status }) => ({ ...status, at: createdAt }));

const statusTimesSchema = z.object({
  statuses: lenient((value) => toRows(statusTimeSchema, value)?.rows ?? null),
});

/** What the same answer tells of who has the message; null: nothing. */
export function parseStatusTimes(body: unknown): StatusTime[] | null {
  return read('message', statusTimesSchema, parsePayload(body)).statuses;
}

const pageSchema = z.object({ pagination, headSeq: sequence });

/** The answer to GET `/messages/dialog/:id`. */
export function parseMessagePage(body: unknown): RemoteMessagePage {
  const { rows, dropped } = readRows('message page', rowSchema, body);
  return { messages: rows, dropped, ...read('message page', pageSchema, body) };
}

const markSchema: z.ZodType<RemoteMark> = z
  .object({
    dialogId: requiredDialogId,
    userId: requiredIdentifier,
    deliveredSeq: sequence,
    readSeq: sequence,
  })
  .transform((raw) => ({ ...raw, deliveredSeq: raw.deliveredSeq ?? 0, readSeq: raw.readSeq ?? 0 }));

/** The payload of `dialog:marks`. A watermark that is missing counts as 0: marks only ever move forward. */
export function parseMark(input: unknown): RemoteMark {
  return read('mark', markSchema, input);
}

const requiredSequence = required('is no number', toSequence);

const changesSchema = z.object({
  messages: required('is no list', (value) => toRows(rowSchema, value)),
  headSeq: requiredSequence,
  headRev: requiredSequence,
});

const changesFrameSchema = z.object({
  reset: anything,
  dialogId: anything,
  marks: anything,
  members: lenient((value) => toRows(memberSchema, value)?.rows ?? null),
});

/**
 * The answer to GET `/dialogs/:id/changes`, bare or under `data`. Marks there need not name their dialog: pass the one that
 * was asked about, or they are left out.
 */
export function parseChanges(body: unknown, dialogId?: string): RemoteChanges {
  const payload = parsePayload(body) ?? body;
  const frame = read('changes', changesFrameSchema, payload);
  if (frame.reset === true) return { reset: true };
  const { messages, headSeq, headRev } = read('changes', changesSchema, payload);
  const rawMarks = Array.isArray(frame.marks) ? frame.marks : [];
  const marks = rawMarks.map((mark: unknown) =>
    isRecord(mark) ? { dialogId: frame.dialogId ?? dialogId, ...mark } : mark,
  );
  return {
    reset: false,
    messages: messages.rows,
    marks: toRows(markSchema, marks)?.rows ?? [],
    members: frame.members,
    headSeq,
    headRev,
  };
}

const messageStatusSchema = z.object({
  messageId: requiredIdentifier,
  userId: requiredIdentifier,
  status: statusName,
});

/** The payload of `message:status`. */
export function parseMessageStatus(input: unknown): RemoteStatus & { messageId: string } {
  return read('message status', messageStatusSchema, input);
}

const reactionSchema = z.object({
  userId: requiredIdentifier,
  reaction: required('is no reaction', (value) => toText(value) || null),
});

const reactionListSchema = z.object({ reactions: anything });

/** The answer to GET `/messages/:id/reactions`: who reacted with what. */
export function parseReactions(body: unknown): { userId: string; reaction: string }[] {
  const payload = parsePayload(body);
  const list = Array.isArray(payload) ? payload : read('reactions', reactionListSchema, payload).reactions;
  const rows = toRows(reactionSchema, list);
  if (rows === null) throw new WireError('reactions', 'is no list', 'reactions');
  return rows.rows;
}

export interface RemoteReactionEvent {
  messageId: string;
  dialog: RemoteMessage['dialog'];
  /** null where the server does not tell. */
  userId: string | null;
  /** null where it was taken back, or is not told. */
  reaction: string | null;
  reactionCounts: Record<string, number> | null;
  rev: number | null;
}

const reactionEventSchema = z
  .object({
    messageId: requiredIdentifier,
    dialogId: dialogReference,
    userId: identifier,
    reaction: text,
    action: anything,
    reactionCounts: lenient(toReactionCounts),
    counts: lenient(toReactionCounts),
    rev: sequence,
  })
  .transform(
    (raw): RemoteReactionEvent => ({
      messageId: raw.messageId,
      dialog: raw.dialogId,
      userId: raw.userId,
      // Our server names what was removed, since the contract knows no removal.
      reaction: raw.action === 'remove' ? null : raw.reaction || null,
      reactionCounts: raw.reactionCounts ?? raw.counts,
      rev: raw.rev,
    }),
  );

/** The payload of `message:reaction`. */
export function parseReactionEvent(input: unknown): RemoteReactionEvent {
  return read('message reaction', reactionEventSchema, input);
}
