/**
 * The files of one account's messages, in a database of their own, which is encrypted as the history is: those that wait to
 * be sent, and as many of the others as there is room for. In pieces, so that nothing is ever read or written as a whole.
 */
import { z } from 'zod';
import type { Attachment } from '../../shared/attachments.ts';
import { attachedPieceBytes } from '../../shared/limits.ts';
import { migrate, openDatabase } from './database.ts';

/** Bytes of each piece but the last: they are stored as they come from the page. */
const pieceBytes = attachedPieceBytes;
/** Pieces that are removed at once. */
const removedAtOnce = 4;

const schema: readonly string[] = [
  `
  CREATE TABLE files (
    id TEXT PRIMARY KEY,
    -- What the server calls it, once it is there.
    server_id TEXT UNIQUE,
    number INTEGER NOT NULL UNIQUE,
    attachment TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    -- How much of it is here.
    stored INTEGER NOT NULL,
    -- The message that is to be sent with it; '' before it is written.
    held_for TEXT,
    used_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE pieces (
    file INTEGER NOT NULL,
    place INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (file, place)
  );
  `,
];

export interface StoredFile {
  id: string;
  serverId: string | null;
  attachment: Omit<Attachment, 'fileId'>;
  bytes: number;
  stored: number;
  /** null: nobody's to send. */
  heldFor: string | null;
}

interface FileRow {
  id: string;
  server_id: string | null;
  number: number;
  attachment: string;
  bytes: number;
  stored: number;
  held_for: string | null;
}

export type FileStore = ReturnType<typeof openFileStore>;

const attachmentSchema = z.object({
  name: z.string(),
  bytes: z.number(),
  mimeType: z.string(),
  kind: z.enum(['image', 'video', 'audio', 'file']),
  width: z.number().optional(),
  height: z.number().optional(),
});

/** Throws DatabaseError when the file cannot be opened; the key, if any, encrypts it. Times are of the local clock. */
export function openFileStore(options: { file: string; key: string | null }, now: () => number) {
  const database = openDatabase(options);
  migrate(database, schema);
  // What was being downloaded or picked when the program ended.
  database.run(`DELETE FROM files WHERE stored < bytes OR held_for = ''`);

  const rowOf = (id: string) =>
    database.get<FileRow>(
      `SELECT id, server_id, number, attachment, bytes, stored, held_for FROM files WHERE id = ? OR server_id = ?`,
      [id, id],
    );
  const toFile = (row: FileRow): StoredFile => ({
    id: row.id,
    serverId: row.server_id,
    attachment: attachmentSchema.parse(JSON.parse(row.attachment)),
    bytes: row.bytes,
    stored: row.stored,
    heldFor: row.held_for,
  });
  const pieceOf = (number: number, place: number) =>
    database.get<{ data: Uint8Array }>('SELECT data FROM pieces WHERE file = ? AND place = ?', [
      number,
      place,
    ])?.data;
  const remove = (id: string) => database.run('DELETE FROM files WHERE id = ? OR server_id = ?', [id, id]);
  const sum = (which: string) =>
    database.get<{ bytes: number }>(`SELECT coalesce(sum(stored), 0) AS bytes FROM files WHERE ${which}`)
      ?.bytes ?? 0;

  return {
    /** Under its own or the server's id. */
    file(id: string): StoredFile | null {
      const row = rowOf(id);
      return row === undefined ? null : toFile(row);
    },
    /** An empty one, in the place of one of this id. */
    begin(id: string, attachment: Omit<Attachment, 'fileId'>, heldFor: string | null): void {
      database.transaction(() => {
        remove(id);
        database.run(
          `INSERT INTO files (id, number, attachment, bytes, stored, held_for, used_at)
           VALUES (?, (SELECT 1 + max(coalesce((SELECT max(number) FROM files), 0),
             coalesce((SELECT max(file) FROM pieces), 0))), ?, ?, 0, ?, ?)`,
          [id, JSON.stringify(attachment), attachment.bytes, heldFor, now()],
        );
      });
    },
    /** The next piece, at most `pieceBytes` and exactly so many but for the last; false: it does not belong there. */
    append(id: string, offset: number, data: Uint8Array): boolean {
      const row = rowOf(id);
      const expected = row && Math.min(pieceBytes, row.bytes - row.stored);
      if (!row || row.stored !== offset || data.byteLength !== expected || expected === 0) return false;
      database.transaction(() => {
        database.run('INSERT INTO pieces (file, place, data) VALUES (?, ?, ?)', [
          row.number,
          offset / pieceBytes,
          data,
        ]);
        database.run('UPDATE files SET stored = stored + ? WHERE id = ?', [data.byteLength, row.id]);
      });
      return true;
    },
    /** From `start` to the end of that piece or `end`, whichever comes first; null where it is not here. */
    read(id: string, start: number, end: number): Uint8Array | null {
      const row = rowOf(id);
      const place = Math.floor(start / pieceBytes);
      const piece = row && pieceOf(row.number, place);
      if (!piece) return null;
      return piece.subarray(start - place * pieceBytes, Math.min(end - place * pieceBytes, piece.byteLength));
    },
    /** It was looked at: of those that are nobody's to send, the one unused for longest goes first. */
    touch(id: string): void {
      database.run('UPDATE files SET used_at = ? WHERE id = ? OR server_id = ?', [now(), id, id]);
    },
    /** Kept until `release`, whatever else there is to keep. */
    hold(id: string, messageKey: string): void {
      database.run('UPDATE files SET held_for = ? WHERE id = ? OR server_id = ?', [messageKey, id, id]);
    },
    holders: (): string[] =>
      database
        .all<{ key: string }>(`SELECT DISTINCT held_for AS key FROM files WHERE held_for <> ''`)
        .map(({ key }) => key),
    release(messageKey: string): void {
      // What never reached the server is of no use to anybody.
      database.run('DELETE FROM files WHERE held_for = ? AND server_id IS NULL', [messageKey]);
      database.run('UPDATE files SET held_for = NULL WHERE held_for = ?', [messageKey]);
    },
    noteServerId(id: string, serverId: string): void {
      database.transaction(() => {
        database.run('DELETE FROM files WHERE id <> ? AND (id = ? OR server_id = ?)', [
          id,
          serverId,
          serverId,
        ]);
        database.run('UPDATE files SET server_id = ? WHERE id = ?', [serverId, id]);
      });
    },
    remove: (id: string): void => void remove(id),
    /** Forgets what was not used for longest until no more than this is left besides what is to be sent. */
    shrinkTo(limit: number): void {
      let bytes = sum('held_for IS NULL');
      if (bytes <= limit) return;
      const rows = database.all<{ id: string; stored: number }>(
        'SELECT id, stored FROM files WHERE held_for IS NULL AND stored = bytes ORDER BY used_at',
      );
      for (const row of rows) {
        if (bytes <= limit) return;
        remove(row.id);
        bytes -= row.stored;
      }
    },
    /** Removes some pieces of files that are gone; answers whether any may be left. */
    sweep(): boolean {
      const { changes } = database.run(
        `DELETE FROM pieces WHERE rowid IN (SELECT rowid FROM pieces
           WHERE file NOT IN (SELECT number FROM files) LIMIT ${removedAtOnce})`,
      );
      return changes === removedAtOnce;
    },
    bytes: () => sum('true'),
    /** Gives the room of what was removed back to the disk. */
    compact: (): void => void database.run('VACUUM'),
    close: () => database.close(),
  };
}
