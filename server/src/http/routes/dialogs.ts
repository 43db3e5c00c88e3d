import type { FastifyInstance } from 'fastify';
import { callerOf } from '../../auth/authenticate.ts';
import { requireMember } from '../../backend/own/access.ts';
import { createDialog, removeDialog, renameDialog } from '../../backend/own/dialogs.ts';
import { type Mark, moveMark } from '../../backend/own/marks.ts';
import { addMember, changeRole, removeMember } from '../../backend/own/members.ts';
import { countDialogs, listDialogs } from '../../backend/own/store/dialogs.ts';
import { listMembers, listMembersWithUnread } from '../../backend/own/store/members.ts';
import { messagesChangedSince, reactionsBy } from '../../backend/own/store/messages.ts';
import type { ServerContext } from '../../context.ts';
import { badRequest } from '../../contract/errors.ts';
import {
  dialogDetails,
  dialogItem,
  lastMessageOf,
  marksOf,
  memberItem,
  messageItemFor,
} from '../../contract/wire.ts';
import { readWithinBudget } from '../../limits/answers.ts';
import type { MessageRow } from '../../store/schema.ts';
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

/** A client further behind than this is told to start over from the history. */
const MOST_CHANGES = 500;

/** /dialogs/*: dialogs, their members, marks and changes. */
export function dialogRoutes(app: FastifyInstance, context: ServerContext): void {
  const { db } = context;

  app.get('/dialogs', async (request) => {
    const { userId } = callerOf(request);
    const page = pageOf(request, 10, 100);
    const withLastMessage = queryOf(request, 'includeLastMessage') === 'true';
    const rows = await listDialogs(db, userId, page);
    const data = rows.map((row) => ({
      ...dialogItem(row),
      ...(withLastMessage ? { lastMessage: lastMessageOf(row) } : {}),
    }));
    return { success: true, data, pagination: paginationOf(page, await countDialogs(db, userId)) };
  });

  app.post('/dialogs', async (request, reply) => {
    const { item, created } = await createDialog(context, callerOf(request), bodyOf(dialogSchema, request));
    return reply.code(created ? 201 : 200).send({ success: true, data: item });
  });

  app.get('/dialogs/:dialogId', async (request) => {
    const { dialog } = await requireMember(db, paramOf(request, 'dialogId'), callerOf(request).userId);
    const members = (await listMembersWithUnread(db, dialog.dialog_id)).map(memberItem);
    return { success: true, dialog: { ...dialogDetails(dialog), members } };
  });

  app.patch('/dialogs/:dialogId', async (request) => {
    const { name } = bodyOf(dialogNameSchema, request);
    await renameDialog(context, callerOf(request), paramOf(request, 'dialogId'), name);
    return { success: true, message: 'Dialog renamed' };
  });

  app.delete('/dialogs/:dialogId', async (request) => {
    await removeDialog(context, callerOf(request), paramOf(request, 'dialogId'));
    return { success: true, message: 'Dialog deleted' };
  });

  app.get('/dialogs/:dialogId/members', async (request) => {
    const { dialog } = await requireMember(db, paramOf(request, 'dialogId'), callerOf(request).userId);
    return { success: true, data: (await listMembersWithUnread(db, dialog.dialog_id)).map(memberItem) };
  });

  app.post('/dialogs/:dialogId/members', async (request) => {
    const { userId } = bodyOf(memberSchema, request);
    await addMember(context, callerOf(request), paramOf(request, 'dialogId'), userId);
    return { success: true, message: 'Member added' };
  });

  app.patch('/dialogs/:dialogId/members/:userId', async (request) => {
    const { role } = bodyOf(roleSchema, request);
    const target = paramOf(request, 'userId');
    await changeRole(context, callerOf(request), paramOf(request, 'dialogId'), target, role);
    return { success: true, message: 'Role changed' };
  });

  app.delete('/dialogs/:dialogId/members/:userId', async (request) => {
    await removeMember(context, callerOf(request), paramOf(request, 'dialogId'), paramOf(request, 'userId'));
    return { success: true, message: 'Member removed' };
  });

  for (const mark of ['delivered', 'read'] satisfies Mark[]) {
    app.post(`/dialogs/:dialogId/${mark}`, async (request) => {
      const { seq } = bodyOf(seqSchema, request);
      const { userId } = callerOf(request);
      const marks = await moveMark(context, userId, paramOf(request, 'dialogId'), mark, seq);
      const data = { deliveredSeq: marks.deliveredSeq, readSeq: marks.readSeq };
      return { success: true, message: `Marked as ${mark}`, data };
    });
  }

  app.get('/dialogs/:dialogId/changes', async (request) => {
    const { userId } = callerOf(request);
    const since = countOf(request, 'since');
    if (since === undefined) throw badRequest('since must be a whole number');
    // The dialog first: what comes while the rest is read has a higher rev and is asked for again, never missed.
    const { dialog } = await requireMember(db, paramOf(request, 'dialogId'), userId);
    if (since > dialog.last_rev) return { success: true, reset: true };
    const members = await listMembers(db, dialog.dialog_id);
    const messages = await readWithinBudget({
      limit: MOST_CHANGES + 1,
      read: (after: MessageRow | undefined, count) =>
        messagesChangedSince(db, dialog.dialog_id, after?.rev ?? since, count),
      items: async (rows) => {
        const own = await reactionsBy(db, userId, rows);
        return rows.map((message) => messageItemFor(message, members, own));
      },
    });
    // Changes are whole or not told; pages may end anywhere (P7.22).
    if (messages.isCut || messages.items.length > MOST_CHANGES) return { success: true, reset: true };
    return {
      success: true,
      messages: messages.items,
      marks: members.filter((member) => member.rev > since).map(marksOf),
      ...(dialog.members_rev > since
        ? { members: (await listMembersWithUnread(db, dialog.dialog_id)).map(memberItem) }
        : {}),
      headSeq: dialog.last_seq,
      headRev: dialog.last_rev,
    };
  });
}
