import { sql } from 'kysely';
import { serviceSenderId } from '../../../../../src/shared/serviceLine.ts';
import { databaseIdOf, timeOfDatabaseId } from '../../../ids.ts';
import { unnameFiles } from '../../../store/files.ts';
import type { Db, DialogRow, MessageRow, ReactionRow } from '../../../store/schema.ts';

export interface NewMessage {
  messageId: string;
  dialogId: string;
  senderId: string;
  clientMessageId: string | null;
  bodyHash: string;
  content: string;
  type: string;
  meta: string;
  now: number;
}

/**
 * Takes the next `seq` and `rev` of a dialog, deleted or not, and locks it as `findDialog` does. `last_created_at` is `now`, or one
 * millisecond after the dialog's newest message: it strictly increases within a dialog, as `seq` does.
 */
export function takeNumbers(db: Db, dialogId: string, now: number): Promise<DialogRow | undefined> {
  const createdAt = sql<number>`case when last_created_at >= ${now} then last_created_at + 1 else ${now} end`;
  return db
    .updateTable('dialogs')
    .set((update) => ({
      last_seq: update('last_seq', '+', 1),
      last_rev: update('last_rev', '+', 1),
      last_created_at: createdAt,
      last_activity_at: createdAt,
    }))
    .where('dialog_id', '=', dialogId)
    .returningAll()
    .executeTakeFirst();
}

/** Inserts the row under the numbers that were taken for it. */
export async function insertNumbered(
  db: Db,
  dialog: DialogRow,
  message: Omit<NewMessage, 'dialogId' | 'now'>,
): Promise<MessageRow> {
  const row = {
    message_id: message.messageId,
    dialog_id: dialog.dialog_id,
    seq: dialog.last_seq,
    rev: dialog.last_rev,
    sender_id: message.senderId,
    client_message_id: message.clientMessageId,
    body_hash: message.bodyHash,
    content: message.content,
    type: message.type,
    meta: message.meta,
    reaction_counts: '{}',
    created_at: dialog.last_created_at,
    updated_at: dialog.last_created_at,
  };
  await db.insertInto('messages').values(row).execute();
  return { ...row, edited_at: null, removed_at: null };
}

/** Both. Throws when there is no such dialog. */
export async function insertMessage(db: Db, message: NewMessage): Promise<MessageRow> {
  const dialog = await takeNumbers(db, message.dialogId, message.now);
  if (!dialog) throw new Error('A message of no dialog');
  return insertNumbered(db, dialog, message);
}

/** By either of its names. */
export async function findMessage(db: Db, id: string): Promise<MessageRow | undefined> {
  const messages = db.selectFrom('messages').selectAll();
  const createdAt = timeOfDatabaseId(id);
  if (createdAt === undefined) return messages.where('message_id', '=', id).executeTakeFirst();
  const rows = await messages.where('created_at', '=', createdAt).execute();
  return rows.find((row) => databaseIdOf(row) === id);
}

export function findByClientId(
  db: Db,
  senderId: string,
  clientMessageId: string,
): Promise<MessageRow | undefined> {
  return db
    .selectFrom('messages')
    .selectAll()
    .where('sender_id', '=', senderId)
    .where('client_message_id', '=', clientMessageId)
    .executeTakeFirst();
}

/** Messages with `seq` below `before`, newest first. */
export function messagesBefore(
  db: Db,
  dialogId: string,
  before: number,
  limit: number,
): Promise<MessageRow[]> {
  return db
    .selectFrom('messages')
    .selectAll()
    .where('dialog_id', '=', dialogId)
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
}

/** Messages with `seq` above `since`, oldest first. */
export function messagesSince(db: Db, dialogId: string, since: number, limit: number): Promise<MessageRow[]> {
  return db
    .selectFrom('messages')
    .selectAll()
    .where('dialog_id', '=', dialogId)
    .where('seq', '>', since)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** Messages that were inserted or changed after `rev`, in the order of their last change. */
export function messagesChangedSince(
  db: Db,
  dialogId: string,
  rev: number,
  limit: number,
): Promise<MessageRow[]> {
  return db
    .selectFrom('messages')
    .selectAll()
    .where('dialog_id', '=', dialogId)
    .where('rev', '>', rev)
    .orderBy('rev')
    .limit(limit)
    .execute();
}

/** How many messages `messagesChangedSince` would find, no more than `most` of them counted. */
export async function countChangedSince(
  db: Db,
  dialogId: string,
  rev: number,
  most: number,
): Promise<number> {
  const row = await db
    .selectFrom(
      db
        .selectFrom('messages')
        .select('rev')
        .where('dialog_id', '=', dialogId)
        .where('rev', '>', rev)
        .limit(most)
        .as('changed'),
    )
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

/** The newest `limit` messages of others with `after` < seq ≤ `upTo` that are still there: what a reader's watermark has just passed. */
export function passedMessages(
  db: Db,
  range: { dialogId: string; readerId: string; after: number; upTo: number; limit: number },
): Promise<MessageRow[]> {
  return db
    .selectFrom('messages')
    .selectAll()
    .where('dialog_id', '=', range.dialogId)
    .where('seq', '>', range.after)
    .where('seq', '<=', range.upTo)
    .where('sender_id', 'not in', [range.readerId, serviceSenderId])
    .where('removed_at', 'is', null)
    .orderBy('seq', 'desc')
    .limit(range.limit)
    .execute();
}

export function listReactions(db: Db, messageId: string): Promise<ReactionRow[]> {
  return db
    .selectFrom('reactions')
    .selectAll()
    .where('message_id', '=', messageId)
    .orderBy('created_at')
    .orderBy('user_id')
    .execute();
}

export function findReaction(db: Db, messageId: string, userId: string): Promise<ReactionRow | undefined> {
  return db
    .selectFrom('reactions')
    .selectAll()
    .where('message_id', '=', messageId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
}

/** The reactions of one person to these messages, by message. */
export async function reactionsBy(
  db: Db,
  userId: string,
  messages: readonly MessageRow[],
): Promise<Map<string, string>> {
  const reacted = messages.filter((message) => message.reaction_counts !== '{}');
  if (reacted.length === 0) return new Map();
  const rows = await db
    .selectFrom('reactions')
    .select(['message_id', 'reaction'])
    .where('user_id', '=', userId)
    .where(
      'message_id',
      'in',
      reacted.map((message) => message.message_id),
    )
    .execute();
  return new Map(rows.map((row) => [row.message_id, row.reaction]));
}

export async function putReaction(db: Db, reaction: ReactionRow): Promise<void> {
  await db
    .insertInto('reactions')
    .values(reaction)
    .onConflict((conflict) =>
      conflict
        .columns(['message_id', 'user_id'])
        .doUpdateSet({ reaction: reaction.reaction, created_at: reaction.created_at }),
    )
    .execute();
}

export async function deleteReaction(db: Db, messageId: string, userId: string): Promise<void> {
  await db
    .deleteFrom('reactions')
    .where('message_id', '=', messageId)
    .where('user_id', '=', userId)
    .execute();
}

export function setReactionCounts(
  db: Db,
  messageId: string,
  change: { counts: string; rev: number; now: number },
): Promise<MessageRow> {
  return db
    .updateTable('messages')
    .set({ reaction_counts: change.counts, rev: change.rev, updated_at: change.now })
    .where('message_id', '=', messageId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export function setContent(
  db: Db,
  messageId: string,
  change: { content: string; meta: string; rev: number; now: number },
): Promise<MessageRow> {
  return db
    .updateTable('messages')
    .set({ content: change.content, meta: change.meta })
    .set({ rev: change.rev, updated_at: change.now, edited_at: change.now })
    .where('message_id', '=', messageId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Leaves its place and its names; a hash of a short text would still tell it. */
export async function eraseMessage(
  db: Db,
  messageId: string,
  change: { rev: number; now: number },
): Promise<MessageRow> {
  await db.deleteFrom('reactions').where('message_id', '=', messageId).execute();
  await unnameFiles(db, [messageId], change.now);
  return db
    .updateTable('messages')
    .set({ content: '', body_hash: '', meta: '{}', reaction_counts: '{}', edited_at: null })
    .set({ rev: change.rev, updated_at: change.now, removed_at: change.now })
    .where('message_id', '=', messageId)
    .returningAll()
    .executeTakeFirstOrThrow();
}
