import type { User } from '../../shared/domain.ts';
import { foldForSearch } from '../format/names.ts';

/** Those whose name holds every word of the query, or whose phone holds its digits. */
export function matchingPeople(people: User[], query: string): User[] {
  const words = foldForSearch(query).split(/\s+/).filter(Boolean);
  const digits = query.replace(/\D/g, '').replace(/^8/, '7');
  return people.filter(({ name, phone }) => {
    const folded = foldForSearch(name);
    return (
      words.every((word) => folded.includes(word)) || (digits !== '' && phone?.includes(digits) === true)
    );
  });
}
