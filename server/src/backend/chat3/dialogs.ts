import { record } from '../../audit.ts';
import { DIALOG_NOT_FOUND, forbidden, notFound } from '../../contract/errors.ts';
import { refuseTooMany, requirePeople } from '../people.ts';
import type { DialogDraft, Page, Person } from '../port.ts';
import type { Chat3Context } from './context.ts';
import { dialogEvent } from './dialogEvents.ts';
import { memberIds } from './directory.ts';
import { Chat3Error } from './failures.ts';
import type { Chat3Dialog } from './shapes.ts';
import { dialogDetails, dialogItem, memberItem, newDialogItem } from './wire.ts';

/** Members of a new dialog that Chat3 is asked to add at the same time. */
const ADDED_AT_ONCE = 8;

export async function readDialogs(
  { chat3, directory }: Chat3Context,
  userId: string,
  page: Page,
  withLastMessage: boolean,
) {
  const { rows, total } = await chat3.dialogsOf(userId, page, withLastMessage);
  for (const row of rows) await directory.learn(row.databaseId, row.dialogId);
  return { items: rows.map(dialogItem), total };
}

export async function readDialog({ directory }: Chat3Context, userId: string, dialogId: string) {
  const dialog = await directory.requireMember(userId, dialogId);
  return { ...dialogDetails(dialog), members: dialog.members.map(memberItem) };
}

/** Nobody sees a dialog before they are a member: one that could not be filled is nobody's, and removed as far as that works. */
export async function createDialog(context: Chat3Context, creator: Person, draft: DialogDraft) {
  const { chat3, directory, db, change, log } = context;
  const others = [...new Set(draft.memberIds)].filter((userId) => userId !== creator.userId);
  refuseTooMany(others.length + 1);
  await requirePeople(db, others);
  const { dialogId } = await chat3.createDialog(draft.name, creator.userId);
  let dialog: Chat3Dialog;
  try {
    await addAll(context, dialogId, [creator.userId, ...others]);
    directory.forget(dialogId);
    dialog = await directory.dialog(dialogId);
  } catch (error) {
    await chat3
      .removeDialog(dialogId)
      .catch(() => log.warn({ dialogId }, 'a dialog of nobody is left in Chat3'));
    throw error;
  }
  const told = memberIds(dialog);
  await change(async () => ({
    answer: undefined,
    events: [dialogEvent(context, dialog, { eventType: 'dialog.create', entityId: dialogId, told })],
  }));
  return { item: newDialogItem(dialog), created: true };
}

async function addAll({ chat3 }: Chat3Context, dialogId: string, userIds: string[]): Promise<void> {
  for (let start = 0; start < userIds.length; start += ADDED_AT_ONCE) {
    const some = userIds.slice(start, start + ADDED_AT_ONCE);
    await Promise.all(some.map((userId) => chat3.addMember(dialogId, userId)));
  }
}

/** Deletes the dialog for everybody. Its creator's verb, as Chat3 knows no owners. */
export async function removeDialog(context: Chat3Context, caller: Person, dialogId: string): Promise<void> {
  const { chat3, directory, change } = context;
  const dialog = await directory.requireMember(caller.userId, dialogId);
  if (dialog.createdBy !== caller.userId) throw forbidden('Only its creator can delete this dialog');
  await chat3.removeDialog(dialogId).catch(orUnknownDialog);
  directory.forget(dialogId);
  await change(async (trx) => {
    await record(context, trx, { action: 'delete-dialog', actor: caller.userId, dialogId });
    const gone = { ...dialog, members: [] };
    const told = memberIds(dialog);
    const event = dialogEvent(context, gone, { eventType: 'dialog.delete', entityId: dialogId, told });
    return { answer: undefined, events: [{ type: 'dialogClosed', dialogId }, event] };
  });
}

/** Adds a member; adding one who is there already changes nothing. Every member's verb, as on the old system. */
export async function addMember(context: Chat3Context, caller: Person, dialogId: string, userId: string) {
  const { chat3, directory, db, change } = context;
  const before = await directory.requireMember(caller.userId, dialogId);
  if (memberIds(before).includes(userId)) return;
  await requirePeople(db, [userId]);
  refuseTooMany(before.members.length + 1);
  await chat3.addMember(dialogId, userId).catch(orUnknownDialog);
  directory.forget(dialogId);
  const dialog = await directory.dialog(dialogId);
  const told = [...new Set([...memberIds(dialog), userId])];
  await change(async () => ({
    answer: undefined,
    events: [dialogEvent(context, dialog, { eventType: 'dialog.member.add', entityId: userId, told })],
  }));
}

/** Removes a member, or lets the caller leave. */
export async function removeMember(context: Chat3Context, caller: Person, dialogId: string, userId: string) {
  const { chat3, directory, change } = context;
  const before = await directory.requireMember(caller.userId, dialogId);
  if (!memberIds(before).includes(userId)) throw notFound('Member not found');
  await chat3.removeMember(dialogId, userId).catch(orUnknownDialog);
  directory.forget(dialogId);
  // Told at once, whether or not Chat3 can be asked who is left.
  const dialog = { ...before, members: before.members.filter((member) => member.userId !== userId) };
  const members = memberIds(dialog);
  await change(async () => ({
    answer: undefined,
    events: [
      { type: 'evicted', dialogId, userId, members },
      dialogEvent(context, dialog, {
        eventType: 'dialog.member.remove',
        entityId: userId,
        told: [...members, userId],
      }),
    ],
  }));
}

function orUnknownDialog(error: unknown): never {
  if (error instanceof Chat3Error && error.statusCode === 404) throw notFound(DIALOG_NOT_FOUND);
  throw error;
}
