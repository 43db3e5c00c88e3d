/** Who a group belongs to, when its owner goes, is disabled, or an administrator decides. */
import type { ServiceLine } from '../../../../src/shared/serviceLineSchema.ts';
import { ADMIN, record } from '../../audit.ts';
import {
  accountDisabled,
  badRequest,
  DIALOG_NOT_FOUND,
  NOT_A_MEMBER,
  notFound,
} from '../../contract/errors.ts';
import type { Db, MemberRow } from '../../store/schema.ts';
import { staysOpen } from '../../store/users.ts';
import type { ChatEvent } from '../events.ts';
import { requirePeople } from '../people.ts';
import type { Person } from '../port.ts';
import type { OwnContext } from './context.ts';
import { changeEvents, dialogChanged } from './dialogChanges.ts';
import { namedPerson } from './serviceLines.ts';
import { findDialog } from './store/dialogs.ts';
import { disabledMembers, findMember, groupsOwnedBy, listMembers, setRole } from './store/members.ts';

/**
 * The longest-serving admin, else the longest-serving member; one whose account is closed only where nobody else is left.
 * `rest` is in the order of joining, and not empty.
 */
export async function heirOf(trx: Db, rest: MemberRow[]): Promise<MemberRow> {
  const disabled = new Set(await disabledMembers(trx, rest[0]?.dialog_id ?? ''));
  const able = rest.filter((member) => !disabled.has(member.user_id));
  for (const member of [...able.filter(({ role }) => role === 'admin'), ...able]) {
    if (await staysOpen(trx, member.user_id)) return member;
  }
  const heir = rest.find((member) => member.role === 'admin') ?? rest[0];
  if (!heir) throw new Error('nobody is left to own the dialog');
  return heir;
}

/** Gives the group to the heir, and answers the line that says so. */
export async function makeOwner(
  trx: Db,
  dialogId: string,
  userId: string,
  actor: Person,
): Promise<ServiceLine> {
  await setRole(trx, dialogId, userId, 'owner');
  return { event: 'role', actor, person: await namedPerson(trx, userId), role: 'owner' };
}

/**
 * Passes on every group of a person who is disabled by now, each by itself; answers those that were. Groups without anybody else
 * able to own them stay theirs.
 */
export async function passOnGroups(context: OwnContext, userId: string): Promise<string[]> {
  const passedOn: string[] = [];
  for (const dialogId of await groupsOwnedBy(context.db, userId)) {
    if (await passOn(context, dialogId, userId)) passedOn.push(dialogId);
  }
  return passedOn;
}

function passOn(context: OwnContext, dialogId: string, userId: string): Promise<boolean> {
  return context.change(async (trx) => {
    const owner = (await findDialog(trx, dialogId)) && (await findMember(trx, dialogId, userId));
    if (owner?.role !== 'owner') return { answer: false, events: [] };
    const heir = await heirOf(trx, await listMembers(trx, dialogId));
    if (!(await staysOpen(trx, heir.user_id))) return { answer: false, events: [] };
    const from = await namedPerson(trx, userId);
    return { answer: true, events: await handOver(context, trx, dialogId, from, heir.user_id) };
  });
}

/** Makes a member the owner of the group, whoever it belonged to. Throws 400 or 404; false where it is theirs already. */
export function giveGroup(context: OwnContext, dialogId: string, userId: string): Promise<boolean> {
  return context.change(async (trx) => {
    const dialog = await findDialog(trx, dialogId);
    if (!dialog) throw notFound(DIALOG_NOT_FOUND);
    if (dialog.kind === 'direct') throw badRequest('A direct dialog has no owner');
    await requirePeople(trx, [userId]);
    if (!(await staysOpen(trx, userId))) throw accountDisabled(400);
    const member = await findMember(trx, dialogId, userId);
    if (!member) throw badRequest(NOT_A_MEMBER);
    if (member.role === 'owner') return { answer: false, events: [] };
    const owner = (await listMembers(trx, dialogId)).find(({ role }) => role === 'owner');
    const former = await namedPerson(trx, owner?.user_id ?? userId);
    return { answer: true, events: await handOver(context, trx, dialogId, former, userId) };
  });
}

async function handOver(
  context: OwnContext,
  trx: Db,
  dialogId: string,
  from: Person,
  ownerId: string,
): Promise<ChatEvent[]> {
  await setRole(trx, dialogId, from.userId, 'member');
  const line = await makeOwner(trx, dialogId, ownerId, from);
  await record(context, trx, { action: 'owner', actor: ADMIN, userId: ownerId, dialogId });
  const changed = await dialogChanged(context, trx, dialogId, [line]);
  return changeEvents(context, changed, { eventType: 'dialog.update', entityId: ownerId });
}
