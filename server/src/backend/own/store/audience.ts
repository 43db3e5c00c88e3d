import type { Db } from '../../../store/schema.ts';
import { findMessage } from './messages.ts';

/** How many people a dialog has, named by itself or by one of its messages; 0 where there is none. */
export async function audienceOf(db: Db, place: { dialogId?: string; messageId?: string }): Promise<number> {
  const dialogId = place.dialogId ?? (await dialogOf(db, place.messageId));
  if (dialogId === undefined) return 0;
  const row = await db
    .selectFrom('members')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('dialog_id', '=', dialogId)
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

async function dialogOf(db: Db, messageId: string | undefined): Promise<string | undefined> {
  return messageId === undefined ? undefined : (await findMessage(db, messageId))?.dialog_id;
}
