/** Closing an account and opening it again (P7.24): an administrator's verbs. */
import { type NewOwner, passOnGroups, tellNewOwner } from '../backend/own/ownership.ts';
import { peersOf } from '../backend/own/store/members.ts';
import type { ServerContext } from '../context.ts';
import { userBrief } from '../contract/wire.ts';
import type { Db, UserRow } from '../store/schema.ts';
import { openSessions, revokeSession } from '../store/sessions.ts';
import { findUser, setDisabled } from '../store/users.ts';
import { ADMIN, record } from './audit.ts';

interface Change {
  user: UserRow;
  told: string[];
  newOwners: NewOwner[];
}

/**
 * Closes the account: its sockets end at once, and its groups pass on. Sessions stay what they are, so that each device hears
 * why it is refused. Answers the groups that passed on; undefined where the account is nobody's or was closed already.
 */
export async function disableUser(context: ServerContext, userId: string): Promise<string[] | undefined> {
  const change = await context.commits.run(
    async (trx): Promise<Change | undefined> => {
      const known = await findUser(trx, userId);
      if (!known || known.disabled_at !== null) return undefined;
      const user = await setDisabled(trx, userId, context.now());
      await record(context, trx, { action: 'disable', actor: ADMIN, userId });
      return { user, told: await peersOf(trx, userId), newOwners: await passOnGroups(context, trx, user) };
    },
    (made) => {
      if (!made) return;
      context.hub.endUser(userId, 'account_disabled');
      for (const newOwner of made.newOwners) tellNewOwner(context, newOwner);
      tellUser(context, made.user, made.told);
    },
  );
  return change?.newOwners.map(({ dialog }) => dialog.dialog_id);
}

/** Opens the account again, for a new sign-in; false where it is nobody's or was open already. */
export async function enableUser(context: ServerContext, userId: string): Promise<boolean> {
  const change = await context.commits.run(
    async (trx): Promise<Change | undefined> => {
      const known = await findUser(trx, userId);
      if (!known || known.disabled_at === null) return undefined;
      await endSessions(trx, userId, context.now());
      const user = await setDisabled(trx, userId, null);
      await record(context, trx, { action: 'enable', actor: ADMIN, userId });
      return { user, told: await peersOf(trx, userId), newOwners: [] };
    },
    (made) => {
      if (made) tellUser(context, made.user, made.told);
    },
  );
  return change !== undefined;
}

async function endSessions(trx: Db, userId: string, now: number): Promise<void> {
  for (const session of await openSessions(trx, userId, now)) {
    await revokeSession(trx, userId, session.session_id, now);
  }
}

/** Everybody who shares a dialog with the person hears what they are called by now, or whether they are there. */
export function tellUser(context: ServerContext, user: UserRow, told: string[]): void {
  const data = { user: userBrief(user), context: { version: '2.0' } };
  const update = { eventType: 'user.update', dialogId: '', entityId: user.user_id };
  context.hub.update(told, { ...update, data, now: context.now() });
}
