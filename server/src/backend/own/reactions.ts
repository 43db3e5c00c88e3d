import { isServiceLine } from '../../../../src/shared/serviceLine.ts';
import { badRequest, messageRemoved } from '../../contract/errors.ts';
import type { Db, MessageRow } from '../../store/schema.ts';
import { requireMessage } from './access.ts';
import type { OwnContext } from './context.ts';
import { nextRev } from './store/dialogs.ts';
import { memberIds } from './store/members.ts';
import {
  deleteReaction,
  findReaction,
  listReactions,
  putReaction,
  setReactionCounts,
} from './store/messages.ts';
import { reactionItem } from './wire.ts';

/** Sets the caller's one reaction to a message; a new one replaces it. Throws 410 where the message was removed. */
export function react(context: OwnContext, userId: string, messageId: string, reaction: string) {
  return changeReaction(context, userId, messageId, reaction, async (trx, message, old) => {
    if (message.removed_at !== null) throw messageRemoved();
    if (old === reaction) return false;
    await putReaction(trx, {
      message_id: message.message_id,
      user_id: userId,
      reaction,
      created_at: context.now(),
    });
    return true;
  });
}

/** Takes the caller's reaction back; one that is not there any more is no error. */
export function unreact(context: OwnContext, userId: string, messageId: string, reaction: string) {
  return changeReaction(context, userId, messageId, null, async (trx, message, old) => {
    if (old !== reaction) return false;
    await deleteReaction(trx, message.message_id, userId);
    return true;
  });
}

/** `messageId`: either name of the message. */
function changeReaction(
  context: OwnContext,
  userId: string,
  messageId: string,
  reaction: string | null,
  change: (trx: Db, message: MessageRow, old: string | null) => Promise<boolean>,
): Promise<void> {
  return context.change(async (trx) => {
    const { message } = await requireMessage(trx, messageId, userId);
    if (isServiceLine(message.type)) throw badRequest('A service message takes no reactions');
    const old = (await findReaction(trx, message.message_id, userId))?.reaction ?? null;
    if (!(await change(trx, message, old))) return { answer: undefined, events: [] };
    const reactions = await listReactions(trx, message.message_id);
    const counts = countsOf(reactions.map((row) => row.reaction));
    const dialogId = message.dialog_id;
    const rev = await nextRev(trx, dialogId);
    await setReactionCounts(trx, message.message_id, {
      counts: JSON.stringify(counts),
      rev,
      now: context.now(),
    });
    const members = await memberIds(trx, dialogId);
    return {
      answer: undefined,
      events: [
        {
          type: 'reaction',
          members,
          change: {
            messageId: message.message_id,
            // The contract knows one field only; on a removal it names what was removed.
            reaction: reaction ?? old,
            action: reaction === null ? 'remove' : 'add',
            oldReaction: old,
            userId,
            dialogId,
            reactionCounts: counts,
            rev,
          },
        },
        {
          type: 'messageChanged',
          eventType: reactionEvent(old, reaction),
          messageId: message.message_id,
          told: members,
          also: {},
        },
      ],
    };
  });
}

function reactionEvent(old: string | null, reaction: string | null) {
  if (reaction === null) return 'message.reaction.remove';
  return old === null ? 'message.reaction.add' : 'message.reaction.update';
}

/** fromEntries makes own properties: a reaction named `__proto__` counts like any other. */
export function countsOf(reactions: string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const reaction of reactions) counts.set(reaction, (counts.get(reaction) ?? 0) + 1);
  return Object.fromEntries(counts);
}

export async function reactionsOf(context: OwnContext, userId: string, messageId: string) {
  const { message } = await requireMessage(context.db, messageId, userId);
  const reactions = await listReactions(context.db, message.message_id);
  return {
    reactions: reactions.map(reactionItem),
    counts: countsOf(reactions.map((row) => row.reaction)),
  };
}
