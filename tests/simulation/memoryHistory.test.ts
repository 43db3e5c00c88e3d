import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistoryStore } from '../../src/main/chat/store.ts';
import { openHistory } from '../../src/main/storage/history.ts';
import type { CatchUpEntry } from '../../src/shared/diagnostics.ts';
import type { Message } from '../../src/shared/domain.ts';
import { insideWords, parseMessageQuery } from '../../src/shared/search/messageQuery.ts';
import { timeLimitMs } from './expectation.ts';
import { createMemoryHistory } from './memoryHistory.ts';

const dialogIds = ['dlg_1', 'dlg_2'];

const message: fc.Arbitrary<Message> = fc
  .record({
    key: fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5', 'k6'),
    isPending: fc.boolean(),
    dialogId: fc.constantFrom(...dialogIds),
    senderId: fc.constantFrom('me', 'other'),
    createdAt: fc.integer({ min: 1, max: 5 }),
    tie: fc.constantFrom('a', 'z', undefined),
    seq: fc.option(fc.integer({ min: 1, max: 5 })),
    type: fc.constantFrom(
      'text',
      'text',
      'system',
      'SYSTEM',
      'System.Added',
      'system_added',
      'systems',
      'file',
    ),
    revision: fc.constantFrom({}, { rev: 0, edited: { at: 7 } }, { updatedAt: 3, edited: { at: null } }),
    removed: fc.constantFrom(undefined, undefined, 'told' as const, 'missing' as const),
    replyTo: fc.constantFrom(undefined, undefined, 'k1', 'msg_k2', 'hex1', 'nobody'),
  })
  .map(({ isPending, tie, revision, removed, replyTo, ...given }) => ({
    ...given,
    ...revision,
    ...(removed && { removed }),
    id: isPending ? null : `msg_${given.key}`,
    ...(isPending || tie === undefined ? {} : { tie: `${tie} msg_${given.key}` }),
    clientMessageId: `client_${given.key}`,
    content: ['k1', 'k2'].includes(given.key)
      ? 'Ещё text of twins, C++'
      : `${given.key}: ёлку +7 912 345-67-89${['k3', 'k4', 'k5'].includes(given.key) ? ' @Анна' : ''}`,
    state: isPending ? 'queued' : 'sent',
    failure: null,
    reactions: [],
    meta: replyTo === undefined ? {} : { replyTo },
  }));

const queries = ['twi', 'еще tex', 'k3', 'none', '+7 912', 'о', 'елка', 'c++', '89123456789'].flatMap(
  (query) => [parseMessageQuery(query) ?? [], parseMessageQuery(query, insideWords.generous) ?? []].flat(),
);

/** As one that found something. */
function reconnect(number: number): CatchUpEntry {
  const place = { createdAt: 1, id: 'msg_k1', seq: null };
  const counts = { durationMs: 5, received: 2, duplicatesDropped: 0, compared: 1, vanished: 0, lost: 1 };
  const range = { dialogId: 'dlg_1', from: place, to: null, repaired: 1 };
  return {
    ...{ number, at: 7, epoch: 1, repaired: 1, differences: 1, awaited: ['dlg_2'], ...counts },
    ranges: [{ ...range, differences: [{ kind: 'absent', id: '#3' }] }],
  };
}

type Step = (store: HistoryStore) => unknown;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: message.map(
      (given): Step =>
        (store) =>
          store.saveMessage(given),
    ),
  },
  message.map(
    ({ key }): Step =>
      (store) =>
        store.removeMessage(key),
  ),
  fc.tuple(message, fc.constantFrom('hex1', 'hex2')).map(
    ([{ key }, wireId]): Step =>
      (store) => {
        if (store.message(key) !== null) store.addAliases(key, [wireId]);
      },
  ),
  fc.tuple(fc.constantFrom(...dialogIds), fc.constantFrom('', 'draft'), fc.constantFrom(undefined, 'k1')).map(
    ([dialogId, text, replyTo]): Step =>
      (store) =>
        store.saveDraft(dialogId, text, replyTo),
  ),
  fc.constantFrom(...dialogIds).map(
    (dialogId): Step =>
      (store) =>
        store.removeDialog(dialogId),
  ),
  fc.constant((store: HistoryStore) => store.clearDownloaded()),
  fc.constantFrom(1, 2, 51, 52).map(
    (number): Step =>
      (store) =>
        store.saveReconnect(reconnect(number)),
  ),
);

/** Everything the engine can ask, asked. */
function answers(store: HistoryStore): unknown {
  const mark = { userId: 'me', deliveredSeq: 0, readSeq: 2, deliveredAt: 0, readAt: 2 };
  return dialogIds.map((dialogId) => {
    const all = store.messagesBefore(dialogId, null, 100);
    const from = { createdAt: 2, id: 'msg_k3', seq: null };
    return {
      all,
      around: all.map((entry) => [
        store.messagesBefore(dialogId, entry, 2),
        store.messagesAfter(dialogId, entry, 2),
        store.hasTwin(entry, 1),
        store.messageByClientMessageId(entry.senderId, String(entry.clientMessageId)),
      ]),
      replies: ['k1', 'k2', 'k3', 'hex1', 'msg_k2', 'nobody'].map((name) =>
        store.repliesTo(name).sort((a, b) => a.key.localeCompare(b.key)),
      ),
      aliases: ['hex1', 'hex2'].map((wireId) => store.messageByWireId(wireId)),
      newest: [store.newestMessage(dialogId), store.newestSent(dialogId)],
      unread: [
        store.firstUnread(dialogId, 'me', mark, null),
        store.firstUnread(dialogId, 'me', mark, from),
        store.countUnread(dialogId, 'me', mark, 0),
        store.countUnread(dialogId, 'me', mark, 3),
        store.unreadWithAt(dialogId, 'me', mark, 100),
        store.unreadWithAt(dialogId, 'me', mark, 1),
      ],
      between: store.othersBetween(dialogId, 'me', 1, 4, 2),
      from: store.countSentFrom(dialogId, from),
      found: queries.map((query) => [
        store.searchMessages({ query, dialogId, before: null, limit: 100 }),
        store.searchMessages({ query, dialogId, before: all.at(-1) ?? null, limit: 2 }),
      ]),
      count: store.size().messageCount,
      reconnects: store.reconnects(),
      drafts: store.drafts().sort((a, b) => a.dialogId.localeCompare(b.dialogId)),
    };
  });
}

test(
  'the history in memory answers as the one on disk',
  () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const [memory, disk] = [createMemoryHistory(), openHistory({ file: ':memory:', key: null })];
        for (const apply of steps) {
          apply(memory);
          apply(disk);
        }
        expect(answers(memory)).toEqual(answers(disk));
        disk.close();
      }),
      { numRuns: 150 },
    );
  },
  timeLimitMs,
);
