/**
 * Search in the history. The index holds every three neighbouring characters («grams») of a text's searched form, without
 * their places: it names candidates, and `findInFolded` decides, as it does for what is marked on screen.
 */

import { readAttachments } from '../../shared/attachmentSchema.ts';
import { searchedText } from '../../shared/attachments.ts';
import type { Message } from '../../shared/domain.ts';
import { foldText } from '../../shared/search/foldText.ts';
import { findInFolded, isInside, type MessageQuery, type Term } from '../../shared/search/messageQuery.ts';
import { findPhones, phoneReadings } from '../../shared/search/phones.ts';
import type { MessageSearch } from '../chat/store.ts';
import type { Database } from './database.ts';
import {
  isMessage,
  type MessageRow,
  messageColumns,
  newestFirst,
  placeOf,
  readMeta,
  toMessage,
} from './historyMessages.ts';

/** Before a search so many are indexed that were not; more would keep the person waiting. */
const indexedBeforeSearch = 2_000;

export function historySearch(database: Database) {
  /** The latest first. Answers whether any are left. */
  function indexSome(limit: number): boolean {
    const rows = database.all<{ row: number; content: string | null; meta: string | null }>(
      `SELECT unindexed.row AS row, messages.content AS content, messages.meta AS meta FROM unindexed
       LEFT JOIN messages ON messages.row = unindexed.row ORDER BY unindexed.row DESC LIMIT ?`,
      [limit],
    );
    if (rows.length === 0) return false;
    database.transaction(() => {
      for (const { row, content, meta } of rows) {
        if (content !== null && meta !== null) {
          const text = searchedIn({ content, meta: readMeta(meta) });
          database.run('INSERT OR REPLACE INTO grams (rowid, content) VALUES (?, ?)', [row, spaced(text)]);
        }
        database.run('DELETE FROM unindexed WHERE row = ?', [row]);
      }
    });
    return rows.length === limit;
  }

  function candidates(
    match: string | null,
    filesOnly: boolean,
    dialogId: string | null,
    before: Message | null,
    limit: number,
  ): Message[] {
    return database
      .all<MessageRow>(
        `SELECT ${messageColumns} FROM messages WHERE ${isMessage}
           ${match === null ? '' : 'AND row IN (SELECT rowid FROM grams WHERE grams MATCH ?)'}
           ${filesOnly ? hasFiles : ''}
           ${dialogId === null ? '' : 'AND dialog_id = ?'}
           ${before === null ? '' : 'AND (pending, created_at, sort_id) < (?, ?, ?)'} ${newestFirst} LIMIT ?`,
        [
          ...(match === null ? [] : [match]),
          ...(dialogId === null ? [] : [dialogId]),
          ...(before === null ? [] : placeOf(before).slice(1)),
          limit,
        ],
      )
      .map(toMessage);
  }

  return {
    indexSome,
    searchMessages({ query, filesOnly = false, dialogId, before, limit }: MessageSearch): Message[] {
      indexSome(indexedBeforeSearch);
      const match = query && matchOf(query);
      const found: Message[] = [];
      let above = before;
      for (let size = limit + 20; ; size *= 4) {
        const page = candidates(match, filesOnly, dialogId, above, size);
        found.push(...page.filter((message) => isFound(message, query)));
        if (found.length >= limit || page.length < size) return found.slice(0, limit);
        above = page.at(-1) ?? null;
      }
    },
  };
}

const isFound = (message: Message, query: MessageQuery | null) =>
  query === null || findInFolded(foldText(searchedIn(message)), query) !== null;

/** What the index is made of: the text and the names of its files. */
const searchedIn = ({ content, meta }: Pick<Message, 'content' | 'meta'>) =>
  searchedText({ content, ...readAttachments({ meta }) });

const hasFiles = `AND json_valid(meta) AND json_array_length(meta, '$.attachments') > 0`;

/**
 * Words and single signs, two spaces before each. So there are grams that only beginnings of words have, which finds words
 * of one and two letters, and one that only a sign has.
 */
function spaced(content: string): string {
  const folded = foldText(content);
  const phones = findPhones(folded).map(({ digits }) => `  ${digits}`);
  return `${spacedParts(folded)}  ${phones.join('')}`;
}

function spacedParts(folded: string): string {
  return (folded.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []).map((part) => `  ${part}`).join('');
}

/** The query as the index understands it. */
function matchOf({ terms, digits, insideFrom }: MessageQuery): string {
  const every = terms.map((term) => `(${waysOf(term, insideFrom).map(gramsOf).join(' OR ')})`).join(' AND ');
  return digits === null ? every : `(${every}) OR ${waysOfPhone(digits).map(gramsOf).join(' OR ')}`;
}

/** The spaced texts of which one has to be there. */
function waysOf({ text, isWord, forms, digits }: Term, insideFrom: number): string[] {
  const words = [text, ...(forms?.beginnings ?? []).map((beginning) => forms?.head + beginning)];
  return [
    ...words.map((word) => spacedPart(word, isWord && !isInside(word, insideFrom))),
    ...(digits === null ? [] : waysOfPhone(digits)),
  ];
}

function waysOfPhone(digits: string): string[] {
  const { inside, start } = phoneReadings(digits);
  return start === null ? [inside] : [inside, `  ${start}`];
}

/** A part that may stand in the middle of a word has no spaces before it. */
function spacedPart(part: string, atWordStart: boolean): string {
  const spacedWhole = spacedParts(part);
  return atWordStart || /^ {2}[^\p{L}\p{N}]/u.test(spacedWhole) ? spacedWhole : spacedWhole.slice(2);
}

/** All of them, in any place. Each is quoted, so that nothing in it is an operator. */
function gramsOf(text: string): string {
  const characters = Array.from(text);
  const grams = new Set<string>();
  for (let index = 0; index + 3 <= characters.length; index += 1) {
    grams.add(characters.slice(index, index + 3).join(''));
  }
  return `(${[...grams].map((gram) => `"${gram.replaceAll('"', '""')}"`).join(' AND ')})`;
}
