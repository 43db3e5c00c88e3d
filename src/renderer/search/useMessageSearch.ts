import { useCallback, useEffect, useRef, useState } from 'react';
import { searchedText } from '../../shared/attachments.ts';
import type { ErrorCode } from '../../shared/domain.ts';
import { findWhole, parseMessageQuery } from '../../shared/search/messageQuery.ts';
import type { SearchAnswer, SearchHit } from '../../shared/views.ts';
import { call } from '../state/bridge.ts';

/** Milliseconds without a keystroke before the store is asked. */
const debounce = 150;

export interface MessageSearch extends SearchAnswer {
  /** What `hits` are of; null until the first answer. */
  answered: string | null;
  failure: ErrorCode | null;
  /** Resolves with all hits known then. */
  loadMore: () => Promise<SearchHit[]>;
}

/** Searches what this computer holds; an answer that comes after the next keystroke is dropped. */
export function useMessageSearch(query: string, dialogId: string | null, filesOnly = false): MessageSearch {
  const [state, setState] = useState<Omit<MessageSearch, 'loadMore'>>({
    hits: [],
    hasMore: false,
    total: null,
    generous: false,
    answered: null,
    failure: null,
  });
  const asked = filesOnly ? `files ${query}` : query;
  const latest = useRef('');
  latest.current = asked;

  const ask = useCallback(
    async (before: SearchHit[]): Promise<SearchHit[]> => {
      const last = before.at(-1);
      const result = await call('searchMessages', {
        query,
        filesOnly,
        ...(dialogId === null ? {} : { dialogId }),
        ...(last === undefined ? {} : { before: last.key }),
      });
      if (latest.current !== asked) return before;
      if (!result.ok) {
        setState((known) => ({
          ...known,
          hits: before,
          hasMore: false,
          answered: query,
          failure: result.error.code,
        }));
        return before;
      }
      const hits = [...before, ...result.value.hits];
      setState((known) => ({
        ...result.value,
        hits,
        total: last === undefined ? result.value.total : known.total,
        answered: query,
        failure: null,
      }));
      return hits;
    },
    [query, asked, dialogId, filesOnly],
  );

  useEffect(() => {
    const timer = setTimeout(() => void ask([]), debounce);
    return () => clearTimeout(timer);
  }, [ask]);

  const { hits } = state;
  const loadMore = useCallback(() => ask(hits), [ask, hits]);
  // What was found for the letters before narrows at once, so that Enter never opens what was not asked for.
  const parsed = state.answered === query ? null : parseMessageQuery(query);
  const shown =
    parsed === null ? hits : hits.filter((hit) => findWhole(searchedText(hit), parsed).length > 0);
  return { ...state, hits: shown, loadMore };
}
