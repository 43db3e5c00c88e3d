import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { maximumQueryLength } from '../../../../src/shared/limits.ts';
import { callerOf } from '../../auth/authenticate.ts';
import { personEvent } from '../../auth/disabling.ts';
import type { PhoneChanges } from '../../auth/phoneChange.ts';
import type { ServerContext } from '../../context.ts';
import { notFound, USER_NOT_FOUND } from '../../contract/errors.ts';
import { userBrief, userItem } from '../../contract/wire.ts';
import { findUser, renameUser, searchUsers } from '../../store/users.ts';
import { bodyOf, PHONE_REQUIRED, pageOf, paramOf, phoneSchema, queryOf, userNameSchema } from '../parse.ts';

const codeSchema = z.string('Code is required').min(1, 'Code is required').max(50, 'Code is required');
const phoneChangeSchema = z.object(
  { phone: phoneSchema, oldCode: codeSchema.optional(), newCode: codeSchema.optional() },
  PHONE_REQUIRED,
);

const nameSchema = z.object({ name: userNameSchema }, 'Name is required');

/** /users/*: the directory of people. */
export function userRoutes(app: FastifyInstance, context: ServerContext, phones: PhoneChanges): void {
  app.get('/users', async (request) => {
    const { limit } = pageOf(request, 50, 1_000);
    const search = (queryOf(request, 'search') ?? '').trim().slice(0, maximumQueryLength);
    const users = await searchUsers(context.db, { exceptUserId: callerOf(request).userId, search, limit });
    return { success: true, data: users.map(userItem), total: users.length };
  });

  app.get('/users/:userId', async (request) => {
    const user = await findUser(context.db, paramOf(request, 'userId'));
    if (!user) throw notFound(USER_NOT_FOUND);
    return { success: true, data: userItem(user) };
  });

  app.post('/users/me/phone', async (request) => {
    const caller = callerOf(request);
    const { phone, oldCode, newCode } = bodyOf(phoneChangeSchema, request);
    if (oldCode === undefined || newCode === undefined) {
      await phones.request(caller, phone);
      return { success: true, message: 'Verification codes sent' };
    }
    const user = await phones.confirm(caller, phone, { oldCode, newCode });
    return { success: true, user: userBrief(user) };
  });

  app.patch('/users/me', async (request) => {
    const caller = callerOf(request);
    const { name } = bodyOf(nameSchema, request);
    const { userId } = caller;
    // Not inside: the backend reads by a connection of its own, and there may be but one.
    const told = [userId, ...(await context.backend.peers(userId))];
    const user = await context.change(async (trx) => {
      const renamed = await renameUser(trx, caller.user, name);
      return { answer: userBrief(renamed), events: [personEvent(context, renamed, told)] };
    });
    return { success: true, user };
  });
}
