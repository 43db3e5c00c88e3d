import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { checkBinds, sqliteDialect } from './sqlite.ts';
import { isUniqueViolation } from './trouble.ts';

interface Things {
  things: { id: number; name: unknown };
}

async function open(file = ':memory:') {
  const db = new Kysely<Things>({ dialect: sqliteDialect(file) });
  onTestFinished(() => db.destroy());
  await db.schema
    .createTable('things')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text')
    .execute();
  return db;
}

const UNSTORABLE = [true, false, {}, new Date(), Number.NaN, Number.POSITIVE_INFINITY];

// Without the guard some of these end the process: there would be no red test, only a dead one.
test('binds that SQLite cannot store are errors', async () => {
  const db = await open();
  for (const value of UNSTORABLE) {
    await expect(db.insertInto('things').values({ id: 1, name: value }).execute()).rejects.toThrow(TypeError);
    const read = db.selectFrom('things').selectAll().where('name', '=', value).execute();
    await expect(read).rejects.toThrow(TypeError);
  }
  for (const value of [...UNSTORABLE, undefined, [], () => 1, Symbol('x')]) {
    expect(() => checkBinds([1, value])).toThrow('SQL parameter 2');
  }
  expect(await db.selectFrom('things').selectAll().execute()).toEqual([]);
});

test('strings, numbers, bigints and null go in and come out; rows carry nothing else', async () => {
  const db = await open();
  const values = ['текст', '', 1.5, -1, 1_762_419_282_731, null];
  for (const [id, name] of values.entries()) await db.insertInto('things').values({ id, name }).execute();
  await db.insertInto('things').values({ id: 99, name: 7n }).execute();
  const row = await db.selectFrom('things').selectAll().where('id', '=', 0).executeTakeFirst();
  expect(row).toEqual({ id: 0, name: 'текст' });
});

test('a failed statement can be used again, and says when it was a duplicate', async () => {
  const db = await open();
  const insert = (id: number) => db.insertInto('things').values({ id, name: 'x' }).execute();
  await insert(1);
  const error: unknown = await insert(1).catch((reason: unknown) => reason);
  expect(isUniqueViolation(error)).toBe(true);
  expect(isUniqueViolation(new Error('x'))).toBe(false);
  await insert(2);
  expect(await db.selectFrom('things').select('id').execute()).toEqual([{ id: 1 }, { id: 2 }]);
});

test('commits are synced, and finished reads do not hold the log back', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'chat3-sqlite-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const db = await open(join(directory, 'x.sqlite'));
  expect((await sql`pragma journal_mode`.execute(db)).rows).toEqual([{ journal_mode: 'wal' }]);
  expect((await sql`pragma synchronous`.execute(db)).rows).toEqual([{ synchronous: 2 }]);
  expect((await sql`pragma foreign_keys`.execute(db)).rows).toEqual([{ foreign_keys: 1 }]);
  for (let id = 0; id < 10; id += 1) {
    await db.insertInto('things').values({ id, name: 'x' }).returning('id').executeTakeFirstOrThrow();
    await db.selectFrom('things').selectAll().limit(1).executeTakeFirst();
  }
  expect((await sql`pragma wal_checkpoint(truncate)`.execute(db)).rows).toEqual([
    { busy: 0, log: 0, checkpointed: 0 },
  ]);
});
