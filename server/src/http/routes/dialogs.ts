import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf } from '../../auth/authenticate.ts';
import type { Mark, Person } from '../../backend/port.ts';
import type { ServerContext } from '../../context.ts';
import { badRequest } from '../../contract/errors.ts';
import {
  dialogDetailsShape,
  dialogItemShape,
  marksShape,
  memberShape,
  messageShape,
} from '../../contract/wire.ts';
import { described, done, success } from '../operation.ts';
import {
  bodyOf,
  countOf,
  countQuery,
  dialogNameSchema,
  dialogSchema,
  memberSchema,
  pageOf,
  pageQuery,
  pageShape,
  paginationOf,
  paramOf,
  queryOf,
  roleSchema,
  seqSchema,
} from '../parse.ts';

const PAGE = { usual: 10, largest: 100 };

/** /dialogs/*: dialogs, their members, marks and changes. */
export function dialogRoutes(app: FastifyInstance, { backend }: ServerContext): void {
  const list = described({
    summary: 'The dialogs of the caller, the newest interaction first',
    query: { ...pageQuery(PAGE), includeLastMessage: z.boolean() },
    answer: success({ data: z.array(dialogItemShape), pagination: pageShape }),
  });
  app.get('/dialogs', list, async (request) => {
    const { userId } = callerOf(request);
    const page = pageOf(request, PAGE);
    const withLastMessage = queryOf(request, 'includeLastMessage') === 'true';
    const { items, total } = await backend.dialogs(userId, page, withLastMessage);
    return { success: true, data: items, pagination: paginationOf(page, total) };
  });

  const create = described({
    summary: 'Makes a dialog, or answers the direct one of these two people (200)',
    body: dialogSchema,
    answer: success({ data: dialogItemShape }),
    status: [200, 201],
  });
  app.post('/dialogs', create, async (request, reply) => {
    const { item, created } = await backend.createDialog(personOf(request), bodyOf(dialogSchema, request));
    return reply.code(created ? 201 : 200).send({ success: true, data: item });
  });

  const one = described({
    summary: 'A dialog with its members',
    answer: success({ dialog: dialogDetailsShape.extend({ members: z.array(memberShape) }) }),
  });
  app.get('/dialogs/:dialogId', one, async (request) => {
    const dialog = await backend.dialog(callerOf(request).userId, paramOf(request, 'dialogId'));
    return { success: true, dialog };
  });

  const rename = described({ summary: 'Renames a group', body: dialogNameSchema, answer: done });
  app.patch('/dialogs/:dialogId', rename, async (request) => {
    const { name } = bodyOf(dialogNameSchema, request);
    await backend.renameDialog(personOf(request), paramOf(request, 'dialogId'), name);
    return { success: true, message: 'Dialog renamed' };
  });

  const remove = described({ summary: 'Deletes a dialog for everybody', answer: done });
  app.delete('/dialogs/:dialogId', remove, async (request) => {
    await backend.removeDialog(personOf(request), paramOf(request, 'dialogId'));
    return { success: true, message: 'Dialog deleted' };
  });

  const members = described({
    summary: 'The members of a dialog',
    answer: success({ data: z.array(memberShape) }),
  });
  app.get('/dialogs/:dialogId/members', members, async (request) => {
    const data = await backend.members(callerOf(request).userId, paramOf(request, 'dialogId'));
    return { success: true, data };
  });

  const add = described({ summary: 'Adds somebody to a group', body: memberSchema, answer: done });
  app.post('/dialogs/:dialogId/members', add, async (request) => {
    const { userId } = bodyOf(memberSchema, request);
    await backend.addMember(personOf(request), paramOf(request, 'dialogId'), userId);
    return { success: true, message: 'Member added' };
  });

  const changeRole = described({ summary: 'Gives a member another role', body: roleSchema, answer: done });
  app.patch('/dialogs/:dialogId/members/:userId', changeRole, async (request) => {
    const { role } = bodyOf(roleSchema, request);
    const target = paramOf(request, 'userId');
    await backend.changeRole(personOf(request), paramOf(request, 'dialogId'), target, role);
    return { success: true, message: 'Role changed' };
  });

  const putOut = described({ summary: 'Removes a member, or leaves', answer: done });
  app.delete('/dialogs/:dialogId/members/:userId', putOut, async (request) => {
    const target = paramOf(request, 'userId');
    await backend.removeMember(personOf(request), paramOf(request, 'dialogId'), target);
    return { success: true, message: 'Member removed' };
  });

  for (const mark of ['delivered', 'read'] satisfies Mark[]) {
    const move = described({
      summary: `Everything up to this message is ${mark}`,
      body: seqSchema,
      answer: done.extend({ data: marksShape.omit({ userId: true }) }),
    });
    app.post(`/dialogs/:dialogId/${mark}`, move, async (request) => {
      const { seq } = bodyOf(seqSchema, request);
      const data = await backend.moveMark(callerOf(request).userId, paramOf(request, 'dialogId'), mark, seq);
      return { success: true, message: `Marked as ${mark}`, data };
    });
  }

  const changes = described({
    summary: 'What changed after this rev; reset: the history is to be read anew',
    query: { since: countQuery },
    answer: success({
      reset: z.literal(true).optional(),
      messages: z.array(messageShape).optional(),
      marks: z.array(marksShape).optional(),
      members: z.array(memberShape).optional(),
      headSeq: z.int().optional(),
      headRev: z.int().optional(),
    }),
  });
  app.get('/dialogs/:dialogId/changes', changes, async (request) => {
    const since = countOf(request, 'since');
    if (since === undefined) throw badRequest('since must be a whole number');
    const dialogId = paramOf(request, 'dialogId');
    const { changes: changed, bytes } = await backend.changes(callerOf(request).userId, dialogId, since);
    request.bytesRead = bytes;
    return { success: true, ...changed };
  });
}

function personOf(request: FastifyRequest): Person {
  const { userId, user } = callerOf(request);
  return { userId, name: user.name };
}
