import { useEffect, useState } from 'react';
import type { ErrorCode, User } from '../../shared/domain.ts';
import { call } from '../state/bridge.ts';

/** Milliseconds of quiet before the server is asked. */
const debounce = 300;

interface PeopleSearch {
  people: User[];
  failure: ErrorCode | null;
  searching: boolean;
}

export function usePeopleSearch(query: string): PeopleSearch {
  const [search, setSearch] = useState<PeopleSearch>({ people: [], failure: null, searching: true });

  useEffect(() => {
    let outdated = false;
    setSearch((before) => ({ ...before, searching: true }));
    const timer = setTimeout(
      async () => {
        const result = await call('searchPeople', { query: query.trim().slice(0, 200) });
        if (outdated) return;
        setSearch(
          result.ok
            ? { people: result.value, failure: null, searching: false }
            : { people: [], failure: result.error.code, searching: false },
        );
      },
      query === '' ? 0 : debounce,
    );
    return () => {
      outdated = true;
      clearTimeout(timer);
    };
  }, [query]);

  return search;
}
