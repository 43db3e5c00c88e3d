/** Whether the newest message that the dialog list tells of is the newest one stored here. */
import type { Message } from '../../../shared/domain.ts';
import type { DialogRecord, HistoryStore } from '../store.ts';

/** Of the newest millisecond a list names any one. */
const tiesLookedThrough = 8;
/** Old servers may cut the list's copy. */
const comparedLength = 100;

/** The newest message that a list can tell of: none that was removed. */
export function newestListable(
  store: Pick<HistoryStore, 'newestSent' | 'messagesBefore'>,
  dialogId: string,
): Message | null {
  let newest = store.newestSent(dialogId);
  while (newest?.removed !== undefined) newest = store.messagesBefore(dialogId, newest, 1)[0] ?? null;
  return newest;
}

export function isListed(
  store: Pick<HistoryStore, 'messagesBefore'>,
  listed: NonNullable<DialogRecord['lastMessage']>,
  newest: Message,
): boolean {
  if (listed.createdAt !== newest.createdAt) return false;
  return [newest, ...store.messagesBefore(newest.dialogId, newest, tiesLookedThrough)].some(
    ({ createdAt, senderId, content }) =>
      createdAt === listed.createdAt &&
      senderId === listed.senderId &&
      content.startsWith(listed.content.slice(0, comparedLength)),
  );
}
