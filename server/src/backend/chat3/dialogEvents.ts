import type { ChatEvent, DialogEventType } from '../events.ts';
import type { Chat3Context } from './context.ts';
import { memberIds } from './directory.ts';
import type { Chat3Dialog } from './shapes.ts';
import { dialogDetails } from './wire.ts';

/** A change of the dialog, or of the member `entityId`, as those who are `told` hear of it. */
export function dialogEvent(
  { now }: Pick<Chat3Context, 'now'>,
  dialog: Chat3Dialog,
  change: { eventType: DialogEventType; entityId: string; told: string[] },
): ChatEvent {
  return { type: 'dialog', ...change, dialog: dialogDetails(dialog), members: memberIds(dialog), at: now() };
}
