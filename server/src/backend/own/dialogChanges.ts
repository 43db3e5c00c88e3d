import type { ServiceLine } from '../../../../src/shared/serviceLineSchema.ts';
import type { WireMessage } from '../../contract/wire.ts';
import type { Db, DialogRow } from '../../store/schema.ts';
import type { ChatEvent, DialogEventType } from '../events.ts';
import type { OwnContext } from './context.ts';
import { writeServiceLine } from './serviceLines.ts';
import { findDialog, touchMembership } from './store/dialogs.ts';
import { memberIds } from './store/members.ts';
import { dialogDetails } from './wire.ts';

export interface DialogChange {
  dialog: DialogRow;
  members: string[];
  lines: WireMessage[];
}

/** Counts the change and writes what it is told by. */
export async function dialogChanged(
  context: OwnContext,
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

/** The change itself, then the lines that tell of it; `also`: somebody beside the members hears of it. */
export function changeEvents(
  { now }: Pick<OwnContext, 'now'>,
  { dialog, members, lines }: DialogChange,
  change: { eventType: DialogEventType; entityId: string; also?: string[] },
): ChatEvent[] {
  const { eventType, entityId, also = [] } = change;
  return [
    {
      type: 'dialog',
      eventType,
      entityId,
      dialog: dialogDetails(dialog),
      told: [...members, ...also],
      members,
      at: now(),
    },
    ...lines.map((message): ChatEvent => ({ type: 'message', members, message })),
  ];
}
