import type { FastifyInstance } from 'fastify';
import { callerOf } from '../../auth/authenticate.ts';
import type { ServerContext } from '../../context.ts';
import { badRequest } from '../../contract/errors.ts';
import {
  bodyOf,
  countOf,
  editSchema,
  messageSchema,
  pageOf,
  paginationOf,
  paramOf,
  reactionSchema,
} from '../parse.ts';

/** /messages/*: history, posting, editing, removing, statuses and reactions. */
export function messageRoutes(app: FastifyInstance, { backend }: ServerContext): void {
  app.get('/messages/dialog/:dialogId', async (request) => {
    const page = pageOf(request, 50, 100);
    const range = { page, since: countOf(request, 'since'), before: countOf(request, 'before') };
    const { data, total, limit, bytes, ...heads } = await backend.history(
      callerOf(request).userId,
      paramOf(request, 'dialogId'),
      range,
    );
    request.bytesRead = bytes;
    return { success: true, data, pagination: paginationOf({ ...page, limit }, total), ...heads };
  });

  app.post('/messages/dialog/:dialogId', async (request, reply) => {
    const { content, type, meta } = bodyOf(messageSchema, request);
    const { message, repeated } = await backend.post(callerOf(request).userId, {
      dialogId: paramOf(request, 'dialogId'),
      content,
      type,
      meta,
      clientMessageId: meta.clientMessageId ?? null,
    });
    return reply.code(repeated ? 200 : 201).send({ success: true, data: message });
  });

  app.get('/messages/:messageId', async (request) => {
    const message = await backend.message(callerOf(request).userId, paramOf(request, 'messageId'));
    return { success: true, message };
  });

  app.patch('/messages/:messageId', async (request) => {
    const { content } = bodyOf(editSchema, request);
    const data = await backend.edit(callerOf(request).userId, paramOf(request, 'messageId'), content);
    return { success: true, data };
  });

  app.delete('/messages/:messageId', async (request) => {
    const data = await backend.remove(callerOf(request).userId, paramOf(request, 'messageId'));
    return { success: true, data };
  });

  app.post('/messages/:messageId/status/:status', async (request) => {
    const status = paramOf(request, 'status');
    if (status !== 'read' && status !== 'delivered') {
      throw badRequest('Invalid status. Must be "read" or "delivered"');
    }
    await backend.markMessage(callerOf(request).userId, paramOf(request, 'messageId'), status);
    return { success: true, message: `Message marked as ${status}` };
  });

  app.get('/messages/:messageId/reactions', async (request) => {
    const reactions = await backend.reactions(callerOf(request).userId, paramOf(request, 'messageId'));
    return { success: true, reactions };
  });

  app.post('/messages/:messageId/reactions', async (request) => {
    const { reaction } = bodyOf(reactionSchema, request);
    await backend.react(callerOf(request).userId, paramOf(request, 'messageId'), reaction);
    return { success: true, message: 'Reaction added' };
  });

  app.delete('/messages/:messageId/reactions/:reaction', async (request) => {
    const reaction = paramOf(request, 'reaction');
    await backend.unreact(callerOf(request).userId, paramOf(request, 'messageId'), reaction);
    return { success: true, message: 'Reaction removed' };
  });
}
