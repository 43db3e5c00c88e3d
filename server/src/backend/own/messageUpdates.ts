import type { ServerContext } from '../../context.ts';
import { messageWithoutStatuses } from '../../contract/wire.ts';
import { databaseIdOf } from '../../ids.ts';
import type { MessageRow } from '../../store/schema.ts';

type MessageEvent =
  | 'message.reaction.add'
  | 'message.reaction.update'
  | 'message.reaction.remove'
  | 'message.status.update';

/**
 * What became of a message, as envelope A (P6.2, P7.16), for those of `told` whose clients know no event of ours: the message
 * as it is now, `also` beside it.
 */
export function tellOldClients(
  context: ServerContext,
  eventType: MessageEvent,
  message: MessageRow,
  told: string[],
  also: Record<string, unknown> = {},
): void {
  if (!context.hub.servesOldClients()) return;
  context.hub.messageUpdate(told, {
    eventType,
    dialogId: message.dialog_id,
    entityId: databaseIdOf(message),
    data: { ...messageWithoutStatuses(message), ...also },
    now: context.now(),
  });
}
