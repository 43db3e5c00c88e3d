import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, onTestFinished, test } from 'vitest';
import { databaseIdOf, timeOfDatabaseId } from '../../../ids.ts';
import { openDatabase } from '../../../store/database.ts';
import { migrations } from '../../../store/migrations.ts';
import type { Schema } from '../../../store/schema.ts';
import { sqliteDialect } from '../../../store/sqlite.ts';
import { findMessage } from './messages.ts';

/** As they were then. */
const rowOf = (index: number, createdAt: number) => ({
  message_id: `msg_${String(index).padStart(20, '0')}`,
  dialog_id: 'dlg',
  seq: index,
  rev: index,
  sender_id: 'usr_a',
  client_message_id: null,
  body_hash: '',
  content: `${index}`,
  type: 'text',
  meta: '{}',
  reaction_counts: '{}',
  created_at: createdAt,
  updated_at: createdAt,
});

/** A database as it was before messages had a second name. */
async function olderDatabase(rows: ReturnType<typeof rowOf>[]): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'chat3-migration-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'chat3.sqlite');
  const db = new Kysely<Schema>({ dialect: sqliteDialect(file) });
  const { error } = await new Migrator({ db, provider: migrations }).migrateTo('0002-search-keys');
  expect(error).toBeUndefined();
  await sql`pragma foreign_keys = off`.execute(db);
  await db.insertInto('messages').values(rows).execute();
  await db.destroy();
  return file;
}

test('messages of an older database are found by both names, and not by reading them all (P7.15)', async () => {
  const start = Date.UTC(2025, 10, 1);
  const rows = Array.from({ length: 300 }, (_, index) => rowOf(index, start + Math.floor(index / 3)));
  const db = await openDatabase(await olderDatabase(rows));
  onTestFinished(() => db.destroy());
  for (const row of rows) {
    const brought = { ...row, edited_at: null, removed_at: null };
    expect(await findMessage(db, databaseIdOf(row))).toEqual(brought);
    expect(await findMessage(db, row.message_id)).toEqual(brought);
  }
  const plan = await sql<{
    detail: string;
  }>`explain query plan select * from messages where created_at = 1`.execute(db);
  expect(plan.rows.map(({ detail }) => detail).join()).toContain('messages_by_time');
});

test('an id tells its time, as the ids of a document database do, and nothing else does', () => {
  const row = rowOf(1, Date.UTC(2026, 10, 27, 12, 0, 0, 7));
  const id = databaseIdOf(row);
  expect(id).toMatch(/^[0-9a-f]{24}$/);
  const edited = { ...row, content: 'edited', updated_at: 1 };
  expect(id).toBe(databaseIdOf(edited));
  expect(timeOfDatabaseId(id)).toBe(row.created_at);
  expect(Number.parseInt(id.slice(0, 8), 16)).toBe(Math.floor(row.created_at / 1_000));
  for (const other of ['', 'msg_aaaaaaaaaaaaaaaaaaaa', id.toUpperCase(), `${id}0`, id.slice(1), `${id}\n`])
    expect(timeOfDatabaseId(other)).toBeUndefined();
});

test('ids ascend with time (P7.15)', () => {
  const times = [
    0,
    1,
    999,
    1_000,
    1_001,
    Date.UTC(2025, 0, 1) - 1,
    Date.UTC(2025, 0, 1),
    Date.UTC(2100, 0, 1),
  ];
  const ids = times.map((time, index) => databaseIdOf(rowOf(100 - index, time)));
  expect(ids).toEqual(ids.toSorted());
});
