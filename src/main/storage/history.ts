/** One account's history on disk: messages, dialogs, marks, drafts, people and the outbox behind the engine's door. */
import type { CatchUpEntry } from '../../shared/diagnostics.ts';
import type { Mark, User } from '../../shared/domain.ts';
import type { DialogRecord, Draft, HistoryStore, Resend, StoredJob } from '../chat/store.ts';
import { type Database, migrate, openDatabase } from './database.ts';
import { messageQueries } from './historyMessages.ts';
import {
  catchUpEntrySchema,
  dialogRecordSchema,
  jobIdsSchema,
  jsonSchema,
  parsed,
} from './historyRecords.ts';
import { historySchema } from './historySchema.ts';
import { historySearch } from './historySearch.ts';
import { indexInSlices } from './indexInSlices.ts';

/** Throws DatabaseError when the file cannot be opened; the key, if any, encrypts it. */
export function openHistory(options: { file: string; key: string | null }): HistoryStore {
  const database = openDatabase(options);
  migrate(database, historySchema);
  const messages = messageQueries(database);
  const search = historySearch(database);
  const indexing = indexInSlices(database, search.indexSome);
  return {
    ...messages,
    saveMessage(message): void {
      messages.saveMessage(message);
      indexing.wake();
    },
    searchMessages: search.searchMessages,
    ...dialogQueries(database),
    ...personalQueries(database),
    ...outboxQueries(database),
    ...upkeepQueries(database),
    ...newsQueries(database),
    ...reconnectQueries(database),
    transaction: (work) => database.transaction(work),
    close: () => {
      indexing.stop();
      database.close();
    },
  };
}

function dialogQueries(database: Database) {
  return {
    dialogs: (): DialogRecord[] =>
      database
        .all<{ record: string }>('SELECT record FROM dialogs', [])
        .flatMap(({ record }) => parsed(dialogRecordSchema, record) ?? []),
    saveDialog(record: DialogRecord): void {
      database.run(
        `INSERT INTO dialogs (dialog_id, record) VALUES (?, ?)
         ON CONFLICT (dialog_id) DO UPDATE SET record = excluded.record`,
        [record.dialogId, JSON.stringify(record)],
      );
    },
    removeDialog(dialogId: string): void {
      database.transaction(() => {
        database.run('DELETE FROM messages WHERE dialog_id = ? AND pending = 0', [dialogId]);
        for (const table of ['marks', 'drafts', 'dialogs']) {
          database.run(`DELETE FROM ${table} WHERE dialog_id = ?`, [dialogId]);
        }
      });
    },
    marks: (dialogId: string): Mark[] =>
      database.all<Mark>(
        `SELECT user_id AS userId, delivered_seq AS deliveredSeq, read_seq AS readSeq,
           delivered_at AS deliveredAt, read_at AS readAt FROM marks WHERE dialog_id = ?`,
        [dialogId],
      ),
    saveMark(dialogId: string, mark: Mark): void {
      database.run(
        `INSERT INTO marks (dialog_id, user_id, delivered_seq, read_seq, delivered_at, read_at)
         VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (dialog_id, user_id) DO UPDATE SET delivered_seq = excluded.delivered_seq,
           read_seq = excluded.read_seq, delivered_at = excluded.delivered_at, read_at = excluded.read_at`,
        [dialogId, mark.userId, mark.deliveredSeq, mark.readSeq, mark.deliveredAt, mark.readAt],
      );
    },
  };
}

function personalQueries(database: Database) {
  return {
    drafts: (): Draft[] =>
      database
        .all<{ dialogId: string; text: string; replyTo: string | null }>(
          'SELECT dialog_id AS dialogId, text, reply_to AS replyTo FROM drafts',
          [],
        )
        .map(({ replyTo, ...draft }) => (replyTo === null ? draft : { ...draft, replyTo })),
    saveDraft(dialogId: string, text: string, replyTo?: string): void {
      if (text === '' && replyTo === undefined)
        database.run('DELETE FROM drafts WHERE dialog_id = ?', [dialogId]);
      else {
        database.run(
          `INSERT INTO drafts (dialog_id, text, reply_to) VALUES (?, ?, ?)
           ON CONFLICT (dialog_id) DO UPDATE SET text = excluded.text, reply_to = excluded.reply_to`,
          [dialogId, text, replyTo ?? null],
        );
      }
    },
    users: (): User[] =>
      database
        .all<User & { isDisabled: number }>(
          'SELECT user_id AS userId, name, phone, disabled AS isDisabled FROM users',
          [],
        )
        .map(({ isDisabled, ...user }) => (isDisabled === 1 ? { ...user, disabled: true } : user)),
    saveUsers(users: User[]): void {
      database.transaction(() => {
        for (const user of users) {
          database.run(
            `INSERT INTO users (user_id, name, phone, disabled) VALUES (?, ?, ?, ?)
             ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, phone = excluded.phone,
               disabled = excluded.disabled`,
            [user.userId, user.name, user.phone, user.disabled === true ? 1 : 0],
          );
        }
      });
    },
  };
}

interface JobRow {
  id: string;
  kind: string;
  dialog_id: string;
  queued_at: number;
  attempts: number;
  ambiguous: number;
  held: number;
  depends_on: string;
  payload: string;
}

const jobColumns = 'id, kind, dialog_id, queued_at, attempts, ambiguous, held, depends_on, payload';

function outboxQueries(database: Database) {
  return {
    jobs: (): StoredJob[] =>
      database.all<JobRow>(`SELECT ${jobColumns} FROM jobs ORDER BY queued_at`, []).flatMap(toJob),
    saveJob(job: StoredJob): void {
      database.run(
        `INSERT INTO jobs (${jobColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET queued_at = excluded.queued_at, attempts = excluded.attempts,
           ambiguous = excluded.ambiguous, held = excluded.held, depends_on = excluded.depends_on,
           payload = excluded.payload`,
        [
          job.id,
          job.kind,
          job.dialogId,
          job.queuedAt,
          job.attempts,
          job.ambiguous ? 1 : 0,
          job.held ? 1 : 0,
          JSON.stringify(job.dependsOn),
          JSON.stringify(job.payload),
        ],
      );
    },
    removeJob(id: string): void {
      database.run('DELETE FROM jobs WHERE id = ?', [id]);
    },
    resends: (): Resend[] =>
      database.all<Resend>(
        `SELECT client_message_id AS clientMessageId, message_key AS messageKey, dialog_id AS dialogId,
           settled_at AS settledAt FROM resends`,
        [],
      ),
    saveResend({ clientMessageId, messageKey, dialogId, settledAt }: Resend): void {
      database.run(
        `INSERT OR REPLACE INTO resends (client_message_id, message_key, dialog_id, settled_at)
         VALUES (?, ?, ?, ?)`,
        [clientMessageId, messageKey, dialogId, settledAt],
      );
    },
    removeResend(clientMessageId: string): void {
      database.run('DELETE FROM resends WHERE client_message_id = ?', [clientMessageId]);
    },
  };
}

/** None for a row that something else than this program wrote. */
function toJob(row: JobRow): StoredJob[] {
  const dependsOn = parsed(jobIdsSchema, row.depends_on);
  const payload = parsed(jsonSchema, row.payload);
  if (dependsOn === null || payload === null) return [];
  return [
    {
      id: row.id,
      kind: row.kind,
      dialogId: row.dialog_id,
      queuedAt: row.queued_at,
      attempts: row.attempts,
      ambiguous: row.ambiguous === 1,
      held: row.held === 1,
      dependsOn,
      payload,
    },
  ];
}

const announcedKept = 10_000;

function newsQueries(database: Database) {
  return {
    freshFrom: () => database.get<{ at: number }>('SELECT at FROM fresh_from', [])?.at ?? null,
    saveFreshFrom(at: number): void {
      database.run(
        'INSERT INTO fresh_from (row, at) VALUES (1, ?) ON CONFLICT (row) DO UPDATE SET at = excluded.at',
        [at],
      );
    },
    noteAnnounced(key: string): boolean {
      const { changes, lastInsertRowid } = database.run(
        'INSERT INTO announced (message_key) VALUES (?) ON CONFLICT (message_key) DO NOTHING',
        [key],
      );
      if (changes === 0) return false;
      database.run('DELETE FROM announced WHERE number <= ?', [lastInsertRowid - announcedKept]);
      return true;
    },
  };
}

const reconnectsKept = 50;

function reconnectQueries(database: Database) {
  return {
    reconnects: (): CatchUpEntry[] =>
      database
        .all<{ entry: string }>('SELECT entry FROM reconnects ORDER BY number DESC', [])
        .flatMap(({ entry }) => parsed(catchUpEntrySchema, entry) ?? []),
    saveReconnect(entry: CatchUpEntry): void {
      database.run('INSERT OR REPLACE INTO reconnects (number, entry) VALUES (?, ?)', [
        entry.number,
        JSON.stringify(entry),
      ]);
      database.run('DELETE FROM reconnects WHERE number <= ?', [entry.number - reconnectsKept]);
    },
  };
}

function upkeepQueries(database: Database) {
  const number = (sql: string) => Number(Object.values(database.get(sql) ?? {})[0] ?? 0);
  return {
    size: () => ({
      bytes: number('PRAGMA page_count') * number('PRAGMA page_size'),
      messageCount: number('SELECT count(*) FROM messages'),
    }),
    clearDownloaded(): void {
      database.run('DELETE FROM messages WHERE pending = 0');
    },
    compact(): void {
      database.run('VACUUM');
    },
  };
}
