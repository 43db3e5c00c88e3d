/** Search in what this computer holds; needs no server. */
import type { SearchHit } from '../../shared/views.ts';
import type { HistoryStore } from './store.ts';

const pageSize = 50;

/** The words of a query, as the store's tokenizer would cut them: letters and digits, «ё» as «е». */
export function wordsOf(query: string): string[] {
  return (
    query
      .toWellFormed()
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  );
}

export function createSearch(store: HistoryStore, ownUserId: string) {
  /** `before`: the key of the last hit of the page before this one. */
  return (
    query: string,
    dialogId: string | null,
    before?: string,
  ): { hits: SearchHit[]; hasMore: boolean } => {
    const words = wordsOf(query);
    if (words.length === 0) return { hits: [], hasMore: false };
    const found = store.searchMessages({
      words,
      dialogId,
      before: before === undefined ? null : store.message(before),
      limit: pageSize + 1,
    });
    const hits = found.slice(0, pageSize).map(({ key, dialogId: where, senderId, content, createdAt }) => ({
      key,
      dialogId: where,
      senderId,
      own: senderId === ownUserId,
      content,
      createdAt,
    }));
    return { hits, hasMore: found.length > pageSize };
  };
}
