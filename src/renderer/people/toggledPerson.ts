import type { User } from '../../shared/domain.ts';

/** The people with this one more, or without them where they were among them. */
export function toggledPerson(people: User[], person: User): User[] {
  const without = people.filter(({ userId }) => userId !== person.userId);
  return without.length < people.length ? without : [...people, person];
}
