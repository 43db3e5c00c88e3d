import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { mergeIntoStore } from './merge.ts';
import { compareRevisions, isOlder } from './revision.ts';
import { mergeCopy, type NamedRemoteMessage } from './timeline.ts';

function copy(change: Partial<NamedRemoteMessage> = {}): NamedRemoteMessage {
  return {
    messageId: 'msg_1',
    aliases: ['msg_1'],
    dialog: { dialogId: 'dlg_1', databaseId: null },
    dialogId: 'dlg_1',
    senderId: 'usr_a',
    content: 'первый',
    type: 'text',
    createdAt: 1_000,
    meta: {},
    clientMessageId: null,
    seq: null,
    rev: null,
    statuses: null,
    reactionCounts: null,
    ownReactions: null,
    ...change,
  };
}

test.each([
  [{ rev: 3 }, { rev: 4 }, -1],
  [{ rev: 4, updatedAt: 1 }, { rev: 3, updatedAt: 2 }, 1],
  [{ updatedAt: 7 }, { updatedAt: 7 }, 0],
  [{ rev: null, updatedAt: 7 }, { rev: 1, updatedAt: 8 }, -1],
  [{ rev: 1 }, { updatedAt: 8 }, null],
  [{}, { rev: 1, updatedAt: 8 }, null],
])('%j against %j: %s (S4.11)', (a, b, compared) => {
  expect(compareRevisions(a, b)).toBe(compared);
  expect(isOlder(a, b)).toBe((compared ?? 0) < 0);
});

test('an older copy changes nothing of a newer row (S4.11)', () => {
  const row = mergeCopy(
    null,
    copy({ rev: 5, content: 'второй', reactionCounts: { '👍': 1 }, meta: { a: 1 } }),
  );
  const older = copy({ rev: 4, type: 'image', reactionCounts: { '👎': 3 }, meta: { b: 2 } });
  expect(mergeCopy(row, older)).toEqual(row);
});

test('other text of a newer copy is an edit, in place (S4.13)', () => {
  const row = mergeCopy(null, copy({ updatedAt: 1_000 }));
  const edited = mergeCopy(row, copy({ updatedAt: 2_000, content: 'второй' }));
  expect(edited).toEqual({ ...row, updatedAt: 2_000, content: 'второй', edited: { at: 2_000 } });
  // Where the server tells the time of the edit, that is it, and it stays with what comes later of other things.
  const told = mergeCopy(row, copy({ updatedAt: 3_000, editedAt: 2_500, content: 'третий' }));
  expect(told.edited).toEqual({ at: 2_500 });
  expect(mergeCopy(told, copy({ updatedAt: 4_000, content: 'третий' })).edited).toEqual({ at: 2_500 });
});

test('without a time the edit has none, and of equal age other text is none (S4.11, S4.13)', () => {
  const row = mergeCopy(null, copy());
  expect(mergeCopy(row, copy({ content: 'второй' }))).toMatchObject({
    content: 'второй',
    edited: { at: null },
  });
  const aged = mergeCopy(null, copy({ updatedAt: 1 }));
  const same = mergeCopy(aged, copy({ updatedAt: 1, content: 'второй' }));
  expect([same.content, same.edited]).toEqual(['второй', undefined]);
});

test('what was removed keeps its place and nothing else, and no copy revives it (S4.12)', () => {
  const row = mergeCopy(null, copy({ rev: 2, seq: 7, reactionCounts: { '👍': 1 }, meta: { a: 1 } }));
  const removed = mergeCopy(row, copy({ rev: 4, seq: 7, removed: true }));
  expect(removed).toMatchObject({
    key: row.key,
    seq: 7,
    content: '',
    reactions: [],
    meta: {},
    removed: 'told',
  });
  for (const rev of [3, 4, 5, null]) {
    const after = mergeCopy(removed, copy({ rev, seq: 7, reactionCounts: { '👍': 1 } }));
    expect(after).toEqual({ ...removed, rev: Math.max(4, rev ?? 0) });
  }
});

test('of two rows of one message the lower one says what it says, in any order (S4.3)', () => {
  const low = copy({ messageId: 'msg_1', clientMessageId: 'c', updatedAt: 1_500, content: 'изменён' });
  const high = copy({
    messageId: 'msg_2',
    aliases: ['msg_2'],
    createdAt: 2_000,
    clientMessageId: 'c',
    updatedAt: 2_000,
  });
  expect(mergeCopy(mergeCopy(null, high), low).content).toBe('изменён');
  expect(mergeCopy(mergeCopy(null, low), high)).toEqual(mergeCopy(null, low));
  const highIsGone = { ...high, removed: true as const };
  expect(mergeCopy(mergeCopy(null, low), highIsGone).removed).toBeUndefined();
  expect(mergeCopy(mergeCopy(null, highIsGone), low).removed).toBeUndefined();
});

test('model: copies of any age, in any order and number, end as what is newest; a removal ends it (S4.11, S4.12)', () => {
  const version = fc.record({
    at: fc.integer({ min: 1, max: 6 }),
    kind: fc.constantFrom('rev', 'updatedAt'),
  });
  fc.assert(
    fc.property(
      fc.array(version, { minLength: 1, maxLength: 12 }),
      fc.constantFrom('rev', 'updatedAt'),
      fc.option(fc.integer({ min: 1, max: 6 })),
      (versions, kind, removedAt) => {
        const store = createMemoryHistory();
        for (const { at } of versions) {
          const isGone = removedAt !== null && at >= removedAt;
          mergeIntoStore(
            store,
            copy({
              [kind]: at,
              content: isGone ? '' : `text ${at}`,
              reactionCounts: { '👍': at },
              ...(isGone ? { removed: true } : {}),
            }),
          );
        }
        const newest = Math.max(...versions.map(({ at }) => at));
        const isGone = removedAt !== null && newest >= removedAt;
        expect(store.message('msg_1')).toMatchObject({
          content: isGone ? '' : `text ${newest}`,
          reactions: isGone ? [] : [{ emoji: '👍', count: newest, mine: false }],
          [kind]: newest,
        });
        expect(store.message('msg_1')?.removed).toBe(isGone ? 'told' : undefined);
      },
    ),
    { numRuns: 1_000 },
  );
});
