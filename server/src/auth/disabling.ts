/** Closing an account and opening it again (P7.24): an administrator's verbs. */
import { ADMIN, record } from '../audit.ts';
import type { ChatEvent } from '../backend/events.ts';
import type { ServerContext } from '../context.ts';
import { userBrief } from '../contract/wire.ts';
import type { Db, UserRow } from '../store/schema.ts';
import { openSessions, revokeSession } from '../store/sessions.ts';
import { findUser, setDisabled } from '../store/users.ts';

/**
 * Closes the account: its sockets end at once, and its groups pass on. Sessions stay what they are, so that each device hears
 * why it is refused. Answers the groups that passed on; undefined where the account is nobody's, or was closed already and owns
 * nothing that could.
 */
export async function disableUser(context: ServerContext, userId: string): Promise<string[] | undefined> {
  const told = await context.backend.peers(userId);
  const isClosed = await context.change(async (trx) => {
    const known = await findUser(trx, userId);
    if (!known || known.disabled_at !== null) return { answer: false, events: [] };
    const user = await setDisabled(trx, userId, context.now());
    await record(context, trx, { action: 'disable', actor: ADMIN, userId });
    const ended: ChatEvent = { type: 'userEnded', userId, code: 'account_disabled' };
    return { answer: true, events: [ended, personEvent(context, user, told)] };
  });
  // Also of one that was closed before: its server may have died between the two.
  const user = await findUser(context.db, userId);
  const passedOn = user?.disabled_at != null ? await context.backend.passOnGroups(userId) : [];
  return isClosed || passedOn.length > 0 ? passedOn : undefined;
}

/** Opens the account again, for a new sign-in; false where it is nobody's or was open already. */
export async function enableUser(context: ServerContext, userId: string): Promise<boolean> {
  const told = await context.backend.peers(userId);
  return context.change(async (trx) => {
    const known = await findUser(trx, userId);
    if (!known || known.disabled_at === null) return { answer: false, events: [] };
    await endSessions(trx, userId, context.now());
    const user = await setDisabled(trx, userId, null);
    await record(context, trx, { action: 'enable', actor: ADMIN, userId });
    return { answer: true, events: [personEvent(context, user, told)] };
  });
}

async function endSessions(trx: Db, userId: string, now: number): Promise<void> {
  for (const session of await openSessions(trx, userId, now)) {
    await revokeSession(trx, userId, session.session_id, now);
  }
}

/** What a person is called by now, or whether they are there; `told`: who shares a dialog with them. */
export function personEvent({ now }: Pick<ServerContext, 'now'>, user: UserRow, told: string[]): ChatEvent {
  return { type: 'person', user: userBrief(user), told, at: now() };
}
