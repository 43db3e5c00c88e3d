import type { ServiceLine } from '../../../../src/shared/serviceLineSchema.ts';
import { record } from '../../audit.ts';
import { badRequest, forbidden, notFound } from '../../contract/errors.ts';
import type { DialogRow, MemberRow, Role } from '../../store/schema.ts';
import type { ChatEvent } from '../events.ts';
import { refuseTooMany, requirePeople } from '../people.ts';
import type { Person } from '../port.ts';
import { requireMember } from './access.ts';
import type { OwnContext } from './context.ts';
import { changeEvents, type DialogChange, dialogChanged } from './dialogChanges.ts';
import { heirOf, makeOwner } from './ownership.ts';
import { namedPerson } from './serviceLines.ts';
import { deleteDialog } from './store/dialogs.ts';
import { deleteMember, findMember, insertMembers, listMembers, memberIds, setRole } from './store/members.ts';

const NOTHING = { answer: undefined, events: [] };

/** Adds a member; adding one who is there already changes nothing. */
export function addMember(context: OwnContext, caller: Person, dialogId: string, userId: string) {
  return context.change(async (trx) => {
    const { dialog, member } = await requireMember(trx, dialogId, caller.userId);
    requireGroup(dialog);
    if (member.role === 'member') throw forbidden('Only the owner and admins can add members');
    if (await findMember(trx, dialogId, userId)) return NOTHING;
    await requirePeople(trx, [userId]);
    refuseTooMany((await memberIds(trx, dialogId)).length + 1);
    const people = [{ userId, role: 'member' as const }];
    await insertMembers(trx, { dialogId, lastSeq: dialog.last_seq }, people, context.now());
    const line: ServiceLine = { event: 'added', actor: caller, person: await namedPerson(trx, userId) };
    const changed = await dialogChanged(context, trx, dialogId, [line]);
    const events = changeEvents(context, changed, { eventType: 'dialog.member.add', entityId: userId });
    return { answer: undefined, events };
  });
}

/** Removes a member, or lets the caller leave; ownership passes on, and the last one out ends the dialog. */
export async function removeMember(context: OwnContext, caller: Person, dialogId: string, userId: string) {
  const isOver = await context.change(async (trx) => {
    const { dialog, member } = await requireMember(trx, dialogId, caller.userId);
    requireGroup(dialog);
    const leaving = await findMember(trx, dialogId, userId);
    if (!leaving) throw notFound('Member not found');
    requireRightToRemove(member, leaving);
    await deleteMember(trx, dialogId, userId);
    const rest = await listMembers(trx, dialogId);
    if (rest.length === 0) {
      await deleteDialog(trx, dialogId, context.now());
      return { answer: true, events: evictionEvents(context, { dialog, members: [], lines: [] }, userId) };
    }
    const lines: ServiceLine[] = [
      caller.userId === userId
        ? { event: 'left', actor: caller }
        : { event: 'removed', actor: caller, person: await namedPerson(trx, userId) },
    ];
    if (leaving.role === 'owner') {
      const heir = await heirOf(trx, rest);
      lines.push(await makeOwner(trx, dialogId, heir.user_id, caller));
      await record(context, trx, { action: 'owner', actor: caller.userId, userId: heir.user_id, dialogId });
    }
    const changed = await dialogChanged(context, trx, dialogId, lines);
    return { answer: false, events: evictionEvents(context, changed, userId) };
  });
  if (isOver) context.removeDeleted();
}

function evictionEvents(context: OwnContext, change: DialogChange, userId: string): ChatEvent[] {
  const { dialog, members } = change;
  return [
    { type: 'evicted', dialogId: dialog.dialog_id, userId, members },
    ...changeEvents(context, change, { eventType: 'dialog.member.remove', entityId: userId, also: [userId] }),
  ];
}

/** Makes somebody an admin or an ordinary member again. The owner's verb. */
export function changeRole(
  context: OwnContext,
  caller: Person,
  dialogId: string,
  userId: string,
  role: Exclude<Role, 'owner'>,
) {
  return context.change(async (trx) => {
    const { dialog, member } = await requireMember(trx, dialogId, caller.userId);
    requireGroup(dialog);
    if (member.role !== 'owner') throw forbidden('Only the owner can change roles');
    const target = await findMember(trx, dialogId, userId);
    if (!target) throw notFound('Member not found');
    if (target.role === 'owner') throw badRequest('The owner keeps the role until leaving');
    if (target.role === role) return NOTHING;
    await setRole(trx, dialogId, userId, role);
    await record(context, trx, { action: 'role', actor: caller.userId, userId, dialogId, detail: role });
    const line: ServiceLine = { event: 'role', actor: caller, person: await namedPerson(trx, userId), role };
    const changed = await dialogChanged(context, trx, dialogId, [line]);
    const events = changeEvents(context, changed, { eventType: 'dialog.update', entityId: userId });
    return { answer: undefined, events };
  });
}

function requireGroup(dialog: DialogRow): void {
  if (dialog.kind === 'direct') throw badRequest('A direct dialog always has the same two members');
}

function requireRightToRemove(caller: MemberRow, leaving: MemberRow): void {
  if (caller.user_id === leaving.user_id || caller.role === 'owner') return;
  if (caller.role === 'admin' && leaving.role === 'member') return;
  throw forbidden('Only the owner and admins can remove members');
}
