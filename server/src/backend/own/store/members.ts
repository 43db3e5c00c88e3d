import { sql } from 'kysely';
import type { Db, MemberRow, NewMember, Role } from '../../../store/schema.ts';
import { unreadCount } from './unread.ts';

export function findMember(db: Db, dialogId: string, userId: string): Promise<MemberRow | undefined> {
  return db
    .selectFrom('members')
    .selectAll()
    .where('dialog_id', '=', dialogId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
}

export function listMembers(db: Db, dialogId: string): Promise<MemberRow[]> {
  return db
    .selectFrom('members')
    .selectAll()
    .where('dialog_id', '=', dialogId)
    .orderBy('joined_at')
    .orderBy('user_id')
    .execute();
}

export interface MemberWithUnread extends MemberRow {
  unread: number;
}

export function listMembersWithUnread(db: Db, dialogId: string): Promise<MemberWithUnread[]> {
  return db
    .selectFrom('members')
    .innerJoin('dialogs', 'dialogs.dialog_id', 'members.dialog_id')
    .selectAll('members')
    .select(unreadCount.as('unread'))
    .where('members.dialog_id', '=', dialogId)
    .orderBy('members.joined_at')
    .orderBy('members.user_id')
    .execute();
}

export async function memberIds(db: Db, dialogId: string): Promise<string[]> {
  const rows = await db.selectFrom('members').select('user_id').where('dialog_id', '=', dialogId).execute();
  return rows.map((row) => row.user_id);
}

/** Adds members who have read everything that is there already. Known members stay as they are. */
export async function insertMembers(
  db: Db,
  dialog: { dialogId: string; lastSeq: number },
  people: { userId: string; role: Role }[],
  now: number,
): Promise<void> {
  const rows = people.map(
    (person): NewMember => ({
      dialog_id: dialog.dialogId,
      user_id: person.userId,
      role: person.role,
      joined_at: now,
      joined_seq: dialog.lastSeq,
      delivered_seq: dialog.lastSeq,
      read_seq: dialog.lastSeq,
      delivered_at: null,
      read_at: null,
      last_message_at: null,
      rev: 0,
    }),
  );
  for (let start = 0; start < rows.length; start += 200) {
    await db
      .insertInto('members')
      .values(rows.slice(start, start + 200))
      .onConflict((conflict) => conflict.columns(['dialog_id', 'user_id']).doNothing())
      .execute();
  }
}

export async function deleteMember(db: Db, dialogId: string, userId: string): Promise<void> {
  await db.deleteFrom('members').where('dialog_id', '=', dialogId).where('user_id', '=', userId).execute();
}

export async function setRole(db: Db, dialogId: string, userId: string, role: Role): Promise<void> {
  await db
    .updateTable('members')
    .set({ role })
    .where('dialog_id', '=', dialogId)
    .where('user_id', '=', userId)
    .execute();
}

export async function setMarks(
  db: Db,
  member: MemberRow,
  marks: { deliveredSeq: number; readSeq: number; rev: number; now: number },
): Promise<void> {
  await db
    .updateTable('members')
    .set({
      delivered_seq: marks.deliveredSeq,
      read_seq: marks.readSeq,
      rev: marks.rev,
      delivered_at: marks.deliveredSeq > member.delivered_seq ? marks.now : member.delivered_at,
      read_at: marks.readSeq > member.read_seq ? marks.now : member.read_at,
    })
    .where('dialog_id', '=', member.dialog_id)
    .where('user_id', '=', member.user_id)
    .execute();
}

/** A sender who had read everything before the own message has read that one too: it stays out of later counting. */
export async function afterOwnMessage(
  db: Db,
  message: { dialogId: string; senderId: string; seq: number; createdAt: number },
): Promise<void> {
  const previous = message.seq - 1;
  await db
    .updateTable('members')
    .set({
      last_message_at: message.createdAt,
      read_seq: sql<number>`case when read_seq = ${previous} then ${message.seq} else read_seq end`,
      delivered_seq: sql<number>`case when delivered_seq = ${previous} then ${message.seq} else delivered_seq end`,
    })
    .where('dialog_id', '=', message.dialogId)
    .where('user_id', '=', message.senderId)
    .execute();
}

/** Everyone who shares a dialog with the user, the user excluded; of dialogs with at most so many members. */
export async function peersOf(
  db: Db,
  userId: string,
  { mostMembers }: { mostMembers?: number } = {},
): Promise<string[]> {
  const rows = await db
    .selectFrom('members as mine')
    .innerJoin('members as theirs', 'theirs.dialog_id', 'mine.dialog_id')
    .select('theirs.user_id')
    .distinct()
    .where('mine.user_id', '=', userId)
    .where('theirs.user_id', '!=', userId)
    .$if(mostMembers !== undefined, (query) =>
      query.where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('members as others')
              .select('others.user_id')
              .whereRef('others.dialog_id', '=', 'mine.dialog_id')
              .limit(1)
              .offset(mostMembers ?? 0),
          ),
        ),
      ),
    )
    .execute();
  return rows.map((row) => row.user_id);
}

/** Members of the dialog whose account is closed. */
export async function disabledMembers(db: Db, dialogId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('users', 'users.user_id', 'members.user_id')
    .select('members.user_id')
    .where('members.dialog_id', '=', dialogId)
    .where('users.disabled_at', 'is not', null)
    .execute();
  return rows.map((row) => row.user_id);
}

/** Ids of the groups that are there and belong to the user. */
export async function groupsOwnedBy(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('dialogs', 'dialogs.dialog_id', 'members.dialog_id')
    .select('members.dialog_id')
    .where('members.user_id', '=', userId)
    .where('members.role', '=', 'owner')
    .where('dialogs.kind', '=', 'group')
    .where('dialogs.deleted_at', 'is', null)
    .orderBy('members.dialog_id')
    .execute();
  return rows.map((row) => row.dialog_id);
}
