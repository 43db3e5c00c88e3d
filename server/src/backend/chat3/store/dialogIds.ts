import type { Db } from '../../../store/schema.ts';

export async function dialogIdOf(db: Db, databaseId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('chat3_dialogs')
    .select('dialog_id')
    .where('database_id', '=', databaseId)
    .executeTakeFirst();
  return row?.dialog_id;
}

export async function keepDialogId(trx: Db, databaseId: string, dialogId: string): Promise<void> {
  await trx
    .insertInto('chat3_dialogs')
    .values({ database_id: databaseId, dialog_id: dialogId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
