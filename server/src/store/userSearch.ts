/** People by name or phone: what is kept of a name to be searched, and a query as a condition on it. */
import { type Expression, type SqlBool, sql } from 'kysely';
import { type NameQuery, nameParts, parseNameQuery } from '../../../src/shared/search/nameMatch.ts';
import { phoneReadings } from '../../../src/shared/search/phones.ts';
import { romanised } from '../../../src/shared/search/romanised.ts';

/** Nobody needs more words than these to be found. */
const mostWords = 8;

type Condition = Expression<SqlBool>;

/** A name as it is searched: its words and their spellings in Latin letters, a space before each. */
export function searchKey(name: string): string {
  const parts = nameParts(name);
  const spellings = new Set(parts.flatMap(romanised));
  for (const part of parts) spellings.delete(part);
  return [...parts, ...spellings].map((word) => ` ${word}`).join('');
}

/** Everybody is meant by an empty query, nobody by signs alone. Clients narrow by the same rule (`rankName`). */
export function matchesSearch(search: string): Condition {
  const { words, digits, isEmpty } = parseNameQuery(search);
  if (isEmpty) return sql<SqlBool>`1 = 1`;
  const named = words.length === 0 ? sql<SqlBool>`1 = 0` : all(words.slice(0, mostWords).map(matchesWord));
  return digits === null ? named : any([named, matchesPhone(digits)]);
}

function matchesWord({ typed, digits, other }: NameQuery['words'][number]): Condition {
  const ways: Condition[] = [];
  if (typed.length > 0) {
    ways.push(all(typed.map((part) => any([beginsWord(part), ...romanised(part).map(beginsWord)]))));
  }
  if (other.length > 0) ways.push(all(other.map(beginsWord)));
  if (digits !== null) ways.push(matchesPhone(digits));
  return any(ways);
}

function beginsWord(beginning: string): Condition {
  return sql<SqlBool>`search_key like ${`% ${literally(beginning)}%`} escape '\\'`;
}

function matchesPhone(digits: string): Condition {
  const { inside, start } = phoneReadings(digits);
  const ways: Condition[] = [sql<SqlBool>`phone like ${`%${inside}%`}`];
  if (start !== null) ways.push(sql<SqlBool>`phone like ${`${start}%`}`);
  return any(ways);
}

const literally = (text: string) => text.replace(/[\\%_]/g, '\\$&');
const all = (conditions: Condition[]): Condition => sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
const any = (conditions: Condition[]): Condition => sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
