import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const first: Migration = {
  up: async (db: Kysely<unknown>) => {
    await createPeople(db);
    await createDialogs(db);
    await createMessages(db);
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
