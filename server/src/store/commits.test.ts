import { expect, test } from 'vitest';
import type { Db } from './schema.ts';
import { openTestDatabase } from './testing/testDatabase.ts';

const invite = (trx: Db, phone: string) =>
  trx.insertInto('invites').values({ phone, created_at: 1 }).execute();
const phones = async (db: Db) =>
  (await db.selectFrom('invites').select('phone').orderBy('phone').execute()).map((row) => row.phone);

test('one failing write of a batch takes nothing of the others with it', async () => {
  const { db, commits } = await openTestDatabase();
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

test('a write that failed is never published; a publication that failed is the writer’s error only', async () => {
  const { db, commits } = await openTestDatabase();
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
  const { db, commits } = await openTestDatabase();
  const counts = new Set([(await phones(db)).length]);
  const write = commits.run(async (trx) => {
    await invite(trx, 'a');
    await invite(trx, 'b');
  });
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
