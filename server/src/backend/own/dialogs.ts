import { isDirectName } from '../../../../src/shared/directName.ts';
import type { ServiceLine } from '../../../../src/shared/serviceLineSchema.ts';
import { record } from '../../audit.ts';
import { badRequest, forbidden } from '../../contract/errors.ts';
import type { DialogItem, WireMessage } from '../../contract/wire.ts';
import { newDialogId } from '../../ids.ts';
import type { Db, DialogKind } from '../../store/schema.ts';
import { refuseTooMany, requirePeople } from '../people.ts';
import type { DialogDraft, Person } from '../port.ts';
import { requireMember } from './access.ts';
import type { OwnContext } from './context.ts';
import { changeEvents, dialogChanged } from './dialogChanges.ts';
import { writeServiceLine } from './serviceLines.ts';
import {
  deleteDialog,
  directKeyOf,
  findDirect,
  insertDialog,
  listDialogs,
  setDialogName,
} from './store/dialogs.ts';
import { insertMembers, memberIds } from './store/members.ts';
import { dialogItem, lastMessageOf } from './wire.ts';

/** Creates a dialog, or finds the direct one of these two people. */
export function createDialog(
  context: OwnContext,
  creator: Person,
  draft: DialogDraft,
): Promise<{ item: DialogItem; created: boolean }> {
  const others = [...new Set(draft.memberIds)].filter((userId) => userId !== creator.userId);
  refuseTooMany(others.length + 1);
  const kind = kindOf(draft, others);
  return context.change(async (trx) => {
    const directKey = kind === 'direct' ? directKeyOf(creator.userId, others[0] ?? '') : null;
    const existing = directKey === null ? undefined : await findDirect(trx, directKey);
    if (!existing) await requirePeople(trx, others);
    const made = existing
      ? { dialogId: existing.dialog_id, line: undefined }
      : await insert(context, trx, creator, draft.name, directKey, others);
    const { dialogId, line } = made;
    const [row] = await listDialogs(trx, creator.userId, { offset: 0, limit: 1, dialogId });
    if (!row) throw new Error('a dialog of the caller is not in the caller’s list');
    const change = { dialog: row, members: [creator.userId, ...others], lines: line ? [line] : [] };
    return {
      answer: {
        item: { ...dialogItem(row), lastMessage: line ? lastMessageOf(row) : null },
        created: !existing,
      },
      events: existing
        ? []
        : changeEvents(context, change, { eventType: 'dialog.create', entityId: dialogId }),
    };
  });
}

function kindOf(draft: DialogDraft, others: string[]): DialogKind {
  if (draft.kind === 'direct' && others.length !== 1) {
    throw badRequest('A direct dialog needs exactly one other member');
  }
  if (draft.kind) return draft.kind;
  return others.length === 1 && isDirectName(draft.name) ? 'direct' : 'group';
}

async function insert(
  context: OwnContext,
  trx: Db,
  creator: Person,
  name: string,
  directKey: string | null,
  others: string[],
): Promise<{ dialogId: string; line: WireMessage | undefined }> {
  const now = context.now();
  const dialogId = newDialogId();
  const kind = directKey === null ? 'group' : 'direct';
  const createdBy = creator.userId;
  await insertDialog(trx, { dialogId, kind, directKey, name, createdBy, now });
  const line =
    kind === 'group'
      ? await writeServiceLine(context, trx, dialogId, { event: 'created', actor: creator, name })
      : undefined;
  const people = [
    { userId: createdBy, role: 'owner' as const },
    ...others.map((userId) => ({ userId, role: 'member' as const })),
  ];
  await insertMembers(trx, { dialogId, lastSeq: line?.seq ?? 0 }, people, now);
  return { dialogId, line };
}

/** Gives the group another name, which is clean already; the same one changes nothing. The owner's and admins' verb. */
export function renameDialog(context: OwnContext, caller: Person, dialogId: string, name: string) {
  return context.change(async (trx) => {
    const { dialog, member } = await requireMember(trx, dialogId, caller.userId);
    if (dialog.kind === 'direct') throw badRequest('A direct dialog has no name of its own');
    if (member.role === 'member') throw forbidden('Only the owner and admins can rename the dialog');
    if (dialog.name === name) return { answer: undefined, events: [] };
    await setDialogName(trx, dialogId, name);
    const line: ServiceLine = { event: 'renamed', actor: caller, name, oldName: dialog.name };
    const changed = await dialogChanged(context, trx, dialogId, [line]);
    const events = changeEvents(context, changed, { eventType: 'dialog.update', entityId: dialogId });
    return { answer: undefined, events };
  });
}

/** Deletes the dialog with everything in it. The owner's verb. */
export async function removeDialog(context: OwnContext, caller: Person, dialogId: string) {
  await context.change(async (trx) => {
    const { dialog, member } = await requireMember(trx, dialogId, caller.userId);
    if (member.role !== 'owner') throw forbidden('Only the owner can delete this dialog');
    const told = await memberIds(trx, dialogId);
    await deleteDialog(trx, dialogId, context.now());
    await record(context, trx, { action: 'delete-dialog', actor: caller.userId, dialogId });
    const gone = { dialog, members: [], lines: [] };
    const change = { eventType: 'dialog.delete' as const, entityId: dialogId, also: told };
    return {
      answer: undefined,
      events: [{ type: 'dialogClosed', dialogId }, ...changeEvents(context, gone, change)],
    };
  });
  context.removeDeleted();
}
