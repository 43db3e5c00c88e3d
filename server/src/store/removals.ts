/** What nobody sees any more, removed in slices: a transaction holds up everybody else. */
import { unnameFiles } from './files.ts';
import type { Db } from './schema.ts';

export const SLICE_ROWS = 500;

/** Removes at most so many messages, and as many reactions, of deleted dialogs; false when nothing is left. */
export async function removeDeletedSlice(db: Db): Promise<boolean> {
  const dialog = await db
    .selectFrom('dialogs')
    .select(['dialog_id', 'deleted_at'])
    .where('deleted_at', 'is not', null)
    .limit(1)
    // Another node may be at one already.
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!dialog) return false;
  const some = await db
    .selectFrom('messages')
    .select('message_id')
    .where('dialog_id', '=', dialog.dialog_id)
    .limit(SLICE_ROWS)
    .execute();
  if (some.length === 0) {
    await db.deleteFrom('dialogs').where('dialog_id', '=', dialog.dialog_id).execute();
    return true;
  }
  const messages = some.map((row) => row.message_id);
  const reactions = await db
    .deleteFrom('reactions')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('message_id', 'user_id'),
        'in',
        selectFrom('reactions as some')
          .select(['some.message_id', 'some.user_id'])
          .where('some.message_id', 'in', messages)
          .limit(SLICE_ROWS)
          .$asTuple('message_id', 'user_id'),
      ),
    )
    .executeTakeFirst();
  // A message with more of them would take them all along.
  if (reactions.numDeletedRows >= SLICE_ROWS) return true;
  await unnameFiles(db, messages, dialog.deleted_at ?? 0);
  await db.deleteFrom('messages').where('message_id', 'in', messages).execute();
  return true;
}

/** Removes some codes that ended before `before`; false when nothing is left. */
export async function removeExpiredCodes(db: Db, before: number): Promise<boolean> {
  const expired = db.selectFrom('codes').select('phone').where('expires_at', '<', before).limit(SLICE_ROWS);
  const removed = await db
    .deleteFrom('codes')
    .where('phone', 'in', expired)
    .where('expires_at', '<', before)
    .executeTakeFirst();
  return removed.numDeletedRows > 0n;
}

/**
 * Removes some sessions that expired or were ended before `before`; false when nothing is left. Those of a closed account stay:
 * its devices are to hear why, however late they ask (P7.24).
 */
export async function removeEndedSessions(db: Db, before: number): Promise<boolean> {
  const ended = db
    .selectFrom('sessions')
    .select('session_id')
    .where((where) => where.or([where('expires_at', '<', before), where('revoked_at', '<', before)]))
    .where('user_id', 'not in', (users) =>
      users.selectFrom('users').select('user_id').where('disabled_at', 'is not', null),
    )
    .limit(SLICE_ROWS);
  const removed = await db.deleteFrom('sessions').where('session_id', 'in', ended).executeTakeFirst();
  return removed.numDeletedRows > 0n;
}
