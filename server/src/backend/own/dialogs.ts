import { isDirectName } from '../../../../src/shared/directName.ts';
import type { ServiceLine } from '../../../../src/shared/serviceLineSchema.ts';
import { record } from '../../auth/audit.ts';
import type { Caller, ServerContext } from '../../context.ts';
import { badRequest, forbidden } from '../../contract/errors.ts';
import { dialogItem, lastMessageOf, type WireMessage } from '../../contract/wire.ts';
import { newDialogId } from '../../ids.ts';
import type { Db, DialogKind } from '../../store/schema.ts';
import { refuseTooMany, requireMember, requirePeople } from './access.ts';
import { actorOf, dialogChanged, tellLines, tellMembership } from './dialogChanges.ts';
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

export interface DialogDraft {
  name: string;
  /** Any ids; the creator is a member anyway. */
  memberIds: string[];
  kind?: DialogKind | undefined;
}

/** Creates a dialog, or finds the direct one of these two people. */
export async function createDialog(context: ServerContext, creator: Caller, draft: DialogDraft) {
  const others = [...new Set(draft.memberIds)].filter((userId) => userId !== creator.userId);
  refuseTooMany(others.length + 1);
  const kind = kindOf(draft, others);
  return context.commits.run(
    async (trx) => {
      const directKey = kind === 'direct' ? directKeyOf(creator.userId, others[0] ?? '') : null;
      const existing = directKey === null ? undefined : await findDirect(trx, directKey);
      if (!existing) await requirePeople(trx, others);
      const made = existing
        ? { dialogId: existing.dialog_id, line: undefined }
        : await insert(context, trx, creator, draft.name, directKey, others);
      const [item] = await listDialogs(trx, creator.userId, {
        offset: 0,
        limit: 1,
        dialogId: made.dialogId,
      });
      if (!item) throw new Error('a dialog of the caller is not in the caller’s list');
      const lastMessage = made.line ? lastMessageOf(item) : null;
      return {
        dialog: item,
        item: { ...dialogItem(item), lastMessage },
        created: !existing,
        lines: made.line ? [made.line] : [],
      };
    },
    ({ dialog, created, lines }) => {
      const members = [creator.userId, ...others];
      if (created) tellMembership(context, dialog, 'dialog.create', dialog.dialog_id, members, members);
      tellLines(context, { dialog, members, lines });
    },
  );
}

function kindOf(draft: DialogDraft, others: string[]): DialogKind {
  if (draft.kind === 'direct' && others.length !== 1) {
    throw badRequest('A direct dialog needs exactly one other member');
  }
  if (draft.kind) return draft.kind;
  return others.length === 1 && isDirectName(draft.name) ? 'direct' : 'group';
}

async function insert(
  context: ServerContext,
  trx: Db,
  creator: Caller,
  name: string,
  directKey: string | null,
  others: string[],
): Promise<{ dialogId: string; line: WireMessage | undefined }> {
  const now = context.now();
  const dialogId = newDialogId();
  const kind = directKey === null ? 'group' : 'direct';
  const createdBy = creator.userId;
  const dialog = await insertDialog(trx, { dialogId, kind, directKey, name, createdBy, now });
  if (!dialog) throw new Error('a direct dialog appeared inside a transaction that had not found it');
  const line =
    kind === 'group'
      ? await writeServiceLine(context, trx, dialogId, { event: 'created', actor: actorOf(creator), name })
      : undefined;
  const people = [
    { userId: createdBy, role: 'owner' as const },
    ...others.map((userId) => ({ userId, role: 'member' as const })),
  ];
  await insertMembers(trx, { dialogId, lastSeq: line?.seq ?? 0 }, people, now);
  return { dialogId, line };
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
      await deleteDialog(trx, dialogId, context.now());
      await record(context, trx, { action: 'delete-dialog', actor: caller.userId, dialogId });
      return { dialog, members };
    },
    ({ dialog, members }) => {
      context.hub.closeDialog(dialogId);
      tellMembership(context, dialog, 'dialog.delete', dialogId, members, []);
      void context.upkeep.removeDeleted();
    },
  );
}
