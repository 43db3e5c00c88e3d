import { createHash } from 'node:crypto';
import { isServiceLine } from '../../../../src/shared/serviceLine.ts';
import type { ServerContext } from '../../context.ts';
import { badRequest, conflict } from '../../contract/errors.ts';
import { canonicalJson } from '../../contract/text.ts';
import { messageItem, type WireMessage } from '../../contract/wire.ts';
import { newMessageId } from '../../ids.ts';
import type { Db, MemberRow, MessageRow } from '../../store/schema.ts';
import { requireMember, requireMessage } from './access.ts';
import { tellOldClients } from './messageUpdates.ts';
import { nextRev } from './store/dialogs.ts';
import { afterOwnMessage, listMembers } from './store/members.ts';
import {
  deleteReaction,
  findByClientId,
  findReaction,
  insertMessage,
  listReactions,
  putReaction,
  setReactionCounts,
} from './store/messages.ts';

export interface Draft {
  dialogId: string;
  /** Clean and not empty. */
  content: string;
  type: string;
  meta: Record<string, unknown>;
  clientMessageId: string | null;
}

/**
 * Stores the message and tells the members. A repeat of the same clientMessageId with the same body returns the stored row as
 * `repeated` and tells nobody; with another body it throws 409.
 */
export async function postMessage(
  context: ServerContext,
  senderId: string,
  draft: Draft,
): Promise<{ message: WireMessage; repeated: boolean }> {
  return context.commits.run(
    async (trx) => {
      await requireMember(trx, draft.dialogId, senderId);
      const bodyHash = hashOf(draft);
      const stored = draft.clientMessageId && (await findByClientId(trx, senderId, draft.clientMessageId));
      if (stored && stored.body_hash !== bodyHash) {
        throw conflict('clientMessageId was already used for another message');
      }
      const row = stored || (await store(context, trx, senderId, draft, bodyHash));
      const members = await listMembers(trx, draft.dialogId);
      return { message: messageItem(row, members), members: idsOf(members), repeated: Boolean(stored) };
    },
    ({ message, members, repeated }) => {
      if (!repeated) context.hub.toDialog(draft.dialogId, members, 'message:new', message);
    },
  );
}

async function store(
  context: ServerContext,
  trx: Db,
  senderId: string,
  draft: Draft,
  bodyHash: string,
): Promise<MessageRow> {
  const row = await insertMessage(trx, {
    messageId: newMessageId(),
    dialogId: draft.dialogId,
    senderId,
    clientMessageId: draft.clientMessageId,
    bodyHash,
    content: draft.content,
    type: draft.type,
    meta: JSON.stringify(draft.meta),
    now: context.now(),
  });
  const { dialogId } = draft;
  await afterOwnMessage(trx, { dialogId, senderId, seq: row.seq, createdAt: row.created_at });
  return row;
}

function hashOf(draft: Draft): string {
  const { dialogId, content, type, meta } = draft;
  return createHash('sha256').update(canonicalJson({ dialogId, content, type, meta })).digest('base64');
}

/** Sets the caller's one reaction to a message; a new one replaces it. */
export async function react(
  context: ServerContext,
  userId: string,
  messageId: string,
  reaction: string,
): Promise<void> {
  await changeReaction(context, userId, messageId, reaction, async (trx, message, old) => {
    if (old === reaction) return false;
    await putReaction(trx, {
      message_id: message.message_id,
      user_id: userId,
      reaction,
      created_at: context.now(),
    });
    return true;
  });
}

/** Takes the caller's reaction back; one that is not there any more is no error. */
export async function unreact(
  context: ServerContext,
  userId: string,
  messageId: string,
  reaction: string,
): Promise<void> {
  await changeReaction(context, userId, messageId, null, async (trx, message, old) => {
    if (old !== reaction) return false;
    await deleteReaction(trx, message.message_id, userId);
    return true;
  });
}

/** `messageId`: either name of the message. */
async function changeReaction(
  context: ServerContext,
  userId: string,
  messageId: string,
  reaction: string | null,
  change: (trx: Db, message: MessageRow, old: string | null) => Promise<boolean>,
): Promise<void> {
  await context.commits.run(
    async (trx) => {
      const { message } = await requireMessage(trx, messageId, userId);
      if (isServiceLine(message.type)) throw badRequest('A service message takes no reactions');
      const old = (await findReaction(trx, message.message_id, userId))?.reaction ?? null;
      if (!(await change(trx, message, old))) return undefined;
      const reactions = await listReactions(trx, message.message_id);
      const counts = countsOf(reactions.map((row) => row.reaction));
      const rev = await nextRev(trx, message.dialog_id);
      const changed = await setReactionCounts(trx, message.message_id, {
        counts: JSON.stringify(counts),
        rev,
        now: context.now(),
      });
      return { message: changed, members: await listMembers(trx, message.dialog_id), old, counts };
    },
    (changed) => {
      if (!changed) return;
      const { message, members, old, counts } = changed;
      const dialogId = message.dialog_id;
      context.hub.toDialog(dialogId, idsOf(members), 'message:reaction', {
        messageId: message.message_id,
        // The contract knows one field only; on a removal it names what was removed.
        reaction: reaction ?? old,
        action: reaction === null ? 'remove' : 'add',
        oldReaction: old,
        userId,
        dialogId,
        reactionCounts: counts,
        rev: message.rev,
      });
      tellOldClients(context, reactionEvent(old, reaction), message, idsOf(members));
    },
  );
}

function reactionEvent(old: string | null, reaction: string | null) {
  if (reaction === null) return 'message.reaction.remove';
  return old === null ? 'message.reaction.add' : 'message.reaction.update';
}

/** fromEntries makes own properties: a reaction named `__proto__` counts like any other. */
export function countsOf(reactions: string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const reaction of reactions) counts.set(reaction, (counts.get(reaction) ?? 0) + 1);
  return Object.fromEntries(counts);
}

const idsOf = (members: MemberRow[]) => members.map((member) => member.user_id);
