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

test('one failing write of a batch takes nothing of the others with it', async () => {
  const { db, commits } = await open();
  const writes = ['a', 'b', 'c'].map((phone) =>
    commits.run(async (trx) => {
      await invite(trx, phone);
      if (phone === 'b') throw new Error('no');
      return phone;
    }),
  );
  const results = await Promise.allSettled(writes);
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await phones(db)).toEqual(['a', 'c']);
});

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

test('a write that failed is never published; a publication that failed is the writer’s error only', async () => {
  const { db, commits } = await open();
  const published: string[] = [];
  const failing = commits.run(
    async () => Promise.reject(new Error('no')),
    () => published.push('a'),
  );
  const loud = commits.run(
    (trx) => invite(trx, 'b'),
    () => {
      throw new Error('deaf');
    },
  );
  const fine = commits.run((trx) => invite(trx, 'c'));
  const results = await Promise.allSettled([failing, loud, fine]);
  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  expect(published).toEqual([]);
  expect(await phones(db)).toEqual(['b', 'c']);
});

test('a reader never sees half of a write', async () => {
  const { db, commits } = await open();
  const write = commits.run(async (trx) => {
    await invite(trx, 'a');
    await invite(trx, 'b');
  });
  const counts = new Set<number>();
  let done = false;
  void write.then(() => {
    done = true;
  });
  while (!done) {
    counts.add((await phones(db)).length);
    // Everything between is microtasks: without this turn of the loop the write would never begin.
    await new Promise((resolve) => setImmediate(resolve));
  }
  counts.add((await phones(db)).length);
  expect([...counts].sort((a, b) => a - b)).toEqual([0, 2]);
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
