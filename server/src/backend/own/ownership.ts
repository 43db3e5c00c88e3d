/** Who a group belongs to, when its owner goes, is disabled, or an administrator decides. */
import type { ServiceLine } from '../../../../src/shared/serviceLineSchema.ts';
import { ADMIN, record } from '../../auth/audit.ts';
import type { ServerContext } from '../../context.ts';
import { badRequest, DIALOG_NOT_FOUND, NOT_A_MEMBER, notFound } from '../../contract/errors.ts';
import type { Db, MemberRow, UserRow } from '../../store/schema.ts';
import { requirePeople } from './access.ts';
import { type DialogChange, dialogChanged, tellLines, tellMembership } from './dialogChanges.ts';
import { namedPerson } from './serviceLines.ts';
import { findDialog } from './store/dialogs.ts';
import { disabledMembers, findMember, groupsOwnedBy, listMembers, setRole } from './store/members.ts';

type Person = ServiceLine['actor'];

/**
 * The longest-serving admin, else the longest-serving member; one whose account is closed only where nobody else is left.
 * `rest` is in the order of joining, and not empty.
 */
export async function heirOf(trx: Db, rest: MemberRow[]): Promise<MemberRow> {
  const disabled = new Set(await disabledMembers(trx, rest[0]?.dialog_id ?? ''));
  const able = rest.filter((member) => !disabled.has(member.user_id));
  const heirs = able.length > 0 ? able : rest;
  const heir = heirs.find((member) => member.role === 'admin') ?? heirs[0];
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

/** A handing over, with whom it was given to. */
export type NewOwner = DialogChange & { ownerId: string };

/** Passes on every group of a person who is disabled by now. Groups without anybody else able to own them stay theirs. */
export async function passOnGroups(context: ServerContext, trx: Db, user: UserRow): Promise<NewOwner[]> {
  const changes: NewOwner[] = [];
  for (const dialogId of await groupsOwnedBy(trx, user.user_id)) {
    const heir = await heirOf(trx, await listMembers(trx, dialogId));
    const isAble = !(await disabledMembers(trx, dialogId)).includes(heir.user_id);
    if (isAble) changes.push(await handOver(context, trx, dialogId, user, heir.user_id));
  }
  return changes;
}

/** Makes a member the owner of the group, whoever it belonged to. Throws 400 or 404; undefined where it is theirs already. */
export async function giveGroup(
  context: ServerContext,
  trx: Db,
  dialogId: string,
  userId: string,
): Promise<NewOwner | undefined> {
  const dialog = await findDialog(trx, dialogId);
  if (!dialog) throw notFound(DIALOG_NOT_FOUND);
  if (dialog.kind === 'direct') throw badRequest('A direct dialog has no owner');
  await requirePeople(trx, [userId]);
  const member = await findMember(trx, dialogId, userId);
  if (!member) throw badRequest(NOT_A_MEMBER);
  if (member.role === 'owner') return undefined;
  const owner = (await listMembers(trx, dialogId)).find(({ role }) => role === 'owner');
  const former = await namedPerson(trx, owner?.user_id ?? userId);
  return handOver(context, trx, dialogId, { user_id: former.userId, name: former.name }, userId);
}

async function handOver(
  context: ServerContext,
  trx: Db,
  dialogId: string,
  from: Pick<UserRow, 'user_id' | 'name'>,
  ownerId: string,
): Promise<NewOwner> {
  await setRole(trx, dialogId, from.user_id, 'member');
  const line = await makeOwner(trx, dialogId, ownerId, { userId: from.user_id, name: from.name });
  await record(context, trx, { action: 'owner', actor: ADMIN, userId: ownerId, dialogId });
  return { ...(await dialogChanged(context, trx, dialogId, [line])), ownerId };
}

export function tellNewOwner(context: ServerContext, change: NewOwner): void {
  tellMembership(context, change.dialog, 'dialog.update', change.ownerId, change.members, change.members);
  tellLines(context, change);
}
