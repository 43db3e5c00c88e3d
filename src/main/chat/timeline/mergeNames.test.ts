import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { parseMessagePage } from '../../../shared/wire.ts';
import { mergeIntoStore } from './merge.ts';

const databaseId = '6b090cb3725af610e02767f3';
const createdAt = 1_762_419_282_731;
const written = { senderId: 'usr_a', content: 'Привет', createdAt };

function take(...rows: Record<string, unknown>[]) {
  const store = createMemoryHistory();
  for (const row of rows) {
    const [message] = parseMessagePage({ data: [{ ...written, ...row }] }).messages;
    if (message?.messageId == null) throw new Error('It has no name');
    mergeIntoStore(store, { ...message, messageId: message.messageId, dialogId: 'dlg_1' });
  }
  return store.messagesBefore('dlg_1', null, 10).map(({ id }) => id);
}

test.each([
  ['its own name first', [{ _id: databaseId, messageId: 'msg_a' }, { _id: databaseId }]],
  ['the database’s first', [{ _id: databaseId }, { _id: databaseId, messageId: 'msg_a' }]],
  ['under other fields', [{ id: databaseId }, { _id: 'msg_a', id: databaseId }, { id: databaseId }]],
])('a message is one row under its own name: %s (S4.10)', (_, rows) => {
  expect(take(...rows)).toEqual(['msg_a']);
});

test('where only the database names it, that is its name (S4.10)', () => {
  expect(take({ _id: databaseId }, { id: databaseId })).toEqual([databaseId]);
});
