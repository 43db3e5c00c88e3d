import { conflict } from '../../contract/errors.ts';
import type { WireMessage } from '../../contract/wire.ts';
import { newMessageId } from '../../ids.ts';
import type { Db, MessageRow } from '../../store/schema.ts';
import { bodyHash } from '../bodyHash.ts';
import type { MessageDraft } from '../port.ts';
import { requireMember } from './access.ts';
import type { OwnContext } from './context.ts';
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
    await requireMember(trx, draft.dialogId, senderId);
    const hash = bodyHash(draft);
    const stored = draft.clientMessageId && (await findByClientId(trx, senderId, draft.clientMessageId));
    if (stored && stored.removed_at === null && stored.body_hash !== hash) {
      throw conflict('clientMessageId was already used for another message');
    }
    const row = stored || (await store(context, trx, senderId, draft, hash));
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

async function store(
  context: OwnContext,
  trx: Db,
  senderId: string,
  draft: MessageDraft,
  hash: string,
): Promise<MessageRow> {
  const row = await insertMessage(trx, {
    messageId: newMessageId(),
    dialogId: draft.dialogId,
    senderId,
    clientMessageId: draft.clientMessageId,
    bodyHash: hash,
    content: draft.content,
    type: draft.type,
    meta: JSON.stringify(await withKnownOriginal(trx, draft)),
    now: context.now(),
  });
  const { dialogId } = draft;
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
