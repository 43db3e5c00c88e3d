import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import type { Message } from '../../shared/domain.ts';
import { foldText } from '../../shared/search/foldText.ts';
import { findInFolded, insideWords, parseMessageQuery } from '../../shared/search/messageQuery.ts';
import type { HistoryStore } from '../chat/store.ts';
import { type Database, migrate, openDatabase } from './database.ts';
import { openHistory } from './history.ts';
import { historySchema } from './historySchema.ts';

const folders: string[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chat3-search-'));
  folders.push(folder);
  return join(folder, 'history.db');
}

function message(number: number, content: string): Message {
  return {
    key: `key_${number}`,
    id: `msg_${number}`,
    clientMessageId: null,
    dialogId: `dlg_${number % 2}`,
    senderId: 'other',
    content,
    type: 'text',
    createdAt: 1_000 + number,
    seq: number,
    state: 'sent',
    failure: null,
    reactions: [],
    meta: {},
  };
}

function found(store: HistoryStore, text: string, limit = 100): string[] {
  const query = parseMessageQuery(text);
  if (query === null) throw new Error(`«${text}» asks for nothing`);
  return store.searchMessages({ query, dialogId: null, before: null, limit }).map(({ content }) => content);
}

const piece = fc.constantFrom(
  ...[
    'ёлка',
    'ёлок',
    'сделку',
    'Электрокабель',
    'кабели',
    'C++',
    'C#',
    'v2.14.0',
    '👍',
    '👨‍👩‍👧',
    '❤️',
    '"',
    '*',
    'NOT',
    '-',
  ],
  ...[
    '+7 912 345-67-89',
    '8(912)3456789',
    '345-67-89',
    'café',
    'Андрей'.normalize('NFD'),
    'до\u00adговор',
    '(охрана)',
  ],
  ...['интернет-магазина', '№ 17', '2026', 'о', 'не', '人民', 'a_b', "д'Артаньян", '한국어'],
);
const text = fc
  .array(fc.tuple(piece, fc.constantFrom(' ', '', ', ', '\n')), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.flat().join(''));
const asked = fc.oneof(
  piece,
  fc.constantFrom(
    'елка',
    'кабель',
    'договоры',
    'магазины',
    '89123456789',
    '6789',
    '2.14',
    'арт',
    'о н',
    '+7',
    '912',
  ),
  text.chain((whole) =>
    fc
      .tuple(fc.nat(whole.length), fc.integer({ min: 1, max: 12 }))
      .map(([from, length]) => whole.slice(from, from + length)),
  ),
);

test('the index leaves out nothing that the rule finds', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), fc.array(asked, { maxLength: 6 }), (texts, queries) => {
      const store = openHistory({ file: ':memory:', key: null });
      texts.forEach((content, number) => {
        store.saveMessage(message(number, content));
      });
      for (const insideFrom of Object.values(insideWords)) {
        for (const query of queries.flatMap((one) => parseMessageQuery(one, insideFrom) ?? [])) {
          const expected = texts.filter((content) => findInFolded(foldText(content), query)).reverse();
          const hits = store.searchMessages({ query, dialogId: null, before: null, limit: 100 });
          expect(hits.map(({ content }) => content)).toEqual(expected);
        }
      }
      store.close();
    }),
    { numRuns: 300 },
  );
});

test('what was changed is found as it is now, what was removed no longer', () => {
  const store = openHistory({ file: ':memory:', key: null });
  store.saveMessage(message(1, 'старый текст'));
  store.saveMessage(message(2, 'другой'));
  expect(found(store, 'старый')).toEqual(['старый текст']);
  store.saveMessage({ ...message(1, 'новый текст'), reactions: [{ emoji: '👍', count: 1, mine: true }] });
  expect(found(store, 'старый')).toEqual([]);
  expect(found(store, 'новый')).toEqual(['новый текст']);
  store.removeMessage('key_1');
  expect(found(store, 'текст')).toEqual([]);
  store.saveMessage(message(3, 'занял её место'));
  expect(found(store, 'текст')).toEqual([]);
  store.clearDownloaded();
  expect(found(store, 'место')).toEqual([]);
  store.close();
});

test('what changes again before it was indexed is indexed as it is in the end', () => {
  const store = openHistory({ file: ':memory:', key: null });
  try {
    for (const content of ['первое', 'второе', 'третье']) store.saveMessage(message(1, content));
    expect(found(store, 'третье')).toEqual(['третье']);
    expect(found(store, 'второе')).toEqual([]);
  } finally {
    store.close();
  }
});

test('pages follow each other although most candidates do not answer', () => {
  const store = openHistory({ file: ':memory:', key: null });
  // The same grams, not the same word.
  for (let number = 0; number < 900; number += 1) {
    store.saveMessage(message(number, number % 100 === 0 ? 'abcdefg' : 'abcdef cdefg'));
  }
  const query = parseMessageQuery('abcdefg');
  if (query === null) throw new Error('nothing is asked for');
  const numbers: number[] = [];
  for (let before: Message | null = null; ; ) {
    const page: Message[] = store.searchMessages({ query, dialogId: null, before, limit: 2 });
    numbers.push(...page.map(({ seq }) => seq ?? -1));
    before = page.at(-1) ?? null;
    if (before === null) break;
  }
  expect(numbers).toEqual([800, 700, 600, 500, 400, 300, 200, 100, 0]);
  store.close();
});

function asBefore(file: string, count: number): void {
  const database = openDatabase({ file });
  migrate(database, historySchema.slice(0, 3));
  database.transaction(() => {
    for (let number = 1; number <= count; number += 1) {
      database.run(
        `INSERT INTO messages (row, message_key, dialog_id, sender_id, content, type, pending, created_at, sort_id, state,
           reactions, meta) VALUES (?, ?, 'dlg', 'other', ?, 'text', 0, ?, ?, 'sent', '[]', '{}')`,
        [number, `key_${number}`, `Старые ёлки ${number}`, number, `msg_${number}`],
      );
    }
  });
  database.close();
}

const waiting = (database: Database) =>
  database.get<{ count: number }>('SELECT count(*) AS count FROM unindexed')?.count;

test('a history of an earlier version opens at once and is indexed in slices, the latest first', () => {
  const file = newFile();
  asBefore(file, 3_000);
  vi.useFakeTimers();
  const store = openHistory({ file, key: null });
  const beside = openDatabase({ file });
  expect(waiting(beside)).toBe(3_000);
  vi.advanceTimersByTime(1_000);
  expect(waiting(beside)).toBe(2_800);
  expect(beside.get('SELECT max(row) AS row FROM unindexed')).toEqual({ row: 2_800 });
  // A search takes more at once, but not all.
  expect(found(store, 'елка', 1)).toEqual(['Старые ёлки 3000']);
  expect(waiting(beside)).toBe(800);
  vi.advanceTimersByTime(1_000);
  expect(waiting(beside)).toBe(0);
  expect(found(store, '«ёлки 1»', 4_000)).toContain('Старые ёлки 1');
  beside.close();
  store.close();
});

test('a slice that comes after the history was closed does nothing', () => {
  vi.useFakeTimers();
  const store = openHistory({ file: ':memory:', key: null });
  store.saveMessage(message(1, 'текст'));
  store.close();
  expect(vi.getTimerCount()).toBe(0);
});
