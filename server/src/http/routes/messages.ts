import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { callerOf } from '../../auth/authenticate.ts';
import type { ServerContext } from '../../context.ts';
import { badRequest } from '../../contract/errors.ts';
import { messageShape, reactionListShape } from '../../contract/wire.ts';
import { described, done, success } from '../operation.ts';
import {
  bodyOf,
  countOf,
  countQuery,
  editSchema,
  messageSchema,
  pageOf,
  pageQuery,
  pageShape,
  paginationOf,
  paramOf,
  reactionSchema,
} from '../parse.ts';

const PAGE = { usual: 50, largest: 100 };

/** /messages/*: history, posting, editing, removing, statuses and reactions. */
export function messageRoutes(app: FastifyInstance, { backend }: ServerContext): void {
  const history = described({
    summary: 'Messages of a dialog: since ascending, before descending, else a page from the newest',
    query: { ...pageQuery(PAGE), since: countQuery, before: countQuery },
    answer: success({
      data: z.array(messageShape),
      pagination: pageShape,
      headSeq: z.int().optional(),
      headRev: z.int().optional(),
    }),
  });
  app.get('/messages/dialog/:dialogId', history, async (request) => {
    const page = pageOf(request, PAGE);
    const range = { page, since: countOf(request, 'since'), before: countOf(request, 'before') };
    const { data, total, limit, bytes, ...heads } = await backend.history(
      callerOf(request).userId,
      paramOf(request, 'dialogId'),
      range,
    );
    request.bytesRead = bytes;
    return { success: true, data, pagination: paginationOf({ ...page, limit }, total), ...heads };
  });

  const post = described({
    summary: 'Posts a message; a repeat of the same clientMessageId answers the one there is (200)',
    body: messageSchema,
    answer: success({ data: messageShape }),
    status: [200, 201],
  });
  app.post('/messages/dialog/:dialogId', post, async (request, reply) => {
    const { content, type, meta } = bodyOf(messageSchema, request);
    const { message, repeated } = await backend.post(callerOf(request).userId, {
      dialogId: paramOf(request, 'dialogId'),
      content,
      type,
      meta,
      fileIds: (meta.attachments ?? []).map(({ fileId }) => fileId),
      clientMessageId: meta.clientMessageId ?? null,
    });
    return reply.code(repeated ? 200 : 201).send({ success: true, data: message });
  });

  const one = described({ summary: 'A message', answer: success({ message: messageShape }) });
  app.get('/messages/:messageId', one, async (request) => {
    const message = await backend.message(callerOf(request).userId, paramOf(request, 'messageId'));
    return { success: true, message };
  });

  const edited = described({
    summary: 'Gives an own message another text',
    body: editSchema,
    answer: success({ data: messageShape }),
  });
  app.patch('/messages/:messageId', edited, async (request) => {
    const change = bodyOf(editSchema, request);
    const data = await backend.edit(callerOf(request).userId, paramOf(request, 'messageId'), change);
    return { success: true, data };
  });

  const removed = described({
    summary: 'Removes a message for everybody, of which only its place stays',
    answer: success({ data: messageShape }),
  });
  app.delete('/messages/:messageId', removed, async (request) => {
    const data = await backend.remove(callerOf(request).userId, paramOf(request, 'messageId'));
    return { success: true, data };
  });

  const mark = described({
    summary: 'Marks a message, and those before it, as delivered or read',
    answer: done,
  });
  app.post('/messages/:messageId/status/:status', mark, async (request) => {
    const status = paramOf(request, 'status');
    if (status !== 'read' && status !== 'delivered') {
      throw badRequest('Invalid status. Must be "read" or "delivered"');
    }
    await backend.markMessage(callerOf(request).userId, paramOf(request, 'messageId'), status);
    return { success: true, message: `Message marked as ${status}` };
  });

  const reactions = described({
    summary: 'The reactions to a message',
    answer: success({ reactions: reactionListShape }),
  });
  app.get('/messages/:messageId/reactions', reactions, async (request) => {
    const list = await backend.reactions(callerOf(request).userId, paramOf(request, 'messageId'));
    return { success: true, reactions: list };
  });

  const react = described({
    summary: 'Sets the one reaction of the caller',
    body: reactionSchema,
    answer: done,
  });
  app.post('/messages/:messageId/reactions', react, async (request) => {
    const { reaction } = bodyOf(reactionSchema, request);
    await backend.react(callerOf(request).userId, paramOf(request, 'messageId'), reaction);
    return { success: true, message: 'Reaction added' };
  });

  const unreact = described({ summary: 'Takes a reaction of the caller back', answer: done });
  app.delete('/messages/:messageId/reactions/:reaction', unreact, async (request) => {
    const reaction = paramOf(request, 'reaction');
    await backend.unreact(callerOf(request).userId, paramOf(request, 'messageId'), reaction);
    return { success: true, message: 'Reaction removed' };
  });
}
