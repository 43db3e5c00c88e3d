import { expect, it } from 'vitest';
import { matchingPeople } from './matchingPeople.ts';

const people = [
  { userId: '1', name: 'Артём Лебедев', phone: '79111111111' },
  { userId: '2', name: 'Анна Лебедева', phone: null },
];

it.each([
  ['', ['1', '2']],
  ['артем', ['1']],
  ['лебедев а', ['1', '2']],
  ['8 911', ['1']],
  ['+7 (911) 111', ['1']],
  ['никто', []],
  ['kt,tltd', ['1', '2']],
  ['lebedeva', ['2']],
  ['анна 7', []],
  ['911', []],
  ['9112', []],
  ['1111', ['1']],
])('«%s»', (query, expected) => {
  expect(matchingPeople(people, query).map(({ userId }) => userId)).toEqual(expected);
});
