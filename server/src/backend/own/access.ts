import {
  DIALOG_NOT_FOUND,
  forbidden,
  MESSAGE_NOT_FOUND,
  NOT_A_MEMBER,
  notFound,
} from '../../contract/errors.ts';
import type { Db, DialogRow, MemberRow, MessageRow } from '../../store/schema.ts';
import { findDialog } from './store/dialogs.ts';
import { findMember } from './store/members.ts';
import { findMessage } from './store/messages.ts';

/** The dialog and the caller's membership. Throws 404 for an unknown dialog, 403 for somebody else's. */
export async function requireMember(
  db: Db,
  dialogId: string,
  userId: string,
): Promise<{ dialog: DialogRow; member: MemberRow }> {
  const dialog = await findDialog(db, dialogId);
  if (!dialog) throw notFound(DIALOG_NOT_FOUND);
  const member = await findMember(db, dialogId, userId);
  if (!member) throw forbidden(NOT_A_MEMBER);
  return { dialog, member };
}

/** A message of a dialog the caller is a member of; within a unit of work it stays as it is. Throws 404 or 403. */
export async function requireMessage(
  db: Db,
  messageId: string,
  userId: string,
): Promise<{ message: MessageRow; dialog: DialogRow; member: MemberRow }> {
  const found = await findMessage(db, messageId);
  const dialog = found && (await findDialog(db, found.dialog_id));
  // Somebody may have changed it before the dialog was locked.
  const message = db.isTransaction ? await findMessage(db, messageId) : found;
  if (!dialog || !message) throw notFound(MESSAGE_NOT_FOUND);
  const member = await findMember(db, message.dialog_id, userId);
  if (!member) throw forbidden(NOT_A_MEMBER);
  return { message, dialog, member };
}
