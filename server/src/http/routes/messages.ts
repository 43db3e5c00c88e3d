import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerOf } from '../../auth/authenticate.ts';
import { requireMember, requireMessage } from '../../backend/own/access.ts';
import { moveMark } from '../../backend/own/marks.ts';
import { countsOf, postMessage, react, unreact } from '../../backend/own/messages.ts';
import { listMembers } from '../../backend/own/store/members.ts';
import {
  listReactions,
  messagesBefore,
  messagesSince,
  reactionsBy,
} from '../../backend/own/store/messages.ts';
import type { ServerContext } from '../../context.ts';
import { badRequest } from '../../contract/errors.ts';
import { messageItem, messageItemFor, reactionItem } from '../../contract/wire.ts';
import { readWithinBudget } from '../../limits/answers.ts';
import type { DialogRow, MessageRow } from '../../store/schema.ts';
import { bodyOf, countOf, messageSchema, pageOf, paginationOf, paramOf, reactionSchema } from '../parse.ts';

/** /messages/*: history, posting, statuses and reactions. */
export function messageRoutes(app: FastifyInstance, context: ServerContext): void {
  const { db } = context;

  app.get('/messages/dialog/:dialogId', async (request) => {
    const { userId } = callerOf(request);
    const { dialog } = await requireMember(db, paramOf(request, 'dialogId'), userId);
    const page = pageOf(request, 50, 100);
    const members = await listMembers(db, dialog.dialog_id);
    const toItems = async (rows: MessageRow[]) => {
      const own = await reactionsBy(db, userId, rows);
      return rows.map((row) => messageItemFor(row, members, own));
    };
    const { items, limit } = await readHistory(context, request, dialog, page, toItems);
    return {
      success: true,
      data: items,
      pagination: paginationOf({ ...page, limit }, dialog.last_seq),
      headSeq: dialog.last_seq,
      headRev: dialog.last_rev,
    };
  });

  app.post('/messages/dialog/:dialogId', async (request, reply) => {
    const { content, type, meta } = bodyOf(messageSchema, request);
    const { message, repeated } = await postMessage(context, callerOf(request).userId, {
      dialogId: paramOf(request, 'dialogId'),
      content,
      type,
      meta,
      clientMessageId: meta.clientMessageId ?? null,
    });
    return reply.code(repeated ? 200 : 201).send({ success: true, data: message });
  });

  app.get('/messages/:messageId', async (request) => {
    const { message } = await requireMessage(db, paramOf(request, 'messageId'), callerOf(request).userId);
    return { success: true, message: messageItem(message, await listMembers(db, message.dialog_id)) };
  });

  app.post('/messages/:messageId/status/:status', async (request) => {
    const status = paramOf(request, 'status');
    if (status !== 'read' && status !== 'delivered') {
      throw badRequest('Invalid status. Must be "read" or "delivered"');
    }
    const { userId } = callerOf(request);
    const { message } = await requireMessage(db, paramOf(request, 'messageId'), userId);
    await moveMark(context, userId, message.dialog_id, status, message.seq);
    return { success: true, message: `Message marked as ${status}` };
  });

  app.get('/messages/:messageId/reactions', async (request) => {
    const { message } = await requireMessage(db, paramOf(request, 'messageId'), callerOf(request).userId);
    const reactions = await listReactions(db, message.message_id);
    const counts = countsOf(reactions.map((row) => row.reaction));
    return { success: true, reactions: { reactions: reactions.map(reactionItem), counts } };
  });

  app.post('/messages/:messageId/reactions', async (request) => {
    const { reaction } = bodyOf(reactionSchema, request);
    await react(context, callerOf(request).userId, paramOf(request, 'messageId'), reaction);
    return { success: true, message: 'Reaction added' };
  });

  app.delete('/messages/:messageId/reactions/:reaction', async (request) => {
    const reaction = paramOf(request, 'reaction');
    await unreact(context, callerOf(request).userId, paramOf(request, 'messageId'), reaction);
    return { success: true, message: 'Reaction removed' };
  });
}

type Item = ReturnType<typeof messageItemFor>;

/**
 * `since` ascending, `before` descending, else pages from the newest; `seq` has no gaps, so a page is a range of it. What is
 * found by `seq` ends where the answer is full, and the next one begins there. Pages that are counted keep their rows, since
 * the next would begin where this one should have ended: those that the answer has no room for go without their meta (P7.22).
 */
async function readHistory(
  { db }: ServerContext,
  request: FastifyRequest,
  dialog: DialogRow,
  page: { offset: number; limit: number },
  toItems: (rows: MessageRow[]) => Promise<Item[]>,
): Promise<{ items: Item[]; limit: number }> {
  const dialogId = dialog.dialog_id;
  const since = countOf(request, 'since');
  const before = countOf(request, 'before');
  const first = before ?? dialog.last_seq + 1 - page.offset;
  const read = (after: MessageRow | undefined, count: number) =>
    since === undefined
      ? messagesBefore(db, dialogId, after?.seq ?? first, count)
      : messagesSince(db, dialogId, after?.seq ?? since, count);
  const isCounted = since === undefined && before === undefined;
  const { items, isCut } = await readWithinBudget({
    limit: page.limit,
    read,
    items: toItems,
    ...(isCounted ? { withoutBallast } : {}),
  });
  return { items, limit: isCut ? items.length : page.limit };
}

/** What a client can do without: as of the servers that keep no meta (P8.1). */
function withoutBallast({ statuses: _statuses, ...item }: Item): Item {
  const { clientMessageId } = item.meta;
  return { ...item, meta: clientMessageId === undefined ? {} : { clientMessageId } };
}
