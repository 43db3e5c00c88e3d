import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import type { Message } from '../../../shared/domain.ts';
import { removedMessage } from '../timeline/timeline.ts';
import { isListed, newestListable } from './listedMessage.ts';

const message = (key: string, createdAt: number, senderId: string): Message => ({
  key,
  id: key,
  clientMessageId: null,
  dialogId: 'dlg_1',
  senderId,
  content: `Текст ${key}`,
  type: 'text',
  createdAt,
  seq: null,
  state: 'sent',
  failure: null,
  reactions: [],
  meta: {},
});

test.each([
  ['the newest', 'b', 2_000, 'other', true],
  ['another of its millisecond', 'a', 2_000, 'me', true],
  ['one that is not here', 'c', 2_000, 'other', false],
  ['the text of somebody else', 'a', 2_000, 'other', false],
  ['an earlier one', 'old', 1_000, 'other', false],
  ['a later one', 'b', 3_000, 'other', false],
])('a list that names %s (S7.3)', (_what, key, createdAt, senderId, listed) => {
  const store = createMemoryHistory();
  for (const stored of [
    message('old', 1_000, 'other'),
    message('a', 2_000, 'me'),
    message('b', 2_000, 'other'),
  ])
    store.saveMessage(stored);
  const newest = store.newestSent('dlg_1');
  const last = { content: `Текст ${key}`, senderId, type: 'text', createdAt };
  expect(newest !== null && isListed(store, last, newest)).toBe(listed);
});

test('what was removed is looked past: no list names it (S4.12)', () => {
  const store = createMemoryHistory();
  expect(newestListable(store, 'dlg_1')).toBeNull();
  store.saveMessage(message('a', 1_000, 'me'));
  for (const key of ['b', 'c']) store.saveMessage(removedMessage(message(key, 2_000, 'other'), 'told'));
  expect(newestListable(store, 'dlg_1')?.key).toBe('a');
});
