import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Message } from '../../shared/domain.ts';
import { parseMessageQuery } from '../../shared/search/messageQuery.ts';
import { migrate, openDatabase } from './database.ts';
import { openHistory } from './history.ts';
import { historySchema } from './historySchema.ts';

const sent: Message = {
  key: 'key_1',
  id: 'msg_1',
  clientMessageId: null,
  dialogId: 'dlg',
  senderId: 'other',
  content: 'Старые ёлки',
  type: 'text',
  createdAt: 1_000,
  seq: null,
  state: 'sent',
  failure: null,
  reactions: [],
  meta: {},
};

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chat3-revisions-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'history.db');
}

test('a history from before revisions keeps its messages, whose age nobody knows (S4.11)', () => {
  const file = newFile();
  const before = openDatabase({ file });
  migrate(before, historySchema.slice(0, 7));
  before.run(
    `INSERT INTO messages (row, message_key, dialog_id, wire_id, sender_id, content, type, pending, created_at, sort_id,
       state, reactions, meta) VALUES (1, 'key_1', 'dlg', 'msg_1', 'other', 'Старые ёлки', 'text', 0, 1000, 'msg_1',
       'sent', '[]', '{}')`,
  );
  before.close();
  const store = openHistory({ file, key: null });
  expect(store.message('key_1')).toEqual(sent);
  const newer: Message = { ...sent, rev: 9, updatedAt: 2_000, edited: { at: null } };
  store.saveMessage(newer);
  store.close();
  const again = openHistory({ file, key: null });
  expect(again.message('key_1')).toEqual(newer);
  again.close();
});

test('what was removed is found by no search and counted by no one, and keeps its place (S4.12)', () => {
  const store = openHistory({ file: ':memory:', key: null });
  const query = parseMessageQuery('ёлки');
  if (query === null) throw new Error('It asks for nothing');
  const mark = { userId: 'me', deliveredSeq: 0, readSeq: 0, deliveredAt: 0, readAt: 0 };
  const search = { query, dialogId: null, before: null, limit: 10 };
  store.saveMessage(sent);
  expect([store.searchMessages(search).length, store.countUnread('dlg', 'me', mark, 0)]).toEqual([1, 1]);
  store.saveMessage({ ...sent, content: '', removed: 'told' });
  expect([store.searchMessages(search).length, store.countUnread('dlg', 'me', mark, 0)]).toEqual([0, 0]);
  expect(store.firstUnread('dlg', 'me', mark, null)).toBeNull();
  expect(store.newestMessage('dlg')).toMatchObject({ key: 'key_1', removed: 'told' });
  store.close();
});
