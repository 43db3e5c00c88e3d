import type { Chat3PostRow, Db } from '../../../store/schema.ts';

type Name = Pick<Chat3PostRow, 'sender_id' | 'client_message_id'>;

export function findPost(db: Db, { sender_id, client_message_id }: Name): Promise<Chat3PostRow | undefined> {
  return db
    .selectFrom('chat3_posts')
    .selectAll()
    .where('sender_id', '=', sender_id)
    .where('client_message_id', '=', client_message_id)
    .executeTakeFirst();
}

export async function insertPost(trx: Db, post: Chat3PostRow): Promise<void> {
  await trx.insertInto('chat3_posts').values(post).execute();
}

/** Begins another attempt; false where somebody else has begun one since `post` was read. */
export async function beginAgain(
  trx: Db,
  post: Chat3PostRow,
  { now, againAt }: { now: number; againAt: number },
): Promise<boolean> {
  const begun = await of(trx, post)
    .set((row) => ({
      open_attempts: row('open_attempts', '+', 1),
      last_at: now,
      again_at: againAt,
    }))
    .where('last_at', '=', post.last_at)
    .where('message_id', 'is', null)
    .executeTakeFirst();
  return begun.numUpdatedRows > 0n;
}

/** The last attempt has stored nothing: it might never have been. */
export async function endAttempt(trx: Db, post: Name): Promise<void> {
  await of(trx, post)
    .set((row) => ({ open_attempts: row('open_attempts', '-', 1), again_at: 0 }))
    .where('open_attempts', '>', 0)
    .execute();
  await trx
    .deleteFrom('chat3_posts')
    .where('sender_id', '=', post.sender_id)
    .where('client_message_id', '=', post.client_message_id)
    .where('open_attempts', '=', 0)
    .where('message_id', 'is', null)
    .execute();
}

/** It may be posted again, as the last attempt is over; whether it has stored something is not known. */
export async function allowAgain(trx: Db, post: Name): Promise<void> {
  await of(trx, post).set({ again_at: 0 }).execute();
}

/** Attempts in the dialog, by any of these people, that may have stored what nobody has seen; begun after `since`. */
export function openPosts(
  db: Db,
  { dialogId, senders, since }: { dialogId: string; senders: string[]; since: number },
): Promise<Chat3PostRow[]> {
  return db
    .selectFrom('chat3_posts')
    .selectAll()
    .where('dialog_id', '=', dialogId)
    .where('open_attempts', '>', 0)
    .where('last_at', '>=', since)
    .where('sender_id', 'in', senders)
    .execute();
}

/** A message of Chat3 that an attempt has stored; a second one of the same post stays beside the first. */
export async function settle(trx: Db, post: Chat3PostRow, messageId: string): Promise<void> {
  const other = await trx
    .selectFrom('chat3_posts')
    .select(['sender_id', 'client_message_id'])
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  if (other?.sender_id === post.sender_id && other.client_message_id === post.client_message_id) return;
  // It was taken for another one of the same text.
  if (other) {
    await of(trx, other)
      .set((row) => ({ message_id: null, open_attempts: row('open_attempts', '+', 1) }))
      .execute();
  }
  const known = await keptMeta(trx, [messageId]);
  await keepMeta(trx, messageId, post.meta);
  if (known.has(messageId) && !other) return;
  await of(trx, post)
    .set((row) => ({
      message_id: row.fn.coalesce('message_id', row.val(messageId)),
      open_attempts: row('open_attempts', '-', 1),
    }))
    .where('open_attempts', '>', 0)
    .execute();
}

/** What was posted with these messages, as JSON, by `messageId`. */
export async function keptMeta(db: Db, messageIds: string[]): Promise<Map<string, string>> {
  if (messageIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('chat3_messages')
    .selectAll()
    .where('message_id', 'in', messageIds)
    .execute();
  return new Map(rows.map(({ message_id, meta }) => [message_id, meta]));
}

export async function keepMeta(trx: Db, messageId: string, meta: string): Promise<void> {
  await trx
    .insertInto('chat3_messages')
    .values({ message_id: messageId, meta })
    .onConflict((conflict) => conflict.column('message_id').doUpdateSet({ meta }))
    .execute();
}

function of(trx: Db, { sender_id, client_message_id }: Name) {
  return trx
    .updateTable('chat3_posts')
    .where('sender_id', '=', sender_id)
    .where('client_message_id', '=', client_message_id);
}
