/** What the server says became of a message: to whom it was delivered, who has read it, and when (S21.6). */
import type { MessageStatuses } from '../../../shared/trace.ts';
import type { RestClient } from '../rest/rest.ts';
import type { HistoryStore } from '../store.ts';

/** Answers null where the message is only here, or is no more. Rejects with ApiError. */
export function createStatuses({
  store,
  rest,
  has,
}: {
  store: Pick<HistoryStore, 'message'>;
  rest: Pick<RestClient, 'statusTimes'>;
  has(feature: 'watermarks'): boolean;
}) {
  return async (key: string): Promise<MessageStatuses | null> => {
    const messageId = store.message(key)?.id ?? null;
    if (messageId === null) return null;
    const told = (await rest.statusTimes(messageId)) ?? [];
    return {
      // A watermark has the time of its last move, which may have been to a later message (P7.7).
      isLatest: has('watermarks'),
      people: told.flatMap(({ userId, status, at }) => (status === 'unread' ? [] : [{ userId, status, at }])),
    };
  };
}
