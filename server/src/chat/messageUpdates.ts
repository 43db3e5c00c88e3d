import type { ServerContext } from '../context.ts';
import { databaseIdOf } from '../ids.ts';
import type { MemberRow, MessageRow } from '../store/schema.ts';
import { messageItem } from '../wire.ts';

type MessageEvent =
  | 'message.reaction.add'
  | 'message.reaction.update'
  | 'message.reaction.remove'
  | 'message.status.update';

/**
 * What became of a message, as envelope A of PROTOCOL §3, for those of `told` whose clients know no event of ours: the whole
 * message as it is now, `also` beside it.
 */
export function tellOldClients(
  context: ServerContext,
  eventType: MessageEvent,
  change: { message: MessageRow; members: MemberRow[]; also?: Record<string, unknown> },
  told: string[],
): void {
  if (!context.hub.servesOldClients()) return;
  const { message, members, also } = change;
  context.hub.messageUpdate(told, {
    eventType,
    dialogId: message.dialog_id,
    entityId: databaseIdOf(message),
    data: { ...messageItem(message, members), ...also },
    now: context.now(),
  });
}
