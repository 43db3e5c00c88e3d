import { type Kysely, sql } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';
import { first } from './firstMigration.ts';
import type { Schema } from './schema.ts';
import { searchKey } from './userSearch.ts';

/** Every step of the schema, by name, in order. A released step is never edited: add the next one. */
export const migrations: MigrationProvider = {
  getMigrations: async () => ({
    '0001-first': first,
    '0002-search-keys': searchKeys,
    '0003-messages-by-time': messagesByTime,
    '0004-server-state': serverState,
    '0005-deleted-dialogs': deletedDialogs,
    '0006-disabled-users': disabledUsers,
    '0007-spent-tokens': spentTokens,
    '0008-audit': audit,
    '0009-places': places,
    '0010-events': events,
    '0011-edits': edits,
    '0012-gateway': gateway,
    '0013-files': files,
  }),
};

/** Which of these steps, taken by a database, this program does not know: a newer one took them. */
export async function unknownSteps(taken: string[]): Promise<string[]> {
  const known = Object.keys(await migrations.getMigrations());
  return taken.filter((step) => !known.includes(step));
}

/** Names have been kept for search in another form. */
const searchKeys: Migration = {
  up: async (db: Kysely<Schema>) => {
    for (const { user_id, name } of await db.selectFrom('users').select(['user_id', 'name']).execute()) {
      await db
        .updateTable('users')
        .set({ search_key: searchKey(name) })
        .where('user_id', '=', user_id)
        .execute();
    }
  },
};

/** A message is also asked for by a name that tells only its time. */
const messagesByTime: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.createIndex('messages_by_time').on('messages').column('created_at').execute();
  },
};

/** What the server knows of its own database. Demos of before are known by their first person. */
const serverState: Migration = {
  up: async (db: Kysely<Schema>) => {
    await db.schema
      .createTable('server_state')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
    const demoPerson = db.selectFrom('users').select('user_id').where('user_id', '=', 'usr_petrov01');
    if (await demoPerson.executeTakeFirst()) {
      await db.insertInto('server_state').values({ key: 'demo', value: '1' }).execute();
    }
  },
};

/** A dialog is gone at once, and what was in it a little later. */
const deletedDialogs: Migration = {
  up: async (db: Kysely<Schema>) => {
    await db.schema.alterTable('dialogs').addColumn('deleted_at', 'bigint').execute();
    await db.schema
      .createIndex('dialogs_deleted')
      .on('dialogs')
      .column('deleted_at')
      .where('deleted_at', 'is not', null)
      .execute();
  },
};

const disabledUsers: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('users').addColumn('disabled_at', 'bigint').execute();
  },
};

/** Of a session's refresh tokens only the last but one was known: an older one could be tried without anybody noticing. */
const spentTokens: Migration = {
  up: async (db: Kysely<Schema>) => {
    await db.schema
      .createTable('spent_tokens')
      .addColumn('refresh_hash', 'text', (column) => column.primaryKey())
      .addColumn('session_id', 'text', (column) =>
        column.notNull().references('sessions.session_id').onDelete('cascade'),
      )
      .addColumn('spent_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('spent_tokens_by_session').on('spent_tokens').column('session_id').execute();
    await sql`insert into spent_tokens (refresh_hash, session_id, spent_at)
      select previous_refresh_hash, session_id, refreshed_at from sessions
      where previous_refresh_hash is not null`.execute(db);
    await db.schema.alterTable('sessions').dropColumn('previous_refresh_hash').execute();
  },
};

const audit: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('audit')
      .addColumn('audit_id', 'text', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text')
      .addColumn('dialog_id', 'text')
      .addColumn('session_id', 'text')
      .addColumn('detail', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('audit_by_time').on('audit').column('at').execute();
    await db.schema.createIndex('audit_by_user').on('audit').columns(['user_id', 'at']).execute();
  },
};

/** A stranger's tries are not to use up the code of whoever asked for it. Codes live for minutes: none is worth keeping. */
const places: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.dropTable('codes').execute();
    await db.schema
      .createTable('codes')
      .addColumn('phone', 'text', (column) => column.notNull())
      .addColumn('place', 'text', (column) => column.notNull())
      .addColumn('code_hash', 'text', (column) => column.notNull())
      .addColumn('name', 'text')
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('strange_tries', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('codes_key', ['phone', 'place'])
      .execute();
    await db.schema.alterTable('sessions').addColumn('place', 'text').execute();
  },
};

/** What several processes on one database tell each other. */
const events: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('events')
      .addColumn('event_id', 'text', (column) => column.primaryKey())
      .addColumn('transaction', 'bigint', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('events_in_order').on('events').column('transaction').execute();
    await db.schema.createIndex('events_by_time').on('events').column('created_at').execute();
  },
};

const edits: Migration = {
  up: async (db: Kysely<Schema>) => {
    await db.schema.alterTable('messages').addColumn('edited_at', 'bigint').execute();
    await db.schema.alterTable('messages').addColumn('removed_at', 'bigint').execute();
    await db.schema
      .createIndex('messages_removed')
      .on('messages')
      .columns(['dialog_id', 'seq'])
      .where(sql.ref('removed_at'), 'is not', null)
      .execute();
  },
};

/** What Chat3 does not keep of what is kept there. */
const gateway: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('chat3_dialogs')
      .addColumn('database_id', 'text', (column) => column.primaryKey())
      .addColumn('dialog_id', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('chat3_messages')
      .addColumn('message_id', 'text', (column) => column.primaryKey())
      .addColumn('meta', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('chat3_posts')
      .addColumn('sender_id', 'text', (column) => column.notNull())
      .addColumn('client_message_id', 'text', (column) => column.notNull())
      .addColumn('dialog_id', 'text', (column) => column.notNull())
      .addColumn('body_hash', 'text', (column) => column.notNull())
      .addColumn('content_hash', 'text', (column) => column.notNull())
      .addColumn('meta', 'text', (column) => column.notNull())
      .addColumn('message_id', 'text')
      .addColumn('open_attempts', 'integer', (column) => column.notNull())
      .addColumn('first_at', 'bigint', (column) => column.notNull())
      .addColumn('last_at', 'bigint', (column) => column.notNull())
      .addColumn('again_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('chat3_posts_key', ['sender_id', 'client_message_id'])
      .execute();
    await db.schema.createIndex('chat3_posts_stored').on('chat3_posts').column('message_id').execute();
    await db.schema
      .createIndex('chat3_posts_open')
      .on('chat3_posts')
      .columns(['dialog_id', 'last_at'])
      .where(sql.ref('open_attempts'), '>', sql.lit(0))
      .execute();
  },
};

const files: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('files')
      .addColumn('file_id', 'text', (column) => column.primaryKey())
      .addColumn('uploader_id', 'text', (column) => column.notNull().references('users.user_id'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('length', 'bigint', (column) => column.notNull())
      .addColumn('bytes', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('mime_type', 'text', (column) => column.notNull().defaultTo(''))
      .addColumn('kind', 'text', (column) => column.notNull().defaultTo('file'))
      .addColumn('width', 'integer')
      .addColumn('height', 'integer')
      .addColumn('has_preview', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('sha256', 'text', (column) => column.notNull().defaultTo(''))
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('finished_at', 'bigint')
      .addColumn('expires_at', 'bigint')
      .execute();
    await db.schema
      .createIndex('files_expiring')
      .on('files')
      .column('expires_at')
      .where(sql.ref('expires_at'), 'is not', null)
      .execute();
    await db.schema
      .createTable('message_files')
      .addColumn('message_id', 'text', (column) =>
        column.notNull().references('messages.message_id').onDelete('cascade'),
      )
      .addColumn('file_id', 'text', (column) => column.notNull().references('files.file_id'))
      .addColumn('dialog_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('message_files_key', ['message_id', 'file_id'])
      .execute();
    await db.schema.createIndex('message_files_by_file').on('message_files').column('file_id').execute();
  },
};
