import { useEffect, useMemo, useState } from 'react';
import type { ErrorCode, User } from '../../shared/domain.ts';
import { maximumQueryLength } from '../../shared/limits.ts';
import { call } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';
import { matchingPeople } from './matchingPeople.ts';

/** Milliseconds of quiet before the server is asked. */
const debounce = 300;

interface PeopleSearch {
  people: User[];
  failure: ErrorCode | null;
  searching: boolean;
}

/** People known here at once, and those the server knows as soon as it answers; the best matches first. */
export function usePeopleSearch(query: string): PeopleSearch {
  const known = useChat((state) => state.users);
  const [search, setSearch] = useState<PeopleSearch>({ people: [], failure: null, searching: true });

  useEffect(() => {
    let outdated = false;
    setSearch((before) => ({ ...before, searching: true }));
    const timer = setTimeout(
      async () => {
        const result = await call('searchPeople', { query: query.trim().slice(0, maximumQueryLength) });
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

  // What was found for the letters before narrows at once, so that Enter never picks somebody else.
  const people = useMemo(() => {
    const all = new Map([...known.values(), ...search.people].map((user) => [user.userId, user]));
    return matchingPeople(all.values(), query);
  }, [known, search.people, query]);
  return { ...search, people };
}
