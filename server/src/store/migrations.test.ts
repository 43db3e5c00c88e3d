import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, onTestFinished, test } from 'vitest';
import { findDialog } from '../backend/own/store/dialogs.ts';
import { findMessage, insertMessage } from '../backend/own/store/messages.ts';
import { databaseIdOf } from '../ids.ts';
import { openDatabase } from './database.ts';
import { migrations } from './migrations.ts';
import { freshDatabase, isOnPostgres, openBare } from './testing/testDatabase.ts';
import { searchUsers } from './users.ts';

const unchanged = { edited_at: null, removed_at: null };
const steps = Object.keys(await migrations.getMigrations());

async function emptyPlace(): Promise<string> {
  if (isOnPostgres) return freshDatabase({ isBare: true });
  const directory = mkdtempSync(join(tmpdir(), 'chat3-migrations-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'chat3.sqlite');
}

/** A database as the step left it, with a person, a dialog and its messages. */
async function databaseOf(step: string): Promise<string> {
  const place = await emptyPlace();
  const db = openBare(place);
  const { error } = await new Migrator({ db, provider: migrations }).migrateTo(step);
  expect(error).toBeUndefined();
  const person = { user_id: 'usr_a', phone: '79222222222', name: 'Мария Соколова', created_at: 1 };
  await db
    .insertInto('users')
    .values({ ...person, search_key: ' мария соколова' })
    .execute();
  const dialog = {
    dialog_id: 'dlg',
    kind: 'group' as const,
    name: 'Группа',
    created_by: 'usr_a',
    meta: '{}',
  };
  const times = { created_at: 1, updated_at: 1, last_created_at: 0, last_activity_at: 1 };
  const numbers = { last_seq: 0, last_rev: 1, members_rev: 1 };
  await db
    .insertInto('dialogs')
    .values({ ...dialog, ...times, ...numbers })
    .execute();
  for (const now of [1_762_419_282_731, 1_762_419_282_731]) await insertMessage(db, messageAt(now));
  await db.destroy();
  return place;
}

let messages = 0;
function messageAt(now: number) {
  messages += 1;
  const named = { messageId: `msg_${messages}`, dialogId: 'dlg', senderId: 'usr_a' };
  return {
    ...named,
    clientMessageId: `c${messages}`,
    bodyHash: '',
    content: 'x',
    type: 'text',
    meta: '{}',
    now,
  };
}

test.each(steps)('a database of the step %s is brought up to date with what is in it', async (step) => {
  const db = await openDatabase(await databaseOf(step));
  onTestFinished(() => db.destroy());
  const taken = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  expect(taken.rows.map(({ name }) => name)).toEqual(steps);
  expect(await findDialog(db, 'dlg')).toMatchObject({ last_seq: 2, deleted_at: null });
  const rows = await db.selectFrom('messages').selectAll().orderBy('seq').execute();
  expect(rows.map(({ created_at }) => created_at)).toEqual([1_762_419_282_731, 1_762_419_282_732]);
  expect(rows).toMatchObject([unchanged, unchanged]);
  for (const row of rows) expect(await findMessage(db, databaseIdOf(row))).toEqual(row);
  const known = await searchUsers(db, { exceptUserId: '', search: 'sokolova', limit: 1 });
  // The step that names are searched by in Latin letters as well came second.
  expect(known).toHaveLength(step < '0002' ? 1 : 0);
  expect((await insertMessage(db, messageAt(5))).seq).toBe(3);
});

test('a database of a newer version is refused, and stays as it is', async () => {
  const place = await emptyPlace();
  const db = await openDatabase(place);
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '')`.execute(db);
  await db.destroy();
  await expect(openDatabase(place)).rejects.toThrow('of a newer version');
  const bare = openBare(place);
  onTestFinished(() => bare.destroy());
  expect((await sql`select name from kysely_migration`.execute(bare)).rows).toHaveLength(steps.length + 1);
});
