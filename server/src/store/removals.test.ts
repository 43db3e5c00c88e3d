import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { deleteDialog, findDialog, insertDialog } from '../backend/own/store/dialogs.ts';
import { removeDeletedSlice, SLICE_ROWS } from './removals.ts';
import type { Db } from './schema.ts';
import { openTestDatabase } from './testing/testDatabase.ts';

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
