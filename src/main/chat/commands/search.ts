/** Search in what this computer holds; needs no server. */
import { readAttachments } from '../../../shared/attachmentSchema.ts';
import { maximumHits } from '../../../shared/limits.ts';
import { insideWords, parseMessageQuery } from '../../../shared/search/messageQuery.ts';
import type { SearchAnswer } from '../../../shared/views.ts';
import type { HistoryStore } from '../store.ts';

const pageSize = 50;

export function createSearch(store: HistoryStore, ownUserId: string) {
  /** `before`: the key of the last hit of the page before this one; `filesOnly`: of messages with files, whatever they say. */
  return (query: string, dialogId: string | null, before?: string, filesOnly = false): SearchAnswer => {
    const place = before === undefined ? null : store.message(before);
    const ask = (insideFrom: number, above: typeof place, limit: number) => {
      const parsed = parseMessageQuery(query, insideFrom);
      if (parsed === null && !filesOnly) return [];
      return store.searchMessages({ query: parsed, filesOnly, dialogId, before: above, limit });
    };
    const limit = dialogId !== null && place === null ? maximumHits : pageSize + 1;
    let found = ask(insideWords.usual, place, limit);
    // Parts inside of short words are much that nobody meant: they count where there is nothing else.
    const generous = found.length === 0 && (place === null || ask(insideWords.usual, null, 1).length === 0);
    if (generous) found = ask(insideWords.generous, place, limit);
    const hits = found.slice(0, pageSize).map((message) => ({
      key: message.key,
      dialogId: message.dialogId,
      senderId: message.senderId,
      own: message.senderId === ownUserId,
      content: message.content,
      createdAt: message.createdAt,
      ...readAttachments(message),
    }));
    return {
      hits,
      hasMore: found.length > hits.length,
      total: limit === maximumHits ? found.length : null,
      generous,
    };
  };
}
