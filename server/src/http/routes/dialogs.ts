import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerOf } from '../../auth/authenticate.ts';
import type { Mark, Person } from '../../backend/port.ts';
import type { ServerContext } from '../../context.ts';
import { badRequest } from '../../contract/errors.ts';
import {
  bodyOf,
  countOf,
  dialogNameSchema,
  dialogSchema,
  memberSchema,
  pageOf,
  paginationOf,
  paramOf,
  queryOf,
  roleSchema,
  seqSchema,
} from '../parse.ts';

/** /dialogs/*: dialogs, their members, marks and changes. */
export function dialogRoutes(app: FastifyInstance, { backend }: ServerContext): void {
  app.get('/dialogs', async (request) => {
    const { userId } = callerOf(request);
    const page = pageOf(request, 10, 100);
    const withLastMessage = queryOf(request, 'includeLastMessage') === 'true';
    const { items, total } = await backend.dialogs(userId, page, withLastMessage);
    return { success: true, data: items, pagination: paginationOf(page, total) };
  });

  app.post('/dialogs', async (request, reply) => {
    const { item, created } = await backend.createDialog(personOf(request), bodyOf(dialogSchema, request));
    return reply.code(created ? 201 : 200).send({ success: true, data: item });
  });

  app.get('/dialogs/:dialogId', async (request) => {
    const dialog = await backend.dialog(callerOf(request).userId, paramOf(request, 'dialogId'));
    return { success: true, dialog };
  });

  app.patch('/dialogs/:dialogId', async (request) => {
    const { name } = bodyOf(dialogNameSchema, request);
    await backend.renameDialog(personOf(request), paramOf(request, 'dialogId'), name);
    return { success: true, message: 'Dialog renamed' };
  });

  app.delete('/dialogs/:dialogId', async (request) => {
    await backend.removeDialog(personOf(request), paramOf(request, 'dialogId'));
    return { success: true, message: 'Dialog deleted' };
  });

  app.get('/dialogs/:dialogId/members', async (request) => {
    const data = await backend.members(callerOf(request).userId, paramOf(request, 'dialogId'));
    return { success: true, data };
  });

  app.post('/dialogs/:dialogId/members', async (request) => {
    const { userId } = bodyOf(memberSchema, request);
    await backend.addMember(personOf(request), paramOf(request, 'dialogId'), userId);
    return { success: true, message: 'Member added' };
  });

  app.patch('/dialogs/:dialogId/members/:userId', async (request) => {
    const { role } = bodyOf(roleSchema, request);
    const target = paramOf(request, 'userId');
    await backend.changeRole(personOf(request), paramOf(request, 'dialogId'), target, role);
    return { success: true, message: 'Role changed' };
  });

  app.delete('/dialogs/:dialogId/members/:userId', async (request) => {
    const target = paramOf(request, 'userId');
    await backend.removeMember(personOf(request), paramOf(request, 'dialogId'), target);
    return { success: true, message: 'Member removed' };
  });

  for (const mark of ['delivered', 'read'] satisfies Mark[]) {
    app.post(`/dialogs/:dialogId/${mark}`, async (request) => {
      const { seq } = bodyOf(seqSchema, request);
      const data = await backend.moveMark(callerOf(request).userId, paramOf(request, 'dialogId'), mark, seq);
      return { success: true, message: `Marked as ${mark}`, data };
    });
  }

  app.get('/dialogs/:dialogId/changes', async (request) => {
    const since = countOf(request, 'since');
    if (since === undefined) throw badRequest('since must be a whole number');
    const dialogId = paramOf(request, 'dialogId');
    const { changes, bytes } = await backend.changes(callerOf(request).userId, dialogId, since);
    request.bytesRead = bytes;
    return { success: true, ...changes };
  });
}

function personOf(request: FastifyRequest): Person {
  const { userId, user } = callerOf(request);
  return { userId, name: user.name };
}
