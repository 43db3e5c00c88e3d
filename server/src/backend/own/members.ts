import type { ServiceLine } from '../../../../src/shared/serviceLineSchema.ts';
import { record } from '../../auth/audit.ts';
import type { Caller, ServerContext } from '../../context.ts';
import { badRequest, forbidden, notFound } from '../../contract/errors.ts';
import type { DialogRow, MemberRow, Role } from '../../store/schema.ts';
import { refuseTooMany, requireMember, requirePeople } from './access.ts';
import { actorOf, dialogChanged, tellLines, tellMembership } from './dialogChanges.ts';
import { heirOf, makeOwner } from './ownership.ts';
import { namedPerson } from './serviceLines.ts';
import { deleteDialog } from './store/dialogs.ts';
import { deleteMember, findMember, insertMembers, listMembers, memberIds, setRole } from './store/members.ts';

/** Adds a member; adding one who is there already changes nothing. */
export async function addMember(context: ServerContext, caller: Caller, dialogId: string, userId: string) {
  await context.commits.run(
    async (trx) => {
      const { dialog, member } = await requireMember(trx, dialogId, caller.userId);
      requireGroup(dialog);
      if (member.role === 'member') throw forbidden('Only the owner and admins can add members');
      if (await findMember(trx, dialogId, userId)) return undefined;
      await requirePeople(trx, [userId]);
      refuseTooMany((await memberIds(trx, dialogId)).length + 1);
      const people = [{ userId, role: 'member' as const }];
      await insertMembers(trx, { dialogId, lastSeq: dialog.last_seq }, people, context.now());
      const person = await namedPerson(trx, userId);
      const line: ServiceLine = { event: 'added', actor: actorOf(caller), person };
      return dialogChanged(context, trx, dialogId, [line]);
    },
    (changed) => {
      if (!changed) return;
      tellMembership(context, changed.dialog, 'dialog.member.add', userId, changed.members, changed.members);
      tellLines(context, changed);
    },
  );
}

/** Removes a member, or lets the caller leave; ownership passes on, and the last one out ends the dialog. */
export async function removeMember(context: ServerContext, caller: Caller, dialogId: string, userId: string) {
  await context.commits.run(
    async (trx) => {
      const { dialog, member } = await requireMember(trx, dialogId, caller.userId);
      requireGroup(dialog);
      const leaving = await findMember(trx, dialogId, userId);
      if (!leaving) throw notFound('Member not found');
      requireRightToRemove(member, leaving);
      await deleteMember(trx, dialogId, userId);
      const rest = await listMembers(trx, dialogId);
      if (rest.length === 0) {
        await deleteDialog(trx, dialogId, context.now());
        return { dialog, members: [], lines: [] };
      }
      const actor = actorOf(caller);
      const lines: ServiceLine[] = [
        caller.userId === userId
          ? { event: 'left', actor }
          : { event: 'removed', actor, person: await namedPerson(trx, userId) },
      ];
      if (leaving.role === 'owner') {
        const heir = await heirOf(trx, rest);
        lines.push(await makeOwner(trx, dialogId, heir.user_id, actor));
        await record(context, trx, { action: 'owner', actor: caller.userId, userId: heir.user_id, dialogId });
      }
      return dialogChanged(context, trx, dialogId, lines);
    },
    (changed) => {
      const { dialog, members } = changed;
      context.hub.evict(dialogId, [userId]);
      // Their own sockets can say it no more.
      context.hub.toUsers(members, 'typing:stop', { userId, dialogId });
      if (members.length === 0) void context.upkeep.removeDeleted();
      const affected = [...members, userId];
      tellMembership(context, dialog, 'dialog.member.remove', userId, affected, members);
      tellLines(context, changed);
    },
  );
}

/** Makes somebody an admin or an ordinary member again. The owner's verb. */
export async function changeRole(
  context: ServerContext,
  caller: Caller,
  dialogId: string,
  userId: string,
  role: Exclude<Role, 'owner'>,
) {
  await context.commits.run(
    async (trx) => {
      const { dialog, member } = await requireMember(trx, dialogId, caller.userId);
      requireGroup(dialog);
      if (member.role !== 'owner') throw forbidden('Only the owner can change roles');
      const target = await findMember(trx, dialogId, userId);
      if (!target) throw notFound('Member not found');
      if (target.role === 'owner') throw badRequest('The owner keeps the role until leaving');
      if (target.role === role) return undefined;
      await setRole(trx, dialogId, userId, role);
      await record(context, trx, { action: 'role', actor: caller.userId, userId, dialogId, detail: role });
      const person = await namedPerson(trx, userId);
      const line: ServiceLine = { event: 'role', actor: actorOf(caller), person, role };
      return dialogChanged(context, trx, dialogId, [line]);
    },
    (changed) => {
      if (!changed) return;
      const { dialog, members } = changed;
      tellMembership(context, dialog, 'dialog.update', userId, members, members);
      tellLines(context, changed);
    },
  );
}

function requireGroup(dialog: DialogRow): void {
  if (dialog.kind === 'direct') throw badRequest('A direct dialog always has the same two members');
}

function requireRightToRemove(caller: MemberRow, leaving: MemberRow): void {
  if (caller.user_id === leaving.user_id || caller.role === 'owner') return;
  if (caller.role === 'admin' && leaving.role === 'member') return;
  throw forbidden('Only the owner and admins can remove members');
}
