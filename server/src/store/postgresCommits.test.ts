import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';
import { migrations } from './migrations.ts';
import { PostgresCommits } from './postgresCommits.ts';
import type { Db } from './schema.ts';
import { freshDatabase, openTestDatabase } from './testing/testDatabase.ts';
import { storageTrouble } from './trouble.ts';

const invite = (trx: Db, phone: string) =>
  trx.insertInto('invites').values({ phone, created_at: 1 }).execute();

/** The first `times` inserts of an invitation fail with this SQLSTATE; a sequence forgets nothing that is undone. */
async function failInvites(db: Db, code: string, times: number): Promise<void> {
  await sql`create sequence tries`.execute(db);
  await sql
    .raw(`create function fail() returns trigger language plpgsql as $$ begin
      if nextval('tries') <= ${times} then raise exception 'no' using errcode = '${code}'; end if;
      return new; end $$`)
    .execute(db);
  await sql`create trigger fail before insert on invites for each row execute function fail()`.execute(db);
}

test.each(['40001', '40P01', '23505'])(
  'a unit that another one has overtaken (%s) is run again',
  async (code) => {
    const { db, commits } = await openTestDatabase();
    await failInvites(db, code, 3);
    const published: string[] = [];
    await commits.run(
      (trx) => invite(trx, 'a'),
      () => published.push('a'),
    );
    expect(published).toEqual(['a']);
    expect(await db.selectFrom('invites').select('phone').execute()).toEqual([{ phone: 'a' }]);
  },
);

test('but not for ever', async () => {
  const { db, commits } = await openTestDatabase();
  await failInvites(db, '40001', 1_000);
  let tries = 0;
  const unit = commits.run((trx) => {
    tries += 1;
    return invite(trx, 'a');
  });
  await expect(unit).rejects.toThrow('no');
  expect(tries).toBe(6);
});

test('a full disk fails what it hits, once, and nothing later', async () => {
  const { db, commits } = await openTestDatabase();
  await failInvites(db, '53100', 1);
  const refused = await commits.run((trx) => invite(trx, 'a')).catch((error: unknown) => error);
  expect(storageTrouble(refused)).toBe('full');
  await commits.run((trx) => invite(trx, 'b'));
  expect(await db.selectFrom('invites').select('phone').execute()).toEqual([{ phone: 'b' }]);
});

test('int8 comes as a number, on these connections alone', async () => {
  const { db } = await openTestDatabase();
  const time = 1_762_419_282_731;
  const row = sql<{
    time: number;
    count: number;
  }>`select ${sql.lit(time)}::int8 as time, count(*) from users`;
  expect((await row.execute(db)).rows).toEqual([{ time, count: 0 }]);
});

test('an error tells nothing of the rows it is about: it may be logged', async () => {
  const { db } = await openTestDatabase();
  await invite(db, '79000000001');
  const error: unknown = await invite(db, '79000000001').catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: '23505' });
  expect(JSON.stringify({ ...(error as object) })).not.toContain('79000000001');
});

test('publications come in the order of commits, also where the answers to those do not', async () => {
  const answers: (() => void)[] = [];
  // What is between the commit and its answer is the network.
  const network = {
    transaction: () => ({
      execute: async <T>(work: (trx: unknown) => Promise<T>) => {
        const result = await work(undefined);
        await new Promise<void>((resolve) => answers.push(resolve));
        return result;
      },
    }),
  };
  const commits = new PostgresCommits(network as unknown as Db);
  const published: string[] = [];
  const units = ['a', 'b', 'c'].map((name) =>
    commits.run(
      async () => name,
      () => published.push(name),
    ),
  );
  await expect.poll(() => answers.length).toBe(3);
  for (const answer of answers.toReversed()) {
    answer();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(units);
  expect(published).toEqual(['a', 'b', 'c']);
});

test('three servers may bring one database up to date at the same moment', async () => {
  const place = await freshDatabase({ isBare: true });
  const opened = await Promise.all([place, place, place].map(openDatabase));
  onTestFinished(async () => {
    for (const db of opened) await db.destroy();
  });
  const steps = await sql`select name from kysely_migration`.execute(opened[0] as Db);
  expect(steps.rows).toHaveLength(Object.keys(await migrations.getMigrations()).length);
});
