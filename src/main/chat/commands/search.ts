/** Search in what this computer holds; needs no server. */
import { maximumHits } from '../../../shared/limits.ts';
import { insideWords, parseMessageQuery } from '../../../shared/search/messageQuery.ts';
import type { SearchAnswer } from '../../../shared/views.ts';
import type { HistoryStore } from '../store.ts';

const pageSize = 50;

export function createSearch(store: HistoryStore, ownUserId: string) {
  /** `before`: the key of the last hit of the page before this one. */
  return (query: string, dialogId: string | null, before?: string): SearchAnswer => {
    const place = before === undefined ? null : store.message(before);
    const ask = (insideFrom: number, above: typeof place, limit: number) => {
      const parsed = parseMessageQuery(query, insideFrom);
      return parsed === null ? [] : store.searchMessages({ query: parsed, dialogId, before: above, limit });
    };
    const limit = dialogId !== null && place === null ? maximumHits : pageSize + 1;
    let found = ask(insideWords.usual, place, limit);
    // Parts inside of short words are much that nobody meant: they count where there is nothing else.
    const generous = found.length === 0 && (place === null || ask(insideWords.usual, null, 1).length === 0);
    if (generous) found = ask(insideWords.generous, place, limit);
    const hits = found.slice(0, pageSize).map(({ key, dialogId: where, senderId, content, createdAt }) => ({
      key,
      dialogId: where,
      senderId,
      own: senderId === ownUserId,
      content,
      createdAt,
    }));
    return {
      hits,
      hasMore: found.length > hits.length,
      total: limit === maximumHits ? found.length : null,
      generous,
    };
  };
}
