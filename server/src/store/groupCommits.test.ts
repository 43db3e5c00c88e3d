import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';
import { GroupCommits } from './groupCommits.ts';
import type { Db } from './schema.ts';
import { storageTrouble } from './trouble.ts';

async function open() {
  const db = await openDatabase(':memory:');
  onTestFinished(() => db.destroy());
  return { db, commits: new GroupCommits(db) };
}

const invite = (trx: Db, phone: string) =>
  trx.insertInto('invites').values({ phone, created_at: 1 }).execute();
const phones = async (db: Db) =>
  (await db.selectFrom('invites').select('phone').orderBy('phone').execute()).map((row) => row.phone);

test('publishes after the commit, in the order of the writes', async () => {
  const { db, commits } = await open();
  const events: string[] = [];
  const writes = ['a', 'b', 'c'].map((phone) =>
    commits
      .run(
        async (trx) => {
          await invite(trx, phone);
          events.push(`write ${phone}`);
        },
        () => events.push(`publish ${phone}`),
      )
      .then(() => events.push(`answer ${phone}`)),
  );
  await Promise.all(writes);
  expect(events.filter((event) => event.startsWith('publish'))).toEqual([
    'publish a',
    'publish b',
    'publish c',
  ]);
  expect(events.indexOf('publish a')).toBeGreaterThan(events.indexOf('write c'));
  expect(await phones(db)).toEqual(['a', 'b', 'c']);
});

test('a full disk fails what it hits and nothing later', async () => {
  const { db, commits } = await open();
  const limit = (pages: number) => sql.raw(`pragma max_page_count = ${pages}`).execute(db);
  const pages = (await sql<{ page_count: number }>`pragma page_count`.execute(db)).rows[0]?.page_count ?? 0;
  await limit(pages + 2);
  const write = (phone: string) => commits.run((trx) => invite(trx, phone));
  const results = await Promise.allSettled([write('a'), write('b'.repeat(50_000)), write('c')]);
  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected']);
  for (const result of results) {
    expect(storageTrouble(result.status === 'rejected' ? result.reason : undefined)).toBe('full');
  }
  await write('d');
  await limit(1_000_000);
  await write('e'.repeat(50_000));
  expect((await phones(db)).map(([letter]) => letter)).toEqual(['d', 'e']);
});

test('an insert that was refused keeps no savepoint from ending', async () => {
  const { db, commits } = await open();
  const refused = commits.run((trx) =>
    trx
      .insertInto('invites')
      .values([
        { phone: 'a', created_at: 1 },
        { phone: 'a', created_at: 1 },
      ])
      .returningAll()
      .execute(),
  );
  await expect(refused).rejects.toThrow('UNIQUE');
  for (const phone of ['b', 'c']) await commits.run((trx) => invite(trx, phone));
  expect(await phones(db)).toEqual(['b', 'c']);
});
