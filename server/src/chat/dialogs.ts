import type { ServiceLine } from '../../../src/shared/serviceLine.ts';
import type { Caller, ServerContext } from '../context.ts';
import { badRequest, forbidden, notFound, USER_NOT_FOUND } from '../errors.ts';
import { newDialogId } from '../ids.ts';
import {
  deleteDialog,
  directKeyOf,
  findDialog,
  findDirect,
  insertDialog,
  listDialogs,
  setDialogName,
  touchMembership,
} from '../store/dialogs.ts';
import {
  deleteMember,
  findMember,
  insertMembers,
  listMembers,
  memberIds,
  setRole,
} from '../store/members.ts';
import type { Db, DialogKind, DialogRow, MemberRow, Role } from '../store/schema.ts';
import { unknownUsers } from '../store/users.ts';
import { dialogDetails, dialogItem, lastMessageOf, type WireMessage } from '../wire.ts';
import { requireMember } from './access.ts';
import { namedPerson, writeServiceLine } from './serviceLines.ts';

/** The old clients say "direct" by the name alone. */
const DIRECT_NAME = /^Диалог с /;
/** Beyond this, who-sees-whom of a large group is left to the next connect. */
const LARGEST_SNAPSHOT_REFRESH = 100;

export interface DialogDraft {
  name: string;
  /** Any ids; the creator is a member anyway. */
  memberIds: string[];
  kind?: DialogKind | undefined;
}

/** Creates a dialog, or finds the direct one of these two people. */
export async function createDialog(context: ServerContext, creator: Caller, draft: DialogDraft) {
  const others = [...new Set(draft.memberIds)].filter((userId) => userId !== creator.userId);
  const kind = kindOf(draft, others);
  return context.commits.run(
    async (trx) => {
      if ((await unknownUsers(trx, others)).length > 0) throw notFound(USER_NOT_FOUND);
      const directKey = kind === 'direct' ? directKeyOf(creator.userId, others[0] ?? '') : null;
      const existing = directKey === null ? undefined : await findDirect(trx, directKey);
      const dialog = existing ?? (await insert(context, trx, creator.userId, draft.name, directKey, others));
      const actor = actorOf(creator);
      const line =
        dialog.kind === 'group'
          ? await writeServiceLine(context, trx, dialog.dialog_id, {
              event: 'created',
              actor,
              name: draft.name,
            })
          : undefined;
      const [item] = await listDialogs(trx, creator.userId, {
        offset: 0,
        limit: 1,
        dialogId: dialog.dialog_id,
      });
      if (!item) throw new Error('a dialog of the caller is not in the caller’s list');
      const lastMessage = line ? lastMessageOf(item) : null;
      return { dialog, item: { ...dialogItem(item), lastMessage }, created: !existing, line };
    },
    ({ dialog, created, line }) => {
      const members = [creator.userId, ...others];
      if (created) tellMembership(context, dialog, 'dialog.create', dialog.dialog_id, members, members);
      if (line) context.hub.toDialog(dialog.dialog_id, members, 'message:new', line);
    },
  );
}

function kindOf(draft: DialogDraft, others: string[]): DialogKind {
  if (draft.kind === 'direct' && others.length !== 1) {
    throw badRequest('A direct dialog needs exactly one other member');
  }
  if (draft.kind) return draft.kind;
  return others.length === 1 && DIRECT_NAME.test(draft.name) ? 'direct' : 'group';
}

async function insert(
  context: ServerContext,
  trx: Db,
  creatorId: string,
  name: string,
  directKey: string | null,
  others: string[],
): Promise<DialogRow> {
  const now = context.now();
  const dialogId = newDialogId();
  const kind = directKey === null ? 'group' : 'direct';
  const dialog = await insertDialog(trx, { dialogId, kind, directKey, name, createdBy: creatorId, now });
  if (!dialog) throw new Error('a direct dialog appeared inside a transaction that had not found it');
  const people = [
    { userId: creatorId, role: 'owner' as const },
    ...others.map((userId) => ({ userId, role: 'member' as const })),
  ];
  await insertMembers(trx, { dialogId, lastSeq: 0 }, people, now);
  return dialog;
}

/** Adds a member; adding one who is there already changes nothing. */
export async function addMember(context: ServerContext, caller: Caller, dialogId: string, userId: string) {
  await context.commits.run(
    async (trx) => {
      const { dialog, member } = await requireMember(trx, dialogId, caller.userId);
      requireGroup(dialog);
      if (member.role === 'member') throw forbidden('Only the owner and admins can add members');
      if ((await unknownUsers(trx, [userId])).length > 0) throw notFound(USER_NOT_FOUND);
      if (await findMember(trx, dialogId, userId)) return undefined;
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
        await deleteDialog(trx, dialogId);
        return { dialog, members: [], lines: [] };
      }
      const actor = actorOf(caller);
      const lines: ServiceLine[] = [
        caller.userId === userId
          ? { event: 'left', actor }
          : { event: 'removed', actor, person: await namedPerson(trx, userId) },
      ];
      if (leaving.role === 'owner') {
        const heir = heirOf(rest).user_id;
        await setRole(trx, dialogId, heir, 'owner');
        lines.push({ event: 'role', actor, person: await namedPerson(trx, heir), role: 'owner' });
      }
      return dialogChanged(context, trx, dialogId, lines);
    },
    (changed) => {
      const { dialog, members } = changed;
      context.hub.evict(dialogId, [userId]);
      // Their own sockets can say it no more.
      context.hub.toUsers(members, 'typing:stop', { userId, dialogId });
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

/** Gives the group another name, which is clean already; the same one changes nothing. The owner's and admins' verb. */
export async function renameDialog(context: ServerContext, caller: Caller, dialogId: string, name: string) {
  await context.commits.run(
    async (trx) => {
      const { dialog, member } = await requireMember(trx, dialogId, caller.userId);
      if (dialog.kind === 'direct') throw badRequest('A direct dialog has no name of its own');
      if (member.role === 'member') throw forbidden('Only the owner and admins can rename the dialog');
      if (dialog.name === name) return undefined;
      await setDialogName(trx, dialogId, name);
      const line: ServiceLine = { event: 'renamed', actor: actorOf(caller), name, oldName: dialog.name };
      return dialogChanged(context, trx, dialogId, [line]);
    },
    (changed) => {
      if (!changed) return;
      const { dialog, members } = changed;
      tellMembership(context, dialog, 'dialog.update', dialogId, members, members);
      tellLines(context, changed);
    },
  );
}

/** Deletes the dialog with everything in it. The owner's verb. */
export async function removeDialog(context: ServerContext, caller: Caller, dialogId: string) {
  await context.commits.run(
    async (trx) => {
      const { dialog, member } = await requireMember(trx, dialogId, caller.userId);
      if (member.role !== 'owner') throw forbidden('Only the owner can delete this dialog');
      const members = await memberIds(trx, dialogId);
      await deleteDialog(trx, dialogId);
      return { dialog, members };
    },
    ({ dialog, members }) => {
      context.hub.closeDialog(dialogId);
      tellMembership(context, dialog, 'dialog.delete', dialogId, members, []);
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

/** The longest-serving admin, else the longest-serving member. `rest` is in the order of joining. */
function heirOf(rest: MemberRow[]): MemberRow {
  const heir = rest.find((member) => member.role === 'admin') ?? rest[0];
  if (!heir) throw new Error('nobody is left to own the dialog');
  return heir;
}

const actorOf = ({ userId, user }: Caller) => ({ userId, name: user.name });

interface DialogChange {
  dialog: DialogRow;
  members: string[];
  lines: WireMessage[];
}

/** Counts the change and writes what it is told by. */
async function dialogChanged(
  context: ServerContext,
  trx: Db,
  dialogId: string,
  told: ServiceLine[],
): Promise<DialogChange> {
  await touchMembership(trx, dialogId, context.now());
  const lines: WireMessage[] = [];
  for (const line of told) lines.push(await writeServiceLine(context, trx, dialogId, line));
  const dialog = await findDialog(trx, dialogId);
  if (!dialog) throw new Error('the dialog vanished inside a transaction');
  return { dialog, members: await memberIds(trx, dialogId), lines };
}

function tellLines(context: ServerContext, { dialog, members, lines }: DialogChange): void {
  for (const line of lines) context.hub.toDialog(dialog.dialog_id, members, 'message:new', line);
}

function tellMembership(
  context: ServerContext,
  dialog: DialogRow,
  eventType: string,
  entityId: string,
  recipients: string[],
  members: string[],
): void {
  const dialogId = dialog.dialog_id;
  const details = { ...dialogDetails(dialog), memberIds: members };
  const member = entityId === dialogId ? {} : { member: { userId: entityId, dialogId } };
  const data = { dialog: details, ...member };
  context.hub.update(recipients, { eventType, dialogId, entityId, data, now: context.now() });
  if (recipients.length <= LARGEST_SNAPSHOT_REFRESH) context.presence.snapshot(recipients);
}
