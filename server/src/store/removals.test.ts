import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { deleteDialog, findDialog, insertDialog } from '../backend/own/store/dialogs.ts';
import { insertAudit, listAudit, removeOldAudit } from './audit.ts';
import { removeDeletedSlice, removeEndedSessions, SLICE_ROWS } from './removals.ts';
import type { Db } from './schema.ts';
import { insertSession } from './sessions.ts';
import { openTestDatabase } from './testing/testDatabase.ts';
import { insertUser, setDisabled } from './users.ts';

/** A dialog with so many messages, and so many reactions to each of the first `reacted`. */
async function fill(db: Db, dialogId: string, messages: number, reacted = 0, reactions = 0) {
  const named = { dialogId, kind: 'group' as const, directKey: null, name: 'x', createdBy: 'usr_a', now: 1 };
  await insertDialog(db, named);
  await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${messages})
    insert into messages (message_id, dialog_id, seq, rev, sender_id, body_hash, content, type, meta, reaction_counts,
      created_at, updated_at)
    select ${dialogId} || i, ${dialogId}, i, i, 'usr_a', '', 'x', 'text', '{}', '{}', i, i from n`.execute(
    db,
  );
  if (reacted === 0) return;
  await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${sql.lit(reacted * reactions)})
    insert into reactions (message_id, user_id, reaction, created_at)
    select ${dialogId} || (1 + i % ${sql.lit(reacted)}), 'usr_' || i, 'x', i from n`.execute(db);
}

const rows = async (db: Db) => {
  const counted = sql<{ total: number }>`select
    (select count(*) from messages) + (select count(*) from reactions) as total`;
  return (await counted.execute(db)).rows[0]?.total ?? 0;
};

test.each([
  [100_000, 0, 0],
  [3, 1, 5_000],
  [2_000, 1_000, 3],
  [0, 0, 0],
])('%i messages, %i of them with %i reactions, go in slices', async (messages, reacted, reactions) => {
  const { db } = await openTestDatabase();
  await fill(db, 'dlg_gone', messages, reacted, reactions);
  await fill(db, 'dlg_stays', 10, 2, 2);
  await deleteDialog(db, 'dlg_gone', 1);
  let left = await rows(db);
  let slices = 0;
  while (await removeDeletedSlice(db)) {
    const now = await rows(db);
    expect(left - now).toBeLessThan(3 * SLICE_ROWS);
    left = now;
    slices += 1;
  }
  expect(SLICE_ROWS).toBeLessThanOrEqual(1_000);
  expect(slices).toBeGreaterThanOrEqual(messages / SLICE_ROWS);
  expect(left).toBe(14);
  expect((await db.selectFrom('dialogs').select('dialog_id').execute()).map((row) => row.dialog_id)).toEqual([
    'dlg_stays',
  ]);
});

test('a dialog is gone before anything of it is', async () => {
  const { db } = await openTestDatabase();
  await fill(db, 'dlg_gone', 10);
  await deleteDialog(db, 'dlg_gone', 1);
  expect(await findDialog(db, 'dlg_gone')).toBeUndefined();
  expect(await rows(db)).toBe(10);
});

test('ended sessions go, and those of a closed account stay: its devices ask why (P7.24)', async () => {
  const { db } = await openTestDatabase();
  for (const userId of ['usr_open', 'usr_closed']) {
    await insertUser(db, { userId, phone: userId, name: userId, now: 1 });
    const session = { userId, device: '', place: null, refreshHash: userId, now: 1, expiresAt: 10 };
    await insertSession(db, { ...session, sessionId: `of ${userId}` });
  }
  await setDisabled(db, 'usr_closed', 5);
  expect(await removeEndedSessions(db, 20)).toBe(true);
  expect(await removeEndedSessions(db, 20)).toBe(false);
  const left = await db.selectFrom('sessions').select('session_id').execute();
  expect(left).toEqual([{ session_id: 'of usr_closed' }]);
});

test('the audit log is kept for its time, and no longer', async () => {
  const { db } = await openTestDatabase();
  const entry = { action: 'sign-in' as const, actor: 'usr_1', user_id: 'usr_1', dialog_id: null };
  for (const at of [9, 10, 11]) {
    await insertAudit(db, { ...entry, audit_id: `aud_${at}`, at, session_id: null, detail: '' });
  }
  expect(await removeOldAudit(db, 10)).toBe(true);
  expect((await listAudit(db, { limit: 9 })).map(({ at }) => at)).toEqual([10, 11]);
});
