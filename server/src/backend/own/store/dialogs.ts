import { sql } from 'kysely';
import { serviceSenderId } from '../../../../../src/shared/serviceLine.ts';
import type { Db, DialogKind, DialogRow, MemberRow } from '../../../store/schema.ts';
import { unreadCount } from './unread.ts';

/**
 * Within a unit of work the dialog is locked until its end: what is read after this stays so, and nobody else numbers anything
 * in it. A unit locks one dialog at most.
 */
export function findDialog(db: Db, dialogId: string): Promise<DialogRow | undefined> {
  return db
    .selectFrom('dialogs')
    .selectAll()
    .where('dialog_id', '=', dialogId)
    .where('deleted_at', 'is', null)
    .$if(db.isTransaction, (query) => query.forUpdate())
    .executeTakeFirst();
}

export function findDirect(db: Db, directKey: string): Promise<DialogRow | undefined> {
  return db.selectFrom('dialogs').selectAll().where('direct_key', '=', directKey).executeTakeFirst();
}

/** The one key of the direct dialog of two people, whoever asks. */
export const directKeyOf = (userA: string, userB: string) => [userA, userB].sort().join('|');

/** Throws a unique violation when the direct dialog of that pair already exists. */
export function insertDialog(
  db: Db,
  dialog: {
    dialogId: string;
    kind: DialogKind;
    directKey: string | null;
    name: string;
    createdBy: string;
    now: number;
  },
): Promise<DialogRow> {
  return db
    .insertInto('dialogs')
    .values({
      dialog_id: dialog.dialogId,
      kind: dialog.kind,
      direct_key: dialog.directKey,
      name: dialog.name,
      created_by: dialog.createdBy,
      created_at: dialog.now,
      updated_at: dialog.now,
      meta: '{}',
      last_seq: 0,
      last_rev: 1,
      last_created_at: 0,
      last_activity_at: dialog.now,
      members_rev: 1,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** It is gone for everybody; its messages are for `removeDeletedSlice`. */
export async function deleteDialog(db: Db, dialogId: string, now: number): Promise<void> {
  await db.deleteFrom('members').where('dialog_id', '=', dialogId).execute();
  await db
    .updateTable('dialogs')
    .set({ deleted_at: now, direct_key: null })
    .where('dialog_id', '=', dialogId)
    .execute();
}

export async function setDialogName(db: Db, dialogId: string, name: string): Promise<void> {
  await db.updateTable('dialogs').set({ name }).where('dialog_id', '=', dialogId).execute();
}

/** Counts one mutation of the dialog and returns its number. */
export async function nextRev(db: Db, dialogId: string): Promise<number> {
  const row = await db
    .updateTable('dialogs')
    .set((update) => ({ last_rev: update('last_rev', '+', 1) }))
    .where('dialog_id', '=', dialogId)
    .returning('last_rev')
    .executeTakeFirstOrThrow();
  return row.last_rev;
}

/** Counts a change of membership, roles or name. */
export async function touchMembership(db: Db, dialogId: string, now: number): Promise<void> {
  await db
    .updateTable('dialogs')
    .set((update) => ({
      last_rev: update('last_rev', '+', 1),
      members_rev: update('last_rev', '+', 1),
      updated_at: now,
    }))
    .where('dialog_id', '=', dialogId)
    .execute();
}

export interface DialogListRow extends DialogRow, Pick<MemberRow, 'role' | 'joined_at' | 'read_at'> {
  delivered_seq: number;
  read_seq: number;
  unread: number;
  peer_id: string | null;
  last_message_id: string | null;
  last_content: string | null;
  last_sender_id: string | null;
  last_type: string | null;
  last_removed_at: number | null;
  /** Of a service line, and of what names files: others may be long. */
  last_meta: string | null;
}

/** The user's dialogs, newest activity first, each with its last message. */
export function listDialogs(
  db: Db,
  userId: string,
  page: { offset: number; limit: number; dialogId?: string },
): Promise<DialogListRow[]> {
  return db
    .selectFrom('members')
    .innerJoin('dialogs', 'dialogs.dialog_id', 'members.dialog_id')
    .leftJoin('messages', (join) =>
      join
        .onRef('messages.dialog_id', '=', 'dialogs.dialog_id')
        .onRef('messages.seq', '=', 'dialogs.last_seq'),
    )
    .selectAll('dialogs')
    .select([
      'members.role',
      'members.joined_at',
      'members.read_at',
      'members.delivered_seq',
      'members.read_seq',
      'messages.message_id as last_message_id',
      'messages.content as last_content',
      'messages.sender_id as last_sender_id',
      'messages.type as last_type',
      'messages.removed_at as last_removed_at',
    ])
    .select((select) => [
      unreadCount.as('unread'),
      sql<string | null>`case when messages.sender_id = ${serviceSenderId}
        or messages.type in ('image', 'file') then messages.meta end`.as('last_meta'),
      select
        .selectFrom('members as peers')
        .select('peers.user_id')
        .whereRef('peers.dialog_id', '=', 'dialogs.dialog_id')
        .where('peers.user_id', '!=', userId)
        .where('dialogs.kind', '=', 'direct')
        .limit(1)
        .as('peer_id'),
    ])
    .where('members.user_id', '=', userId)
    .$if(page.dialogId !== undefined, (query) => query.where('dialogs.dialog_id', '=', page.dialogId ?? ''))
    .orderBy('dialogs.last_activity_at', 'desc')
    .orderBy('dialogs.dialog_id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export async function countDialogs(db: Db, userId: string): Promise<number> {
  const row = await db
    .selectFrom('members')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return Number(row.total);
}
