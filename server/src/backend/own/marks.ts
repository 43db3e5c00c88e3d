import type { ChatEvent } from '../events.ts';
import type { Mark, Marks } from '../port.ts';
import { requireMember, requireMessage } from './access.ts';
import type { OwnContext } from './context.ts';
import { nextRev } from './store/dialogs.ts';
import { memberIds, setMarks } from './store/members.ts';
import { passedMessages } from './store/messages.ts';

/** `message:status` names single messages, for old clients; a long jump names only its newest ones. */
const STATUSES_A_MOVE = 20;
/** In larger dialogs a move is told to those who have the dialog open, not to every member. */
const LARGEST_TOLD_TO_ALL = 100;

/** Moves the caller's watermark forward, never back and never past the newest message. Reading implies delivery. */
export function moveMark(
  context: OwnContext,
  userId: string,
  dialogId: string,
  mark: Mark,
  seq: number,
): Promise<Marks> {
  return context.change(async (trx) => {
    const { dialog, member } = await requireMember(trx, dialogId, userId);
    const target = Math.min(seq, dialog.last_seq);
    const readSeq = Math.max(member.read_seq, mark === 'read' ? target : 0);
    const deliveredSeq = Math.max(member.delivered_seq, readSeq, target);
    const answer = { deliveredSeq, readSeq };
    const before = mark === 'read' ? member.read_seq : member.delivered_seq;
    if (readSeq === member.read_seq && deliveredSeq === member.delivered_seq) return { answer, events: [] };
    const rev = await nextRev(trx, dialogId);
    await setMarks(trx, member, { deliveredSeq, readSeq, rev, now: context.now() });
    const passed = await passedMessages(trx, {
      dialogId,
      readerId: userId,
      after: before,
      upTo: mark === 'read' ? readSeq : deliveredSeq,
      limit: STATUSES_A_MOVE,
    });
    const members = new Set(await memberIds(trx, dialogId));
    const told = members.size > LARGEST_TOLD_TO_ALL ? [userId] : [...members];
    const marks = { dialogId, userId, deliveredSeq, readSeq, rev };
    return {
      answer,
      events: [
        { type: 'marks', told, marks },
        ...passed.flatMap(({ message_id, sender_id }) =>
          statusEvents({ messageId: message_id, userId, status: mark, dialogId }, sender_id, members),
        ),
      ],
    };
  });
}

/** Ticks are drawn at the sender's alone, who hears of the dialog no more after leaving it. */
function statusEvents(
  status: { messageId: string; userId: string; status: Mark; dialogId: string },
  senderId: string,
  members: ReadonlySet<string>,
): ChatEvent[] {
  const { messageId, userId } = status;
  const sender = members.has(senderId) ? senderId : null;
  return [
    { type: 'status', senderId: sender, status },
    {
      type: 'messageChanged',
      eventType: 'message.status.update',
      messageId,
      told: sender === null ? [userId] : [sender, userId],
      also: { userId, status: status.status },
    },
  ];
}

export async function markMessage(
  context: OwnContext,
  userId: string,
  messageId: string,
  mark: Mark,
): Promise<void> {
  const { message } = await requireMessage(context.db, messageId, userId);
  await moveMark(context, userId, message.dialog_id, mark, message.seq);
}
