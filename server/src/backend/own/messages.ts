import { conflict, FILE_NOT_FOUND, notFound } from '../../contract/errors.ts';
import { type Attachment, attachmentOf, type WireMessage } from '../../contract/wire.ts';
import { newMessageId } from '../../ids.ts';
import { nameFiles, visibleFiles } from '../../store/files.ts';
import type { Db, MessageRow } from '../../store/schema.ts';
import { bodyHash } from '../bodyHash.ts';
import type { MessageDraft } from '../port.ts';
import { requireMember } from './access.ts';
import type { OwnContext } from './context.ts';
import { type Writer, withAllowedMentions } from './mentions.ts';
import { afterOwnMessage, listMembers } from './store/members.ts';
import { findByClientId, findMessage, insertMessage } from './store/messages.ts';
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
  return context.change(async (trx) => {
    const writer = await requireMember(trx, draft.dialogId, senderId);
    const hash = bodyHash(draft);
    const stored = draft.clientMessageId && (await findByClientId(trx, senderId, draft.clientMessageId));
    if (stored && stored.removed_at === null && stored.body_hash !== hash) {
      throw conflict('clientMessageId was already used for another message');
    }
    const row = stored || (await store(context, trx, writer, draft, hash));
    const members = await listMembers(trx, draft.dialogId);
    const message = messageItem(row, members);
    const repeated = Boolean(stored);
    const ids = members.map((member) => member.user_id);
    return {
      answer: { message, repeated },
      events: repeated ? [] : [{ type: 'message', members: ids, message }],
    };
  });
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

async function store(
  context: OwnContext,
  trx: Db,
  writer: Writer,
  draft: MessageDraft,
  hash: string,
): Promise<MessageRow> {
  const senderId = writer.member.user_id;
  const files = await attach(trx, senderId, draft);
  const known = await withKnownOriginal(trx, draft);
  const meta = await withAllowedMentions(trx, known, writer);
  const messageId = newMessageId();
  const row = await insertMessage(trx, {
    messageId,
    dialogId: draft.dialogId,
    senderId,
    clientMessageId: draft.clientMessageId,
    bodyHash: hash,
    now: context.now(),
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
