import type { ExpressionBuilder } from 'kysely';
import type { Db, FileRow, Schema } from './schema.ts';

/** Begins an upload of `length` bytes, which nobody sees before it is whole. Times are milliseconds since 1970. */
export async function insertFile(
  db: Db,
  file: { fileId: string; uploaderId: string; name: string; length: number; now: number; expiresAt: number },
): Promise<void> {
  await db
    .insertInto('files')
    .values({
      file_id: file.fileId,
      uploader_id: file.uploaderId,
      name: file.name,
      length: file.length,
      created_at: file.now,
      expires_at: file.expiresAt,
    })
    .execute();
}

/** Whole or not; for its uploader alone. */
export function findUpload(db: Db, fileId: string, uploaderId: string): Promise<FileRow | undefined> {
  return db
    .selectFrom('files')
    .selectAll()
    .where('file_id', '=', fileId)
    .where('uploader_id', '=', uploaderId)
    .executeTakeFirst();
}

/** How many bytes an upload is to have; undefined for one that is not there. */
export async function lengthOf(db: Db, fileId: string): Promise<number | undefined> {
  const files = db.selectFrom('files').select('length').where('file_id', '=', fileId);
  return (await files.executeTakeFirst())?.length;
}

type Examined = Pick<FileRow, 'bytes' | 'mime_type' | 'kind' | 'width' | 'height' | 'has_preview' | 'sha256'>;

/** The upload is a file from now on; false where it was finished before, or was too late. */
export async function finishFile(
  db: Db,
  fileId: string,
  examined: Examined,
  times: { now: number; expiresAt: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('files')
    .set({ ...examined, finished_at: times.now, expires_at: times.expiresAt })
    .where('file_id', '=', fileId)
    .where('finished_at', 'is', null)
    .where('expires_at', '>', times.now)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Those of the files that are whole and that this person may see: own ones, and what stands in their dialogs (P7.46). */
export function visibleFiles(db: Db, userId: string, fileIds: readonly string[]): Promise<FileRow[]> {
  return db
    .selectFrom('files')
    .selectAll('files')
    .where('files.file_id', 'in', fileIds)
    .where('finished_at', 'is not', null)
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('uploader_id', '=', userId),
        exists(
          selectFrom('message_files')
            .innerJoin('members', 'members.dialog_id', 'message_files.dialog_id')
            .select('message_files.file_id')
            .whereRef('message_files.file_id', '=', 'files.file_id')
            .where('members.user_id', '=', userId),
        ),
      ]),
    )
    .execute();
}

/** A message names them: they stay for as long as it does. False where one of them has been taken away meanwhile. */
export async function nameFiles(
  db: Db,
  message: { messageId: string; dialogId: string },
  fileIds: readonly string[],
): Promise<boolean> {
  // Before the names are written: whoever removes what has expired waits for this, or was first.
  const { numUpdatedRows } = await db
    .updateTable('files')
    .set({ expires_at: null })
    .where('file_id', 'in', fileIds)
    .where('finished_at', 'is not', null)
    .executeTakeFirst();
  if (numUpdatedRows < BigInt(fileIds.length)) return false;
  const { messageId, dialogId } = message;
  await db
    .insertInto('message_files')
    .values(fileIds.map((fileId) => ({ message_id: messageId, file_id: fileId, dialog_id: dialogId })))
    .execute();
  return true;
}

/** These messages name no files any more; what no other message names has expired. */
export async function unnameFiles(db: Db, messageIds: readonly string[], now: number): Promise<void> {
  const named = db.selectFrom('message_files').select('file_id').where('message_id', 'in', messageIds);
  const fileIds = [...new Set((await named.execute()).map((row) => row.file_id))];
  if (fileIds.length === 0) return;
  await db.deleteFrom('message_files').where('message_id', 'in', messageIds).execute();
  await db
    .updateTable('files')
    .set({ expires_at: now })
    .where('file_id', 'in', fileIds)
    .where((where) => where.not(isNamed(where)))
    .execute();
}

/** Takes some of what has expired away from everybody and answers its ids: its bytes are to go, then its rows. */
export async function takeExpired(db: Db, now: number, limit: number): Promise<string[]> {
  // Somebody may have named one while another one ceased to.
  await db
    .updateTable('files')
    .set({ expires_at: null })
    .where('expires_at', '<=', now)
    .where(isNamed)
    .execute();
  const expired = db.selectFrom('files').select('file_id').where('expires_at', '<=', now).limit(limit);
  const rows = await db
    .updateTable('files')
    .set({ finished_at: null })
    .where('file_id', 'in', expired)
    .where('expires_at', '<=', now)
    .returning('file_id')
    .execute();
  return rows.map((row) => row.file_id);
}

/** The upload or file has expired; false where a message names it. */
export async function expireFile(db: Db, fileId: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('files')
    .set({ expires_at: now })
    .where('file_id', '=', fileId)
    .where((where) => where.not(isNamed(where)))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteFiles(db: Db, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length > 0) await db.deleteFrom('files').where('file_id', 'in', fileIds).execute();
}

const isNamed = ({ exists, selectFrom }: ExpressionBuilder<Schema, 'files'>) =>
  exists(
    selectFrom('message_files')
      .select('message_files.file_id')
      .whereRef('message_files.file_id', '=', 'files.file_id'),
  );
