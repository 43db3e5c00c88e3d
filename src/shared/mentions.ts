/** People named in a text by an @: who is meant, and where. One rule for the page, the engine and the server (S19). */
import type { Mention, Message } from './domain.ts';
import { findLinks } from './links.ts';
import { findSpans } from './markup.ts';
import { everyone, maximumMentions } from './mentionLimits.ts';
import { foldText, foldWithPlaces, placesInText } from './search/foldText.ts';

/** What is written, and what is understood as well. */
export const everyoneWords = ['все', 'all'];

/** UTF-8 bytes: the meta of a message has other things to tell. */
const longestNames = 2_000;
/** UTF-16 units; longer texts are shown without any marks. */
const longestRead = 20_000;

export interface NamedPerson {
  userId: string;
  name: string;
}

/** Who is meant by what stands behind an @, folded. */
export interface Names {
  ids: ReadonlyMap<string, string[]>;
  /** Of a name, in UTF-16 units. */
  longest: number;
}

/** Their names, and a first name that only one of them has. */
export function namesOf(people: readonly NamedPerson[], withEveryone = false): Names {
  const full = new Map<string, string[]>();
  const first = new Map<string, string[]>();
  for (const { userId, name } of people) {
    const folded = foldText(name).trim();
    if (folded === '') continue;
    add(full, folded, userId);
    add(first, folded.split(' ')[0] ?? folded, userId);
  }
  const ids = new Map([...first].filter(([, userIds]) => userIds.length === 1));
  for (const [name, userIds] of full) ids.set(name, userIds);
  if (withEveryone) for (const word of everyoneWords) ids.set(word, [everyone]);
  return { ids, longest: Math.max(0, ...[...ids.keys()].map(({ length }) => length)) };
}

function add(names: Map<string, string[]>, name: string, userId: string): void {
  const known = names.get(name) ?? [];
  if (!known.includes(userId)) names.set(name, [...known, userId]);
}

/** What may stand before an @ that begins a name, at the end of a text: brackets, quotes and emphasis, and no word, as in an address. */
export const beforeMention = /(?:^|\s)[\p{Ps}\p{Pi}"'*_]{0,6}$/u;
const signsBefore = 7;
/** A name that goes on is another one: «@Анна-Мария» is not «@Анна», and `@ivan.ru` is nobody. */
const goesOn = /^(?:[\p{L}\p{N}]|[-'.@][\p{L}\p{N}])/u;

/** Where these are named, in order; the longest name counts, and code names nobody. Of namesakes all are meant. */
export function findMentions(text: string, names: Names): Mention[] {
  if (names.longest === 0 || text.length > longestRead || !text.includes('@')) return [];
  const folded = foldWithPlaces(text);
  const found: (Mention & { name: string })[] = [];
  for (const { index } of folded.folded.matchAll(/@/g)) {
    if (!beforeMention.test(folded.folded.slice(Math.max(0, index - signsBefore), index))) continue;
    const name = longestName(folded.folded, index + 1, names);
    const [place] =
      name === null ? [] : placesInText(folded, [{ start: index, end: index + 1 + name.length }]);
    if (name !== null && place) found.push({ ...place, name, userIds: names.ids.get(name) ?? [] });
  }
  return found.length === 0 ? [] : outsideCode(text, found).map(({ name: _, ...mention }) => mention);
}

function longestName(folded: string, start: number, { ids, longest }: Names): string | null {
  for (let end = Math.min(folded.length, start + longest); end > start; end -= 1) {
    const name = folded.slice(start, end);
    if (ids.has(name) && !goesOn.test(folded.slice(end, end + 3))) return name;
  }
  return null;
}

function outsideCode<Found extends Mention>(text: string, mentions: Found[]): Found[] {
  if (!text.includes('`')) return mentions;
  const code = findSpans(text, findLinks(text)).filter(({ kind }) => kind === 'code' || kind === 'block');
  return mentions.filter(({ start }) => code.every((span) => start < span.start || start >= span.end));
}

/** Namesakes share the places where their name stands: each the one of its turn, and those left over the last. */
function shareOut(mentions: Mention[], order: readonly string[]): Mention[] {
  const same = ({ userIds: [one] }: Mention, { userIds: [other] }: Mention) => one === other;
  return mentions.map((mention, index) => {
    const meant = order.filter((userId) => mention.userIds.includes(userId));
    if (mention.userIds.length < 2 || meant.length === 0) return mention;
    const before = mentions.slice(0, index).filter((other) => same(other, mention)).length;
    const turn = Math.min(before, meant.length - 1);
    const isLast = !mentions.slice(index + 1).some((other) => same(other, mention));
    return { ...mention, userIds: isLast ? meant.slice(turn) : meant.slice(turn, turn + 1) };
  });
}

/** What a message carries of its mentions: ids, and the names as they are written, since people change theirs (P7.35). */
export interface MentionMeta {
  mentions?: string[] | undefined;
  mentionNames?: Record<string, string> | undefined;
}

/** For a text that is about to be sent; `chosen`: which of several namesakes was meant, in the order of the text. */
export function mentionMeta(text: string, names: Names, chosen: readonly string[]): MentionMeta {
  const mentions: string[] = [];
  const mentionNames: Record<string, string> = {};
  let room = longestNames;
  for (const { start, end, userIds } of shareOut(findMentions(text, names), chosen)) {
    const name = text.slice(start + 1, end);
    for (const userId of userIds) {
      if (mentions.includes(userId) || mentions.length === maximumMentions) continue;
      mentions.push(userId);
      // Three bytes are the most that a UTF-16 unit takes.
      room -= userId.length + 3 * name.length + 6;
      if (userId !== everyone && room >= 0) mentionNames[userId] = name;
    }
  }
  return mentions.length === 0 ? {} : { mentions, mentionNames };
}

/** Who is named in a message: by what our server has checked, and where it tells nothing, by the members' names (S19.2). */
export function mentionsIn(
  message: Pick<Message, 'content' | 'meta' | 'id' | 'seq'>,
  members: () => Names,
  nameOf: (userId: string) => string | null,
): Mention[] {
  const { content } = message;
  if (!content.includes('@')) return [];
  const told = toldIn(message);
  if (told === null) return findMentions(content, members());
  const people = told.ids.flatMap((userId) => {
    const name = told.names.get(userId) ?? nameOf(userId);
    return name === null ? [] : [{ userId, name }];
  });
  return shareOut(findMentions(content, namesOf(people, told.ids.includes(everyone))), told.ids);
}

/** Only our server numbers messages, and only it checks whom they name; what is still here was written here. */
function toldIn({
  meta: { mentions, mentionNames },
  id,
  seq,
}: Pick<Message, 'meta' | 'id' | 'seq'>): { ids: string[]; names: ReadonlyMap<string, string> } | null {
  if (!Array.isArray(mentions) || (id !== null && seq === null)) return null;
  const ids = mentions.filter((userId) => typeof userId === 'string').slice(0, maximumMentions);
  const names = Object.entries(isObject(mentionNames) ? mentionNames : {}).flatMap(([userId, name]) =>
    typeof name === 'string' ? [[userId, name] as const] : [],
  );
  return { ids, names: new Map(names) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Whether these name the person, or everybody. */
export function isMeant(mentions: readonly Mention[], userId: string): boolean {
  return mentions.some(({ userIds }) => userIds.includes(userId) || userIds.includes(everyone));
}
