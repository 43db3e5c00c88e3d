import { expect, test } from 'vitest';
import { examine } from '../../server/src/admin/doctor.ts';
import { readSettings } from '../../server/src/operations/config.ts';
import { openDatabase } from '../../server/src/store/database.ts';
import { freshDatabase, openBare } from '../../server/src/store/testing/testDatabase.ts';

/** What doctor says of the database, the last of its lines. */
async function said(databaseUrl: string) {
  const env = {
    CODE_SENDER: 'http',
    CODE_SENDER_URL: 'https://sms.example.org',
    DATABASE_URL: databaseUrl,
  };
  const { ok, lines } = await examine(readSettings([], env));
  return [ok, lines.at(-1)];
}

test('doctor looks at the database of DATABASE_URL, and changes nothing', async () => {
  const url = await freshDatabase({ isBare: true });
  const nothing = [true, 'Well:  there is nothing in the database yet; the first start makes it.'];
  expect([await said(url), await said(url)]).toEqual([nothing, nothing]);
  await (await openDatabase(url)).destroy();
  expect(await said(url)).toEqual([true, 'Well:  the database is whole and of this version.']);
  const db = openBare(url);
  await db
    .insertInto('kysely_migration' as 'users')
    .values({ name: '9999', timestamp: 'later' } as never)
    .execute();
  await db.destroy();
  expect(await said(url)).toEqual([false, 'Wrong: the database is of a newer version of this server.']);
});

test('doctor says that the database of DATABASE_URL cannot be reached, without its password', async () => {
  const [ok, line] = await said('postgresql://chat3:secret@127.0.0.1:1/chat3');
  expect([ok, line]).toEqual([
    false,
    expect.stringMatching(/^Wrong: the database of DATABASE_URL cannot be read: /),
  ]);
  expect(line).not.toContain('secret');
});
