import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import type { Message } from '../../../shared/domain.ts';
import { mergeIntoStore } from './merge.ts';
import { compareMessages, comparePositions, type NamedRemoteMessage } from './timeline.ts';

/** A row on an old server: what was sent once may stand there twice. */
interface ServerRow {
  id: string;
  databaseId: string;
  createdAt: number;
  clientMessageId: string;
}

const sends = fc.array(
  fc.record({
    times: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    isOwn: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

function rowsOf(list: { times: number[] }[]): ServerRow[] {
  return list.flatMap(({ times }, send) =>
    times.map((createdAt, index) => ({
      id: `msg_${(send * 7 + index * 3) % 11}_${send}${index}`,
      databaseId: `hex_${send}${index}`,
      createdAt,
      clientMessageId: `client_${send}`,
    })),
  );
}

function copyOf(row: ServerRow, withMeta: boolean): NamedRemoteMessage {
  return {
    messageId: row.id,
    aliases: [row.id, row.databaseId],
    dialog: { dialogId: 'dlg', databaseId: null },
    dialogId: 'dlg',
    senderId: 'usr_a',
    content: `text of ${row.clientMessageId}`,
    type: 'text',
    createdAt: row.createdAt,
    meta: withMeta ? { clientMessageId: row.clientMessageId } : {},
    clientMessageId: withMeta ? row.clientMessageId : null,
    seq: null,
    rev: null,
    statuses: null,
    reactionCounts: null,
    ownReactions: null,
  };
}

test('model: any copies in any order, as often as they like, end as one row a message in one order (S4.1, S4.2, S5.1)', () => {
  fc.assert(
    fc.property(sends, fc.infiniteStream(fc.nat(1_000)), (list, numbers) => {
      const next = () => Number(numbers.next().value);
      const rows = rowsOf(list);
      const store = createMemoryHistory();
      list.forEach(({ isOwn }, send) => {
        if (!isOwn) return;
        store.saveMessage({
          ...mergeIntoStore(createMemoryHistory(), copyOf(rowsOf([{ times: [1] }])[0] as ServerRow, true))
            .message,
          key: `client_${send}`,
          id: null,
          clientMessageId: `client_${send}`,
          content: `text of client_${send}`,
          createdAt: 9_000 + send,
          state: 'queued',
        });
      });
      // Each row comes up to three times without its meta, and at least once with it, in any order of rows.
      const copies = rows.flatMap((row) => [
        ...Array.from({ length: next() % 3 }, () => ({ at: next(), copy: copyOf(row, false) })),
        ...Array.from({ length: 1 + (next() % 2) }, () => ({ at: next(), copy: copyOf(row, true) })),
      ]);
      for (const { copy } of copies.sort((a, b) => a.at - b.at)) mergeIntoStore(store, copy);

      const shown = store.messagesBefore('dlg', null, 1_000);
      expect(shown.map((message) => message.clientMessageId).sort()).toEqual(
        list.map((_, send) => `client_${send}`).sort(),
      );
      expect([...shown].sort(compareMessages)).toEqual(shown);
      for (const message of shown) {
        const own = rows.filter((row) => row.clientMessageId === message.clientMessageId);
        const lowest = own.reduce((best, row) => (comparePositions(row, best) < 0 ? row : best));
        expect([message.id, message.createdAt, message.state]).toEqual([lowest.id, lowest.createdAt, 'sent']);
        for (const row of own) expect(store.messageByWireId(row.id)?.key).toBe(message.key);
      }
      for (const [send, { isOwn }] of list.entries()) {
        if (isOwn) expect(store.message(`client_${send}`)?.state).toBe('sent');
      }
    }),
    { numRuns: 2_000 },
  );
});

test('a copy that says what is known is not written again (S4.8)', () => {
  const history = createMemoryHistory();
  const written: Message[] = [];
  const store = {
    ...history,
    saveMessage(message: Message) {
      written.push(message);
      history.saveMessage(message);
    },
  };
  const row = { id: 'msg_1', databaseId: 'hex_1', createdAt: 1, clientMessageId: 'client_1' };
  expect(mergeIntoStore(store, copyOf(row, true)).changed).toBe(true);
  expect(mergeIntoStore(store, copyOf(row, true))).toMatchObject({ isNew: false, changed: false });
  expect(mergeIntoStore(store, copyOf(row, false)).changed).toBe(false);
  expect(written).toHaveLength(1);
  expect(mergeIntoStore(store, { ...copyOf(row, true), reactionCounts: { '👍': 1 } }).changed).toBe(true);
  expect(written).toHaveLength(2);
});
