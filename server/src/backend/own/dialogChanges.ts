import type { ServiceLine } from '../../../../src/shared/serviceLineSchema.ts';
import type { Caller, ServerContext } from '../../context.ts';
import { dialogDetails, type WireMessage } from '../../contract/wire.ts';
import type { Db, DialogRow } from '../../store/schema.ts';
import { writeServiceLine } from './serviceLines.ts';
import { findDialog, touchMembership } from './store/dialogs.ts';
import { memberIds } from './store/members.ts';

/** Beyond this, who-sees-whom of a large group is left to the next connect. */
const LARGEST_SNAPSHOT_REFRESH = 100;

export const actorOf = ({ userId, user }: Caller) => ({ userId, name: user.name });

export interface DialogChange {
  dialog: DialogRow;
  members: string[];
  lines: WireMessage[];
}

/** Counts the change and writes what it is told by. */
export async function dialogChanged(
  context: ServerContext,
  trx: Db,
  dialogId: string,
  told: ServiceLine[],
): Promise<DialogChange> {
  await touchMembership(trx, dialogId, context.now());
  const lines: WireMessage[] = [];
  for (const line of told) lines.push(await writeServiceLine(context, trx, dialogId, line));
  const dialog = await findDialog(trx, dialogId);
  if (!dialog) throw new Error('the dialog vanished inside a transaction');
  return { dialog, members: await memberIds(trx, dialogId), lines };
}

export function tellLines(context: ServerContext, { dialog, members, lines }: DialogChange): void {
  for (const line of lines) context.hub.toDialog(dialog.dialog_id, members, 'message:new', line);
}

export function tellMembership(
  context: ServerContext,
  dialog: DialogRow,
  eventType: string,
  entityId: string,
  recipients: string[],
  members: string[],
): void {
  const dialogId = dialog.dialog_id;
  const details = { ...dialogDetails(dialog), memberIds: members };
  const member = entityId === dialogId ? {} : { member: { userId: entityId, dialogId } };
  // Its subject stands where envelope A has it, and where B has it.
  const data = {
    ...details,
    dialogMemberMeta: {},
    dialog: details,
    ...member,
    context: { version: '2.0' },
  };
  context.hub.update(recipients, { eventType, dialogId, entityId, data, now: context.now() });
  if (recipients.length <= LARGEST_SNAPSHOT_REFRESH) context.presence.snapshot(recipients);
}
