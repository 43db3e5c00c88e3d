import type { User } from '../../shared/domain.ts';
import { everyone } from '../../shared/mentionLimits.ts';
import { beforeMention, everyoneWords } from '../../shared/mentions.ts';
import { foldText } from '../../shared/search/foldText.ts';
import { nameParts, parseNameQuery, rankName } from '../../shared/search/nameMatch.ts';
import { beginningsOf, formKey } from '../../shared/search/russianForms.ts';

/** UTF-16 units: no name that is still being typed is longer. */
const longestQuery = 100;
/** What a Russian name has behind the part that its cases share. */
const longestEnding = 2;

export interface MentionQuery {
  /** Where the @ stands. */
  start: number;
  /** What stands between it and the caret. */
  text: string;
}

/** The name that is being typed before the caret; null: none. */
export function mentionQueryAt(text: string, caret: number): MentionQuery | null {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf('@');
  const query = before.slice(start + 1);
  if (start < 0 || /^\s|\n/.test(query) || query.length > longestQuery) return null;
  return beforeMention.test(before.slice(0, start)) ? { start, text: query } : null;
}

export interface MentionCandidate {
  userId: string;
  name: string;
  phone: string | null;
}

/** Whom the typed name may mean, the best first; nobody once a whole name stands there and the text goes on. */
export function mentionCandidates(
  query: string,
  people: readonly User[],
  mayNameEveryone: boolean,
): MentionCandidate[] {
  const everybody = mayNameEveryone ? everyoneWords : [];
  const isWritten = [...everybody, ...people.map(({ name }) => name)].some((name) =>
    goesOnAfter(query, name),
  );
  if (isWritten) return [];
  const ranked = people.flatMap((user) => {
    const rank = rankOf(user.name, user.phone, query);
    const isFirstName = rankOf(nameParts(user.name)[0] ?? '', null, query) !== null;
    return rank === null ? [] : [{ ...user, rank: isFirstName ? rank : rank + 0.5 }];
  });
  const found = ranked.sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name));
  const meansAll = everybody.some((word) => rankOf(word, null, query) !== null);
  const all = { userId: everyone, name: everyoneWords[0] ?? '', phone: null };
  return meansAll ? (query === '' ? [...found, all] : [all, ...found]) : found;
}

function goesOnAfter(query: string, name: string): boolean {
  const [typed, whole] = [foldText(query), foldText(name)];
  return whole !== '' && typed.startsWith(whole) && /^[^\p{L}\p{N}]/u.test(typed.slice(whole.length));
}

/** As names are found everywhere, and in other cases: «андрею», «Волковым»; null: not meant. */
function rankOf(name: string, phone: string | null, query: string): number | null {
  const words = query.split(/\s+/).filter(Boolean);
  const ranks = words.map(
    (word) => rankName(name, phone, parseNameQuery(word)) ?? (hasForm(name, word) ? 3 : null),
  );
  return ranks.includes(null) ? null : Math.max(0, ...ranks.map((rank) => rank ?? 0));
}

function hasForm(name: string, word: string): boolean {
  const key = formKey(foldText(word));
  if (key === null) return false;
  return nameParts(name).some(
    (part) =>
      formKey(part) === key ||
      beginningsOf(key).some(
        (beginning) => part.startsWith(beginning) && part.length - beginning.length <= longestEnding,
      ),
  );
}
