import { isServiceLine } from '../../../../src/shared/serviceLine.ts';
import { readWithinBudget, withoutBallast } from '../../contract/answers.ts';
import { badRequest, MESSAGE_NOT_FOUND, notFound, notSupported } from '../../contract/errors.ts';
import type { WireMessage } from '../../contract/wire.ts';
import type { ChatEvent, MessageEventType } from '../events.ts';
import type { HistoryRange, Mark } from '../port.ts';
import type { Chat3Context } from './context.ts';
import { memberIds } from './directory.ts';
import { Chat3Error } from './failures.ts';
import { withMeta } from './meta.ts';
import type { Chat3Dialog, Chat3Reaction } from './shapes.ts';

export async function readHistory(
  context: Chat3Context,
  userId: string,
  dialogId: string,
  { page, since, before }: HistoryRange,
) {
  if (since !== undefined || before !== undefined) throw notSupported('This server does not number messages');
  await context.directory.requireMember(userId, dialogId);
  const { rows, total } = await context.chat3.history(dialogId, page);
  for (const row of rows) await context.directory.learn(row.dialog.databaseId, dialogId);
  const messages = await withMeta(context, dialogId, rows);
  const { items, bytes } = await readWithinBudget({
    limit: messages.length,
    read: async (after: WireMessage | undefined, count) => {
      const first = after === undefined ? 0 : messages.indexOf(after) + 1;
      return messages.slice(first, first + count);
    },
    items: (slice) => slice,
    withoutBallast,
  });
  return { data: items, total, limit: page.limit, bytes };
}

/** The message, and its dialog, of which the user is a member. Throws 404 or 403. */
async function requireMessage(
  context: Chat3Context,
  userId: string,
  messageId: string,
): Promise<{ message: WireMessage; dialog: Chat3Dialog }> {
  const { chat3, directory } = context;
  const stored = await chat3.message(messageId).catch((error: unknown) => {
    throw error instanceof Chat3Error && error.statusCode === 404 ? notFound(MESSAGE_NOT_FOUND) : error;
  });
  const dialogId = await directory.resolve(stored.dialog, userId);
  // Not of a dialog of this person, as far as can be found out.
  if (dialogId === undefined) throw notFound(MESSAGE_NOT_FOUND);
  const dialog = await directory.requireMember(userId, dialogId);
  const [message] = await withMeta(context, dialogId, [stored]);
  if (!message) throw notFound(MESSAGE_NOT_FOUND);
  return { message, dialog };
}

export async function readMessage(context: Chat3Context, userId: string, messageId: string) {
  return (await requireMessage(context, userId, messageId)).message;
}

/** Undefined where it is gone, or its dialog is not known here. */
export async function readDetails(
  context: Chat3Context,
  messageId: string,
): Promise<WireMessage | undefined> {
  try {
    const stored = await context.chat3.message(messageId);
    const dialogId = await context.directory.resolve(stored.dialog);
    return dialogId === undefined ? undefined : (await withMeta(context, dialogId, [stored]))[0];
  } catch (error) {
    if (error instanceof Chat3Error && error.statusCode === 404) return undefined;
    throw error;
  }
}

/** Never back: Chat3 keeps whatever was written last (P4.5). */
export async function markMessage(
  context: Chat3Context,
  userId: string,
  messageId: string,
  mark: Mark,
): Promise<void> {
  await context.turns.run(`mark ${userId} ${messageId}`, async () => {
    const { message, dialog } = await requireMessage(context, userId, messageId);
    if (message.senderId === userId) return;
    const before = message.statuses?.find((status) => status.userId === userId)?.status;
    if (before === 'read' || before === mark) return;
    await context.chat3.setStatus(message.messageId, userId, mark);
    const status = { messageId: message.messageId, userId, status: mark, dialogId: dialog.dialogId };
    await context.change(async () => ({
      answer: undefined,
      events: statusEvents(status, message.senderId, memberIds(dialog)),
    }));
  });
}

/** Ticks are drawn at the sender's alone, who hears of the dialog no more after leaving it. */
export function statusEvents(
  status: { messageId: string; userId: string; status: Mark; dialogId: string },
  senderId: string,
  members: string[],
): ChatEvent[] {
  const { messageId, userId } = status;
  const sender = members.includes(senderId) ? senderId : null;
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

export async function reactionsOf(context: Chat3Context, userId: string, messageId: string) {
  const { message } = await requireMessage(context, userId, messageId);
  const reactions = await context.chat3.reactions(message.messageId);
  return {
    reactions: reactions.map((row) => ({ ...row, messageId: message.messageId })),
    counts: countsOf(reactions),
  };
}

/** Sets the caller's one reaction, or takes back the one that is named; what is so already changes nothing. */
export async function changeReaction(
  context: Chat3Context,
  userId: string,
  messageId: string,
  wanted: { set: string } | { takeBack: string },
): Promise<void> {
  await context.turns.run(`reaction ${userId} ${messageId}`, async () => {
    const { message, dialog } = await requireMessage(context, userId, messageId);
    if (isServiceLine(message.type)) throw badRequest('A service message takes no reactions');
    const before = ownAmong(await context.chat3.reactions(message.messageId), userId);
    const isSo = 'set' in wanted ? before === wanted.set : before !== wanted.takeBack;
    if (isSo) return;
    if ('set' in wanted) await context.chat3.react(message.messageId, userId, wanted.set);
    else await context.chat3.unreact(message.messageId, userId, wanted.takeBack);
    const reactions = await context.chat3.reactions(message.messageId);
    await context.change(async () => ({
      answer: undefined,
      events: reactionEvents(message, dialog, { userId, before, reactions }),
    }));
  });
}

const ownAmong = (reactions: Chat3Reaction[], userId: string) =>
  reactions.find((row) => row.userId === userId)?.reaction ?? null;

/** `before`: the person's reaction until now; `reactions`: all there are now. */
export function reactionEvents(
  { messageId }: Pick<WireMessage, 'messageId'>,
  dialog: Chat3Dialog,
  { userId, before, reactions }: { userId: string; before: string | null; reactions: Chat3Reaction[] },
): ChatEvent[] {
  const after = ownAmong(reactions, userId);
  const members = memberIds(dialog);
  const eventType: MessageEventType =
    after === null
      ? 'message.reaction.remove'
      : before === null
        ? 'message.reaction.add'
        : 'message.reaction.update';
  return [
    {
      type: 'reaction',
      members,
      change: {
        messageId,
        // The contract knows one field only; on a removal it names what was removed.
        reaction: after ?? before,
        action: after === null ? 'remove' : 'add',
        oldReaction: before,
        userId,
        dialogId: dialog.dialogId,
        reactionCounts: countsOf(reactions),
      },
    },
    { type: 'messageChanged', eventType, messageId, told: members, also: {} },
  ];
}

/** fromEntries makes own properties: a reaction named `__proto__` counts like any other. */
function countsOf(reactions: Chat3Reaction[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { reaction } of reactions) counts.set(reaction, (counts.get(reaction) ?? 0) + 1);
  return Object.fromEntries(counts);
}
