import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { maximumQueryLength } from '../../../../src/shared/limits.ts';
import { callerOf } from '../../auth/authenticate.ts';
import { personEvent } from '../../auth/disabling.ts';
import type { PhoneChanges } from '../../auth/phoneChange.ts';
import type { ServerContext } from '../../context.ts';
import { notFound, USER_NOT_FOUND } from '../../contract/errors.ts';
import { briefUserShape, userBrief, userItem, userShape } from '../../contract/wire.ts';
import { findUser, renameUser, searchUsers } from '../../store/users.ts';
import { described, success } from '../operation.ts';
import {
  bodyOf,
  limitOf,
  limitQuery,
  PHONE_REQUIRED,
  paramOf,
  phoneSchema,
  queryOf,
  userNameSchema,
} from '../parse.ts';

const MOST_FOUND = { usual: 50, largest: 1_000 };

const codeSchema = z.string('Code is required').min(1, 'Code is required').max(50, 'Code is required');
const phoneChangeSchema = z.object(
  { phone: phoneSchema, oldCode: codeSchema.optional(), newCode: codeSchema.optional() },
  PHONE_REQUIRED,
);

const nameSchema = z.object({ name: userNameSchema }, 'Name is required');

/** /users/*: the directory of people. */
export function userRoutes(app: FastifyInstance, context: ServerContext, phones: PhoneChanges): void {
  const search = described({
    summary: 'Finds people by name or phone, the caller excepted',
    query: { search: z.string().max(maximumQueryLength), ...limitQuery(MOST_FOUND) },
    answer: success({ data: z.array(userShape), total: z.int() }),
  });
  app.get('/users', search, async (request) => {
    const limit = limitOf(request, MOST_FOUND);
    const text = (queryOf(request, 'search') ?? '').trim().slice(0, maximumQueryLength);
    const { userId: exceptUserId } = callerOf(request);
    const users = await searchUsers(context.db, { exceptUserId, search: text, limit });
    return { success: true, data: users.map(userItem), total: users.length };
  });

  const one = described({ summary: 'Somebody by id', answer: success({ data: userShape }) });
  app.get('/users/:userId', one, async (request) => {
    const user = await findUser(context.db, paramOf(request, 'userId'));
    if (!user) throw notFound(USER_NOT_FOUND);
    return { success: true, data: userItem(user) };
  });

  const changePhone = described({
    summary: 'Sends a code to both numbers; with both codes, changes the phone of the caller',
    body: phoneChangeSchema,
    answer: success({ message: z.string().optional(), user: briefUserShape.optional() }),
  });
  app.post('/users/me/phone', changePhone, async (request) => {
    const caller = callerOf(request);
    const { phone, oldCode, newCode } = bodyOf(phoneChangeSchema, request);
    if (oldCode === undefined || newCode === undefined) {
      await phones.request(caller, phone);
      return { success: true, message: 'Verification codes sent' };
    }
    const user = await phones.confirm(caller, phone, { oldCode, newCode });
    return { success: true, user: userBrief(user) };
  });

  const rename = described({
    summary: 'Changes the name of the caller',
    body: nameSchema,
    answer: success({ user: briefUserShape }),
  });
  app.patch('/users/me', rename, async (request) => {
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
