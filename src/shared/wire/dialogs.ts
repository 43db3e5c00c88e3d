import { z } from 'zod';
import { readAttachments } from '../attachmentSchema.ts';
import type { DialogKind, MemberRole, Timestamp } from '../domain.ts';
import type {
  RemoteDialog,
  RemoteDialogDetails,
  RemoteDialogPage,
  RemoteDialogReference,
  RemoteMember,
} from '../remote.ts';
import { decodeServiceLine } from '../serviceLineSchema.ts';
import { readHeader } from '../textHeader.ts';
import {
  count,
  dialogReference,
  identifier,
  lenient,
  meta,
  name,
  ownId,
  pagination,
  parsePayload,
  readRows,
  sequence,
  text,
  time,
  toRows,
} from './fields.ts';
import { toMessageType } from './messageTypes.ts';
import { toDialogReference, toIdentifier, toName, toOneOf, toText } from './values.ts';
import { read } from './wireError.ts';

const kinds: DialogKind[] = ['direct', 'group'];
const roles: MemberRole[] = ['owner', 'admin', 'member'];
const kind = lenient((value) => toOneOf(kinds, value));
/** The word of the newest of the old servers; of its channels and public groups a group is what we can show. */
const chatType = lenient((value) => {
  const word = toText(value)?.toLowerCase() ?? '';
  if (/^(direct|private|personal|p2p|dialog)$/.test(word)) return 'direct';
  return /(group|channel)$/.test(word) ? 'group' : null;
});

/** Under any of the names that servers give it, the newest old ones in the meta alone. */
function nameOf(
  raw: Record<'dialogName' | 'name', string | null> & { meta: Record<string, unknown> },
): string {
  return raw.dialogName || raw.name || toName(raw.meta['name']) || '';
}

/** What a dialog's own record may name it by. Nothing works without a `dlg_…` id. */
const names = { dialogId: dialogReference, id: identifier, _id: identifier };

interface Names {
  dialogId: RemoteDialogReference;
  id: string | null;
  _id: string | null;
}

function namesOf(raw: Names, context: z.RefinementCtx): { dialogId: string; databaseId: string | null } {
  const others = toDialogReference({ id: raw.id, _id: raw._id });
  const dialogId = raw.dialogId.dialogId ?? others.dialogId;
  if (dialogId === null) {
    context.issues.push({ code: 'custom', message: 'is no dialog id', path: ['dialogId'], input: undefined });
    return z.NEVER;
  }
  return { dialogId, databaseId: raw.dialogId.databaseId ?? others.databaseId };
}

const lastMessageSchema = z.object({
  content: text,
  senderId: identifier,
  type: text,
  createdAt: time,
  deletedAt: time,
  meta,
});

type LastMessage = z.infer<typeof lastMessageSchema>;

const dialogSchema: z.ZodType<RemoteDialog> = z
  .object({
    ...names,
    dialogName: name,
    name,
    meta,
    kind,
    chatType,
    unreadCount: count,
    /** Where the newer old servers keep the count (P8.4). */
    context: lenient((value) => z.object({ unreadCount: count }).safeParse(value).data ?? null),
    lastMessage: lenient((value) => lastMessageSchema.safeParse(value).data ?? null),
    lastMessageAt: time,
    lastInteractionAt: time,
    joinedAt: time,
    createdAt: time,
    headSeq: sequence,
    headRev: sequence,
    memberIds: lenient(toMemberIds),
    members: lenient(toMemberIds),
    peerId: identifier,
    deliveredSeq: sequence,
    readSeq: sequence,
  })
  .transform((raw, context): RemoteDialog => {
    const heardAt = latest(raw.lastMessageAt, raw.lastInteractionAt);
    return {
      ...namesOf(raw, context),
      name: nameOf(raw),
      kind: raw.kind ?? raw.chatType,
      unreadCount: raw.unreadCount ?? raw.context?.unreadCount ?? 0,
      lastActivityAt: latest(heardAt, raw.lastMessage?.createdAt ?? null, raw.joinedAt, raw.createdAt),
      lastMessage: raw.lastMessage === null ? null : lastMessageOf(raw.lastMessage, heardAt),
      headSeq: raw.headSeq,
      headRev: raw.headRev,
      memberIds: raw.memberIds ?? raw.members,
      peerId: raw.peerId,
      ownMark: raw.readSeq === null ? null : { deliveredSeq: raw.deliveredSeq ?? 0, readSeq: raw.readSeq },
    };
  });

function latest(...times: (Timestamp | null)[]): Timestamp {
  return Math.max(0, ...times.map((known) => known ?? 0));
}

/** Null for an object without fields: it stands for no message. */
function lastMessageOf(raw: LastMessage, heardAt: Timestamp): RemoteDialog['lastMessage'] {
  if (raw.content === null && raw.senderId === null && raw.type === null) return null;
  const type = toMessageType(raw.type, raw.meta, raw.content);
  const service = decodeServiceLine({ type, meta: raw.meta });
  const hasContent = raw.deletedAt === null;
  return {
    content: readHeader(raw.content ?? '')?.text ?? raw.content ?? '',
    senderId: raw.senderId ?? '',
    type,
    createdAt: raw.createdAt ?? heardAt,
    ...(service === undefined ? {} : { service }),
    ...(hasContent ? readAttachments(raw) : { removed: true }),
  };
}

const pageSchema = z.object({ pagination });

/** The answer to GET `/dialogs`. */
export function parseDialogPage(body: unknown): RemoteDialogPage {
  const { rows, dropped } = readRows('dialog page', dialogSchema, body);
  return { dialogs: rows, dropped, ...read('dialog page', pageSchema, body) };
}

/** The answer to POST `/dialogs`. */
export function parseDialogAnswer(body: unknown): RemoteDialog {
  return read('dialog', dialogSchema, parsePayload(body));
}

export const memberSchema: z.ZodType<RemoteMember> = z
  .object({
    userId: identifier,
    id: identifier,
    _id: identifier,
    role: lenient((value) => toOneOf(roles, value)),
    deliveredSeq: sequence,
    readSeq: sequence,
    unreadCount: count,
  })
  .transform(({ id, _id, ...raw }, context): RemoteMember => {
    const userId = ownId(raw.userId, 'usr_', [id, _id]);
    if (userId !== null) return { ...raw, userId };
    context.issues.push({ code: 'custom', message: 'is no id', path: ['userId'], input: undefined });
    return z.NEVER;
  });

/** The ids out of a list of members or of bare ids; null for anything but a list. */
function toMemberIds(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null;
  const ids = value.map((entry) => toIdentifier(entry) ?? memberSchema.safeParse(entry).data?.userId);
  return [...new Set(ids.filter((id) => id !== undefined))];
}

const detailsSchema: z.ZodType<RemoteDialogDetails> = z
  .object({
    ...names,
    name,
    dialogName: name,
    meta,
    kind,
    chatType,
    members: lenient((value) => toRows(memberSchema, value)?.rows ?? []),
  })
  .transform(
    (raw, context): RemoteDialogDetails => ({
      ...namesOf(raw, context),
      name: nameOf(raw),
      kind: raw.kind ?? raw.chatType,
      members: raw.members,
    }),
  );

/** The answer to GET `/dialogs/:id`. */
export function parseDialogDetails(body: unknown): RemoteDialogDetails {
  return read('dialog details', detailsSchema, parsePayload(body));
}

/** The answer to GET `/dialogs/:id/members`. */
export function parseMembers(body: unknown): RemoteMember[] {
  return readRows('members', memberSchema, body).rows;
}
