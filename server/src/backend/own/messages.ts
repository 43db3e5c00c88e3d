import {
  conflict,
  DIALOG_NOT_FOUND,
  FILE_NOT_FOUND,
  forbidden,
  NOT_A_MEMBER,
  notFound,
} from '../../contract/errors.ts';
import { type Attachment, attachmentOf, type WireMessage } from '../../contract/wire.ts';
import { newMessageId } from '../../ids.ts';
import { nameFiles, visibleFiles } from '../../store/files.ts';
import type { Db, MessageRow } from '../../store/schema.ts';
import { bodyHash } from '../bodyHash.ts';
import type { Told } from '../events.ts';
import type { MessageDraft } from '../port.ts';
import { requireMember } from './access.ts';
import type { OwnContext } from './context.ts';
import { type Writer, withAllowedMentions } from './mentions.ts';
import { afterOwnMessage, listMembers } from './store/members.ts';
import { findByClientId, findMessage, insertNumbered, takeNumbers } from './store/messages.ts';
import { messageItem } from './wire.ts';

/**
 * Stores the message and tells the members. A repeat of the same clientMessageId with the same body returns the stored row as
 * `repeated` and tells nobody; with another body it throws 409. Of what was removed meanwhile every repeat is one.
 */
export function postMessage(
  context: OwnContext,
  senderId: string,
  draft: MessageDraft,
): Promise<{ message: WireMessage; repeated: boolean }> {
  const hash = bodyHash(draft);
  return context.change(async (trx) => {
    // Before anything is locked. Of two of the same at once the second finds the name taken when it stores, and is run again.
    const stored = draft.clientMessageId && (await findByClientId(trx, senderId, draft.clientMessageId));
    return stored ? repeat(trx, senderId, draft, stored, hash) : post(context, trx, senderId, draft, hash);
  });
}

type Posted = Told<{ message: WireMessage; repeated: boolean }>;

async function repeat(
  trx: Db,
  senderId: string,
  draft: MessageDraft,
  stored: MessageRow,
  hash: string,
): Promise<Posted> {
  await requireMember(trx, draft.dialogId, senderId);
  if (stored.removed_at === null && stored.body_hash !== hash) {
    throw conflict('clientMessageId was already used for another message');
  }
  const message = messageItem(stored, await listMembers(trx, draft.dialogId));
  return { answer: { message, repeated: true }, events: [] };
}

/** While it has the dialog nobody else writes there: it asks for little. */
async function post(
  context: OwnContext,
  trx: Db,
  senderId: string,
  draft: MessageDraft,
  hash: string,
): Promise<Posted> {
  const dialog = await takeNumbers(trx, draft.dialogId, context.now());
  if (!dialog || dialog.deleted_at !== null) throw notFound(DIALOG_NOT_FOUND);
  const members = await listMembers(trx, draft.dialogId);
  const member = members.find(({ user_id }) => user_id === senderId);
  if (!member) throw forbidden(NOT_A_MEMBER);
  const message = messageItem(await store(trx, { dialog, member }, draft, hash), members);
  const ids = members.map(({ user_id }) => user_id);
  return {
    answer: { message, repeated: false },
    events: [{ type: 'message', members: ids, message }],
  };
}

/** The files that the message names, in its order; nothing is believed of them but their ids (P7.44). */
async function attach(trx: Db, senderId: string, { fileIds }: MessageDraft): Promise<Attachment[]> {
  if (fileIds.length === 0) return [];
  const rows = new Map((await visibleFiles(trx, senderId, fileIds)).map((row) => [row.file_id, row]));
  return fileIds.map((fileId) => {
    const row = rows.get(fileId);
    if (!row) throw notFound(FILE_NOT_FOUND);
    return attachmentOf(row);
  });
}

function contentOf({ content, type, meta }: MessageDraft, attachments: Attachment[]) {
  if (attachments.length === 0) return { content, type, meta: JSON.stringify(meta) };
  const isOfImages = attachments.every(({ kind }) => kind === 'image');
  return { content, type: isOfImages ? 'image' : 'file', meta: JSON.stringify({ ...meta, attachments }) };
}

async function store(trx: Db, writer: Writer, draft: MessageDraft, hash: string): Promise<MessageRow> {
  const senderId = writer.member.user_id;
  const files = await attach(trx, senderId, draft);
  const known = await withKnownOriginal(trx, draft);
  const meta = await withAllowedMentions(trx, known, writer);
  const messageId = newMessageId();
  const row = await insertNumbered(trx, writer.dialog, {
    messageId,
    senderId,
    clientMessageId: draft.clientMessageId,
    bodyHash: hash,
    ...contentOf({ ...draft, meta }, files),
  });
  const { dialogId, fileIds } = draft;
  if (fileIds.length > 0 && !(await nameFiles(trx, { messageId, dialogId }, fileIds))) {
    throw notFound(FILE_NOT_FOUND);
  }
  await afterOwnMessage(trx, { dialogId, senderId, seq: row.seq, createdAt: row.created_at });
  return row;
}

/** What is answered is a message of the same dialog, by the name that clients know it by; anything else is left out (P7.31). */
async function withKnownOriginal(db: Db, { dialogId, meta }: MessageDraft): Promise<MessageDraft['meta']> {
  if (!('replyTo' in meta)) return meta;
  const { replyTo, ...others } = meta;
  const original = typeof replyTo === 'string' ? await findMessage(db, replyTo) : undefined;
  return original?.dialog_id === dialogId ? { ...meta, replyTo: original.message_id } : others;
}
