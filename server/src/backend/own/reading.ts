import type { MessageRow } from '../../store/schema.ts';
import type { HistoryRange, Page } from '../port.ts';
import { requireMember, requireMessage } from './access.ts';
import type { OwnContext } from './context.ts';
import { countDialogs, listDialogs } from './store/dialogs.ts';
import { listMembers, listMembersWithUnread } from './store/members.ts';
import {
  findMessage,
  messagesBefore,
  messagesChangedSince,
  messagesSince,
  reactionsBy,
} from './store/messages.ts';
import {
  dialogDetails,
  dialogItem,
  lastMessageOf,
  marksOf,
  memberItem,
  messageItem,
  messageItemFor,
} from './wire.ts';

/** A client further behind than this is told to start over from the history. */
const MOST_CHANGES = 500;

export async function readDialogs({ db }: OwnContext, userId: string, page: Page, withLastMessage: boolean) {
  const rows = await listDialogs(db, userId, page);
  const items = rows.map((row) => ({
    ...dialogItem(row),
    ...(withLastMessage ? { lastMessage: lastMessageOf(row) } : {}),
  }));
  return { items, total: await countDialogs(db, userId) };
}

export async function readDialog(context: OwnContext, userId: string, dialogId: string) {
  const { dialog } = await requireMember(context.db, dialogId, userId);
  const members = (await listMembersWithUnread(context.db, dialogId)).map(memberItem);
  return { ...dialogDetails(dialog), members };
}

export async function readMembers({ db }: OwnContext, userId: string, dialogId: string) {
  await requireMember(db, dialogId, userId);
  return (await listMembersWithUnread(db, dialogId)).map(memberItem);
}

export async function readHistory({ db }: OwnContext, userId: string, dialogId: string, range: HistoryRange) {
  const { dialog } = await requireMember(db, dialogId, userId);
  const rows = await readRange({ db }, dialogId, dialog.last_seq, range);
  const members = await listMembers(db, dialogId);
  const own = await reactionsBy(db, userId, rows);
  return {
    data: rows.map((row) => messageItemFor(row, members, own)),
    total: dialog.last_seq,
    headSeq: dialog.last_seq,
    headRev: dialog.last_rev,
  };
}

/** `seq` has no gaps, so a page is a range of it. */
function readRange(
  { db }: Pick<OwnContext, 'db'>,
  dialogId: string,
  lastSeq: number,
  { page, since, before }: HistoryRange,
): Promise<MessageRow[]> {
  if (since !== undefined) return messagesSince(db, dialogId, since, page.limit);
  return messagesBefore(db, dialogId, before ?? lastSeq + 1 - page.offset, page.limit);
}

export async function readChanges({ db }: OwnContext, userId: string, dialogId: string, since: number) {
  // The dialog first: what comes while the rest is read has a higher rev and is asked for again, never missed.
  const { dialog } = await requireMember(db, dialogId, userId);
  if (since > dialog.last_rev) return { reset: true };
  const messages = await messagesChangedSince(db, dialogId, since, MOST_CHANGES + 1);
  if (messages.length > MOST_CHANGES) return { reset: true };
  const members = await listMembers(db, dialogId);
  const own = await reactionsBy(db, userId, messages);
  return {
    messages: messages.map((message) => messageItemFor(message, members, own)),
    marks: members.filter((member) => member.rev > since).map(marksOf),
    ...(dialog.members_rev > since
      ? { members: (await listMembersWithUnread(db, dialogId)).map(memberItem) }
      : {}),
    headSeq: dialog.last_seq,
    headRev: dialog.last_rev,
  };
}

export async function readMessage({ db }: OwnContext, userId: string, messageId: string) {
  const { message } = await requireMessage(db, messageId, userId);
  return messageItem(message, await listMembers(db, message.dialog_id));
}

export async function readDetails({ db }: OwnContext, messageId: string) {
  const message = await findMessage(db, messageId);
  return message && messageItem(message, await listMembers(db, message.dialog_id));
}
