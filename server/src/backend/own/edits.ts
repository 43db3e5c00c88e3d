/** What was said is said otherwise, or taken back (P7.13, P7.18). */
import { isServiceLine } from '../../../../src/shared/serviceLine.ts';
import { record } from '../../audit.ts';
import { messageRemoved, notOwnMessage, notText, serviceMessage, tooLate } from '../../contract/errors.ts';
import type { WireMessage } from '../../contract/wire.ts';
import type { Db, MessageRow } from '../../store/schema.ts';
import type { Told } from '../events.ts';
import { requireMessage } from './access.ts';
import type { OwnContext } from './context.ts';
import { nextRev } from './store/dialogs.ts';
import { listMembers } from './store/members.ts';
import { eraseMessage, setContent } from './store/messages.ts';
import { messageItem, namesFiles } from './wire.ts';

const MINUTE_MS = 60_000;

/**
 * Gives an own text another content, which is clean already; the same one changes nothing, however late. `messageId`: either name.
 * Throws 404, 403, 400, or 410 where the message was removed.
 */
export function editMessage(context: OwnContext, userId: string, messageId: string, content: string) {
  return context.change(async (trx) => {
    const { message } = await requireMessage(trx, messageId, userId);
    if (message.sender_id !== userId) throw notOwnMessage('Only the sender can edit a message');
    if (message.type !== 'text') throw notText();
    if (message.removed_at !== null) throw messageRemoved();
    if (message.content === content) return unchanged(trx, message);
    if (isOver(context, message, context.limits.editMinutes)) {
      throw tooLate('The message is too old to be edited');
    }
    const rev = await nextRev(trx, message.dialog_id);
    const row = await setContent(trx, message.message_id, { content, rev, now: context.now() });
    return rewritten(trx, row, 'message.update');
  });
}

/**
 * Leaves nothing of a message but its place; one that was removed already is answered as it is. The sender's verb, for a time, and
 * that of a group's owner and admins. `messageId`: either name. Throws 404, 403 or 400.
 */
export async function removeMessage(context: OwnContext, userId: string, messageId: string) {
  const removed = await context.change(async (trx) => {
    const { message, dialog, member } = await requireMessage(trx, messageId, userId);
    if (isServiceLine(message.type)) throw serviceMessage();
    const isOwn = message.sender_id === userId;
    // Whoever began a direct dialog does not own what the other one says.
    const isManager = dialog.kind === 'group' && member.role !== 'member';
    if (!isOwn && !isManager) {
      throw notOwnMessage('Only the sender, the owner and admins can remove a message');
    }
    if (message.removed_at !== null) return unchanged(trx, message);
    if (!isManager && isOver(context, message, context.limits.deleteMinutes)) {
      throw tooLate('The message is too old to be removed');
    }
    const { dialog_id: dialogId, message_id: detail, sender_id: senderId } = message;
    if (!isOwn) {
      const entry = { actor: userId, userId: senderId, dialogId, detail };
      await record(context, trx, { action: 'delete-message', ...entry });
    }
    const rev = await nextRev(trx, dialogId);
    return rewritten(trx, await eraseMessage(trx, detail, { rev, now: context.now() }), 'message.delete');
  });
  if (namesFiles(removed.type)) context.removeFiles();
  return removed;
}

/** A clock that was set back makes nothing younger than new: in no time at all nothing may be done. */
function isOver({ now }: OwnContext, message: MessageRow, minutes: number): boolean {
  return Math.max(0, now() - message.created_at) >= minutes * MINUTE_MS;
}

async function unchanged(trx: Db, row: MessageRow): Promise<Told<WireMessage>> {
  return { answer: messageItem(row, await listMembers(trx, row.dialog_id)), events: [] };
}

async function rewritten(
  trx: Db,
  row: MessageRow,
  eventType: 'message.update' | 'message.delete',
): Promise<Told<WireMessage>> {
  const rows = await listMembers(trx, row.dialog_id);
  const message = messageItem(row, rows);
  const members = rows.map((member) => member.user_id);
  return { answer: message, events: [{ type: 'rewritten', eventType, members, message }] };
}
