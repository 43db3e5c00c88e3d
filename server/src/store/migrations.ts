import { type Kysely, sql } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';
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
  }),
};

/** Which of these steps, taken by a database, this program does not know: a newer one took them. */
export async function unknownSteps(taken: string[]): Promise<string[]> {
  const known = Object.keys(await migrations.getMigrations());
  return taken.filter((step) => !known.includes(step));
}

const first: Migration = {
  up: async (db: Kysely<unknown>) => {
    await createPeople(db);
    await createDialogs(db);
    await createMessages(db);
  },
};

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

async function createPeople(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('user_id', 'text', (column) => column.primaryKey())
    .addColumn('phone', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('search_key', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_active_at', 'bigint')
    .execute();
  await db.schema
    .createTable('invites')
    .addColumn('phone', 'text', (column) => column.primaryKey())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('codes')
    .addColumn('phone', 'text', (column) => column.primaryKey())
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('sessions')
    .addColumn('session_id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.user_id'))
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('refresh_hash', 'text', (column) => column.notNull())
    .addColumn('previous_refresh_hash', 'text')
    .addColumn('refreshed_at', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('revoked_at', 'bigint')
    .execute();
  await db.schema.createIndex('sessions_by_user').on('sessions').column('user_id').execute();
}

async function createDialogs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('dialogs')
    .addColumn('dialog_id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('direct_key', 'text', (column) => column.unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('meta', 'text', (column) => column.notNull())
    .addColumn('last_seq', 'bigint', (column) => column.notNull())
    .addColumn('last_rev', 'bigint', (column) => column.notNull())
    .addColumn('last_created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_activity_at', 'bigint', (column) => column.notNull())
    .addColumn('members_rev', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('members')
    .addColumn('dialog_id', 'text', (column) =>
      column.notNull().references('dialogs.dialog_id').onDelete('cascade'),
    )
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.user_id'))
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('joined_at', 'bigint', (column) => column.notNull())
    .addColumn('joined_seq', 'bigint', (column) => column.notNull())
    .addColumn('delivered_seq', 'bigint', (column) => column.notNull())
    .addColumn('read_seq', 'bigint', (column) => column.notNull())
    .addColumn('delivered_at', 'bigint')
    .addColumn('read_at', 'bigint')
    .addColumn('last_message_at', 'bigint')
    .addColumn('rev', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('members_key', ['dialog_id', 'user_id'])
    .execute();
  await db.schema.createIndex('members_by_user').on('members').column('user_id').execute();
}

async function createMessages(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('messages')
    .addColumn('message_id', 'text', (column) => column.primaryKey())
    .addColumn('dialog_id', 'text', (column) =>
      column.notNull().references('dialogs.dialog_id').onDelete('cascade'),
    )
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('rev', 'bigint', (column) => column.notNull())
    .addColumn('sender_id', 'text', (column) => column.notNull())
    .addColumn('client_message_id', 'text')
    .addColumn('body_hash', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('meta', 'text', (column) => column.notNull())
    .addColumn('reaction_counts', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('messages_once', ['sender_id', 'client_message_id'])
    .execute();
  await db.schema
    .createIndex('messages_by_seq')
    .unique()
    .on('messages')
    .columns(['dialog_id', 'seq'])
    .execute();
  await db.schema.createIndex('messages_by_rev').on('messages').columns(['dialog_id', 'rev']).execute();
  await db.schema
    .createIndex('messages_by_sender')
    .on('messages')
    .columns(['dialog_id', 'sender_id', 'seq'])
    .execute();
  await db.schema
    .createTable('reactions')
    .addColumn('message_id', 'text', (column) =>
      column.notNull().references('messages.message_id').onDelete('cascade'),
    )
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('reaction', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('reactions_key', ['message_id', 'user_id'])
    .execute();
}
