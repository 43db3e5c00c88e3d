/** The messages of a history as SQL: rows in, messages out. */
import { z } from 'zod';
import type { Mark, Message, Position, Removal } from '../../shared/domain.ts';
import { isPending } from '../../shared/messageOrder.ts';
import { replyToOf } from '../../shared/messageOrigin.ts';
import { orderIdOf } from '../../shared/tie.ts';
import type { Database } from './database.ts';
import { parsed } from './historyRecords.ts';

export interface MessageRow {
  message_key: string;
  dialog_id: string;
  wire_id: string | null;
  client_message_id: string | null;
  sender_id: string;
  content: string;
  type: string;
  pending: number;
  created_at: number;
  sort_id: string;
  seq: number | null;
  state: string;
  failure: string | null;
  reactions: string;
  meta: string;
  rev: number | null;
  updated_at: number | null;
  edited_at: number | null;
  removed: string | null;
}

export const messageColumns = `message_key, dialog_id, wire_id, client_message_id, sender_id, content, type, pending, created_at,
  sort_id, seq, state, failure, reactions, meta, rev, updated_at, edited_at, removed`;

export const newestFirst = 'ORDER BY pending DESC, created_at DESC, sort_id DESC';

/** Not a service line, by the rule of shared/serviceLine.ts; LIKE takes capitals for small letters as well. */
export const isMessage = `(type NOT LIKE 'system' AND type NOT LIKE 'system.%')`;

/** Counting further than this tells a person nothing. */
const unreadCountLimit = 1_000;

export function messageQueries(database: Database) {
  const one = (where: string, ...binds: (string | number)[]): Message | null => {
    const row = database.get<MessageRow>(`SELECT ${messageColumns} FROM messages WHERE ${where}`, binds);
    return row === undefined ? null : toMessage(row);
  };
  const many = (tail: string, ...binds: (string | number)[]): Message[] =>
    database.all<MessageRow>(`SELECT ${messageColumns} FROM messages ${tail}`, binds).map(toMessage);
  const oldestFirst = 'ORDER BY pending, created_at, sort_id';
  const ofOthers = `sender_id <> ? AND removed IS NULL AND ${isMessage}`;
  /** Above the own mark, by seq where there is one, else by time: two ranges of one index, however long the history is. */
  const unread = (columns: string, further: string, index = 'messages_by_seq') => `
    SELECT ${columns} FROM messages INDEXED BY ${index}
      WHERE dialog_id = ? AND pending = 0 AND seq > ? AND ${ofOthers} AND ${further}
    UNION ALL
    SELECT ${columns} FROM messages INDEXED BY ${index}
      WHERE dialog_id = ? AND pending = 0 AND seq IS NULL AND created_at > ? AND ${ofOthers} AND ${further}`;
  const unreadBinds = (
    dialogId: string,
    ownUserId: string,
    { readSeq, readAt }: Mark,
    further: (string | number)[],
  ) => [dialogId, readSeq, ownUserId, ...further, dialogId, readAt, ownUserId, ...further];

  return {
    message: (key: string) => one('message_key = ?', key),
    messageByWireId: (wireId: string) =>
      one('message_key = (SELECT message_key FROM aliases WHERE wire_id = ?)', wireId),
    messageByClientMessageId: (senderId: string, clientMessageId: string) =>
      one('sender_id = ? AND client_message_id = ?', senderId, clientMessageId),
    saveMessage(message: Message): void {
      database.run(
        `INSERT INTO messages (${messageColumns}, reply_to)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (message_key) DO UPDATE SET dialog_id = excluded.dialog_id, wire_id = excluded.wire_id,
           client_message_id = excluded.client_message_id, sender_id = excluded.sender_id,
           content = excluded.content, type = excluded.type, pending = excluded.pending,
           created_at = excluded.created_at, sort_id = excluded.sort_id, seq = excluded.seq,
           state = excluded.state, failure = excluded.failure, reactions = excluded.reactions, meta = excluded.meta,
           rev = excluded.rev, updated_at = excluded.updated_at, edited_at = excluded.edited_at,
           removed = excluded.removed, reply_to = excluded.reply_to`,
        [
          message.key,
          message.dialogId,
          message.id,
          message.clientMessageId,
          message.senderId,
          message.content,
          message.type,
          isPending(message) ? 1 : 0,
          message.createdAt,
          orderIdOf(message),
          message.seq,
          message.state,
          message.failure,
          JSON.stringify(message.reactions),
          JSON.stringify(message.meta),
          message.rev ?? null,
          message.updatedAt ?? null,
          message.edited === undefined ? null : (message.edited.at ?? 0),
          message.removed ?? null,
          replyToOf(message.meta),
        ],
      );
    },
    removeMessage(key: string): void {
      database.run('DELETE FROM messages WHERE message_key = ?', [key]);
    },
    repliesTo: (name: string) =>
      many(
        'WHERE reply_to IN (SELECT ? UNION SELECT wire_id FROM aliases WHERE message_key = ?)',
        name,
        name,
      ),
    addAliases(key: string, wireIds: string[]): void {
      for (const wireId of wireIds) {
        database.run(
          `INSERT INTO aliases (wire_id, message_key) VALUES (?, ?)
           ON CONFLICT (wire_id) DO UPDATE SET message_key = excluded.message_key`,
          [wireId, key],
        );
      }
    },
    messagesBefore(dialogId: string, before: Message | null, limit: number): Message[] {
      const messages =
        before === null
          ? many(`WHERE dialog_id = ? ${newestFirst} LIMIT ?`, dialogId, limit)
          : many(
              `WHERE dialog_id = ? AND (pending, created_at, sort_id) < (?, ?, ?) ${newestFirst} LIMIT ?`,
              ...placeOf(before),
              limit,
            );
      return messages.reverse();
    },
    messagesAfter: (_dialogId: string, after: Message, limit: number) =>
      many(
        `WHERE dialog_id = ? AND (pending, created_at, sort_id) > (?, ?, ?) ${oldestFirst} LIMIT ?`,
        ...placeOf(after),
        limit,
      ),
    newestMessage: (dialogId: string) =>
      many(`WHERE dialog_id = ? ${newestFirst} LIMIT 1`, dialogId)[0] ?? null,
    newestSent: (dialogId: string) =>
      many(`WHERE dialog_id = ? AND pending = 0 ${newestFirst} LIMIT 1`, dialogId)[0] ?? null,
    firstUnread: (dialogId: string, ownUserId: string, mark: Mark, from: Position | null): Message | null => {
      const row = database.get<MessageRow>(
        `SELECT * FROM (${unread(messageColumns, notBelow)}) ORDER BY created_at, sort_id LIMIT 1`,
        unreadBinds(dialogId, ownUserId, mark, placeBinds(from)),
      );
      return row === undefined ? null : toMessage(row);
    },
    unreadWithAt: (dialogId: string, ownUserId: string, mark: Mark, limit: number): Message[] =>
      database
        .all<MessageRow>(
          `SELECT * FROM (${unread(messageColumns, "instr(content, '@') > 0", 'messages_with_at')})
           ORDER BY created_at, sort_id LIMIT ?`,
          [...unreadBinds(dialogId, ownUserId, mark, []), limit],
        )
        .map(toMessage),
    countUnread(dialogId: string, ownUserId: string, mark: Mark, aboveTime: number): number {
      const row = database.get<{ count: number }>(
        `SELECT count(*) AS count FROM (${unread('1', 'created_at > ?')} LIMIT ?)`,
        [...unreadBinds(dialogId, ownUserId, mark, [aboveTime]), unreadCountLimit],
      );
      return row?.count ?? 0;
    },
    othersBetween: (
      dialogId: string,
      ownUserId: string,
      afterTime: number,
      upToTime: number,
      limit: number,
    ) =>
      many(
        `WHERE dialog_id = ? AND pending = 0 AND sender_id <> ? AND removed IS NULL AND created_at > ? AND created_at <= ?
         ${newestFirst} LIMIT ?`,
        dialogId,
        ownUserId,
        afterTime,
        upToTime,
        limit,
      ),
    hasTwin(message: Message, withinMs: number): boolean {
      const row = database.get(
        `SELECT 1 FROM messages WHERE dialog_id = ? AND pending = 0 AND created_at BETWEEN ? AND ?
           AND sender_id = ? AND content = ? AND message_key <> ? LIMIT 1`,
        [
          message.dialogId,
          message.createdAt - withinMs,
          message.createdAt + withinMs,
          message.senderId,
          message.content,
          message.key,
        ],
      );
      return row !== undefined;
    },
    countSentFrom(dialogId: string, from: Position): number {
      const row = database.get<{ count: number }>(
        `SELECT count(*) AS count FROM messages
         WHERE dialog_id = ? AND pending = 0 AND ${notBelow}`,
        [dialogId, ...placeBinds(from)],
      );
      return row?.count ?? 0;
    },
  };
}

/** Where a message stands: dialog_id, pending, created_at, sort_id. */
export function placeOf(message: Message): [string, number, number, string] {
  return [message.dialogId, isPending(message) ? 1 : 0, message.createdAt, orderIdOf(message)];
}

/** At or above a Position, which counts by id and not by tie. */
const notBelow = 'created_at >= ? AND (created_at > ? OR wire_id >= ?)';

function placeBinds(from: Position | null): [number, number, string] {
  const { createdAt = 0, id = '' } = from ?? {};
  return [createdAt, createdAt, id];
}

export function toMessage(row: MessageRow): Message {
  return {
    key: row.message_key,
    id: row.wire_id,
    clientMessageId: row.client_message_id,
    dialogId: row.dialog_id,
    senderId: row.sender_id,
    content: row.content,
    type: row.type,
    createdAt: row.created_at,
    ...(row.pending === 0 && row.sort_id !== row.wire_id ? { tie: row.sort_id } : {}),
    seq: row.seq,
    state: row.state as Message['state'],
    failure: row.failure as Message['failure'],
    reactions: parsed(reactionsSchema, row.reactions) ?? [],
    meta: readMeta(row.meta),
    ...(row.rev === null ? {} : { rev: row.rev }),
    ...(row.updated_at === null ? {} : { updatedAt: row.updated_at }),
    ...(row.edited_at === null ? {} : { edited: { at: row.edited_at || null } }),
    ...(row.removed === null ? {} : { removed: row.removed as Removal }),
  };
}

const reactionsSchema = z.array(z.object({ emoji: z.string(), count: z.number(), mine: z.boolean() }));
const metaSchema = z.record(z.string(), z.unknown());

export const readMeta = (meta: string) => parsed(metaSchema, meta) ?? {};
