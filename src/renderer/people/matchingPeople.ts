import type { User } from '../../shared/domain.ts';
import { parseNameQuery, rankName } from '../../shared/search/nameMatch.ts';

/** Those whom the query means by name or phone, the best matches first. */
export function matchingPeople(people: Iterable<User>, query: string): User[] {
  const meant = parseNameQuery(query);
  return [...people]
    .map((user) => ({ user, rank: rankName(user.name, user.phone, meant) }))
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .flatMap(({ user, rank }) => (rank === null ? [] : [user]));
}
