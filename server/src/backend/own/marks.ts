import type { ServerContext } from '../../context.ts';
import { messageStatuses } from '../../contract/wire.ts';
import { dialogRoom, userRoom } from '../../realtime/hub.ts';
import type { MemberRow, MessageRow } from '../../store/schema.ts';
import { requireMember } from './access.ts';
import { tellOldClients } from './messageUpdates.ts';
import { nextRev } from './store/dialogs.ts';
import { listMembers, memberIds, setMarks } from './store/members.ts';
import { passedMessages } from './store/messages.ts';

/** `message:status` names single messages, for old clients; a long jump names only its newest ones. */
const STATUSES_A_MOVE = 20;
/** In larger dialogs a move is told to those who have the dialog open, not to every member. */
const LARGEST_TOLD_TO_ALL = 100;

export type Mark = 'delivered' | 'read';

export interface Marks {
  deliveredSeq: number;
  readSeq: number;
}

/** Moves the caller's watermark forward, never back and never past the newest message. Reading implies delivery. */
export async function moveMark(
  context: ServerContext,
  userId: string,
  dialogId: string,
  mark: Mark,
  seq: number,
): Promise<Marks> {
  return context.commits.run(
    async (trx) => {
      const { dialog, member } = await requireMember(trx, dialogId, userId);
      const target = Math.min(seq, dialog.last_seq);
      const readSeq = Math.max(member.read_seq, mark === 'read' ? target : 0);
      const deliveredSeq = Math.max(member.delivered_seq, readSeq, target);
      const before = mark === 'read' ? member.read_seq : member.delivered_seq;
      if (readSeq === member.read_seq && deliveredSeq === member.delivered_seq) {
        return { deliveredSeq, readSeq, passed: [], told: [], members: undefined, rev: undefined };
      }
      const rev = await nextRev(trx, dialogId);
      await setMarks(trx, member, { deliveredSeq, readSeq, rev, now: context.now() });
      const passed = await passedMessages(trx, {
        dialogId,
        readerId: userId,
        after: before,
        upTo: mark === 'read' ? readSeq : deliveredSeq,
        limit: STATUSES_A_MOVE,
      });
      const ids = await memberIds(trx, dialogId);
      const told = ids.length > LARGEST_TOLD_TO_ALL ? [userId] : ids;
      const members = context.hub.servesOldClients() ? await listMembers(trx, dialogId) : undefined;
      return { deliveredSeq, readSeq, passed, told, members, rev };
    },
    ({ deliveredSeq, readSeq, passed, told, members, rev }) => {
      if (rev === undefined) return;
      context.hub.toDialog(dialogId, told, 'dialog:marks', { dialogId, userId, deliveredSeq, readSeq, rev });
      for (const message of passed) {
        const status = { messageId: message.message_id, userId, status: mark, dialogId };
        context.hub.toRooms([dialogRoom(dialogId), userRoom(message.sender_id)], 'message:status', status);
        if (members) tellOldStatus(context, message, members, { userId, status: mark });
      }
    },
  );
}

/** Ticks are drawn at the sender's alone, who may have left since. */
function tellOldStatus(
  context: ServerContext,
  message: MessageRow,
  members: MemberRow[],
  status: { userId: string; status: Mark },
): void {
  const told = members
    .map((member) => member.user_id)
    .filter((id) => id === message.sender_id || id === status.userId);
  const also = { ...status, ...messageStatuses(message, members) };
  tellOldClients(context, 'message.status.update', message, told, also);
}
