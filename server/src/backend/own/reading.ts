import { readWithinBudget, withoutBallast } from '../../contract/answers.ts';
import type { Db, MessageRow } from '../../store/schema.ts';
import type { HistoryRange, Page } from '../port.ts';
import { requireMember, requireMessage } from './access.ts';
import type { OwnContext } from './context.ts';
import { countDialogs, listDialogs } from './store/dialogs.ts';
import { listMembers, listMembersWithUnread } from './store/members.ts';
import {
  countChangedSince,
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

/**
 * `since` ascending, `before` descending, else pages from the newest; `seq` has no gaps, so a page is a range of it. What is
 * found by `seq` ends where the answer is full, and the next one begins there. Pages that are counted keep their rows, since
 * the next would begin where this one should have ended: those that the answer has no room for go without their meta (P7.22).
 */
export async function readHistory({ db }: OwnContext, userId: string, dialogId: string, range: HistoryRange) {
  const { page, since, before } = range;
  const { dialog } = await requireMember(db, dialogId, userId);
  const first = before ?? dialog.last_seq + 1 - page.offset;
  const isCounted = since === undefined && before === undefined;
  const { items, isCut, bytes } = await readWithinBudget({
    limit: page.limit,
    read: (after: MessageRow | undefined, count) =>
      since === undefined
        ? messagesBefore(db, dialogId, after?.seq ?? first, count)
        : messagesSince(db, dialogId, after?.seq ?? since, count),
    items: await itemsFor(db, userId, dialogId),
    ...(isCounted ? { withoutBallast: withoutBallast<Item> } : {}),
  });
  return {
    data: items,
    total: dialog.last_seq,
    limit: isCut ? items.length : page.limit,
    headSeq: dialog.last_seq,
    headRev: dialog.last_rev,
    bytes,
  };
}

type Item = ReturnType<typeof messageItemFor>;

/** Rows of a dialog as this person gets them. */
async function itemsFor(db: Db, userId: string, dialogId: string) {
  const members = await listMembers(db, dialogId);
  return async (rows: MessageRow[]): Promise<Item[]> => {
    const own = await reactionsBy(db, userId, rows);
    return rows.map((row) => messageItemFor(row, members, own));
  };
}

export async function readChanges({ db }: OwnContext, userId: string, dialogId: string, since: number) {
  // The dialog first: what comes while the rest is read has a higher rev and is asked for again, never missed.
  const { dialog } = await requireMember(db, dialogId, userId);
  if (since > dialog.last_rev) return reset(0);
  if ((await countChangedSince(db, dialogId, since, MOST_CHANGES + 1)) > MOST_CHANGES) return reset(0);
  const messages = await readWithinBudget({
    limit: MOST_CHANGES + 1,
    read: (after: MessageRow | undefined, count) =>
      messagesChangedSince(db, dialogId, after?.rev ?? since, count),
    items: await itemsFor(db, userId, dialogId),
  });
  // Changes are whole or not told; pages may end anywhere (P7.22).
  if (messages.isCut || messages.items.length > MOST_CHANGES) return reset(messages.bytes);
  const members = await listMembersWithUnread(db, dialogId);
  return {
    changes: {
      messages: messages.items,
      marks: members.filter((member) => member.rev > since).map(marksOf),
      ...(dialog.members_rev > since ? { members: members.map(memberItem) } : {}),
      headSeq: dialog.last_seq,
      headRev: dialog.last_rev,
    },
    bytes: messages.bytes,
  };
}

const reset = (bytes: number) => ({ changes: { reset: true }, bytes });

export async function readMessage({ db }: OwnContext, userId: string, messageId: string) {
  const { message } = await requireMessage(db, messageId, userId);
  return messageItem(message, await listMembers(db, message.dialog_id));
}

export async function readDetails({ db }: OwnContext, messageId: string) {
  const message = await findMessage(db, messageId);
  return message && messageItem(message, await listMembers(db, message.dialog_id));
}
