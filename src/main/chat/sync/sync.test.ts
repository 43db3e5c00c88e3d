import { describe, expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { RemoteDialog } from '../../../shared/remote.ts';
import { createBus } from '../facts.ts';
import { createJournal } from '../journal.ts';
import { createDirectory } from '../people/directory.ts';
import { emptyMark } from '../receipts/unread.ts';
import type { RestClient } from '../rest/rest.ts';
import { createFreshness } from './freshness.ts';
import { createSync, type SyncOptions } from './sync.ts';

/** A server that tells only a count, and perhaps its newest message; answers what each list made of the own mark. */
function setUp(tellsMessage = true) {
  const clock = createVirtualClock(10_000);
  const store = createMemoryHistory();
  const marks: number[] = [];
  const behind: string[] = [];
  const bus = createBus();
  bus.on('dialogsBehind', (dialogIds) => void behind.push(...dialogIds));
  let listed: RemoteDialog;
  const directory = createDirectory({ store, ownUserId: 'me' });
  const sync = createSync({
    bus,
    store,
    clock,
    directory,
    ownUserId: 'me',
    rest: {
      dialogs: async () => ({ dialogs: [listed], dropped: 0, pagination: null }),
    } as unknown as RestClient,
    receipts: {
      own: () => emptyMark('me'),
      takeMark: (_dialogId: string, _userId: string, to: { readAt?: number }) => marks.push(to.readAt ?? 0),
    } as unknown as SyncOptions['receipts'],
    journal: createJournal(clock),
    catchUp: { run: async () => {} } as unknown as SyncOptions['catchUp'],
    pace: { isStrained: () => false },
    random: () => 0,
    freshness: createFreshness({ store, ownUserId: 'me' }),
    log: { info: () => {}, warn: () => {} },
    has: () => false,
    isUp: () => true,
    openDialogId: () => null,
    onFailed: () => {},
  });
  return {
    marks,
    behind,
    store,
    sweep: async () => {
      sync.sweepSoon();
      await clock.runUntil(clock.now() + 1_000);
    },
    async list(unreadCount: number, newestAt: number): Promise<void> {
      listed = {
        dialogId: 'dlg_1',
        databaseId: null,
        name: 'Чат',
        kind: 'group',
        unreadCount,
        lastActivityAt: newestAt,
        lastMessage: tellsMessage
          ? { content: 'текст', senderId: 'other', type: 'text', createdAt: newestAt }
          : null,
        headSeq: null,
        headRev: null,
        memberIds: null,
        peerId: null,
        ownMark: null,
      };
      await sync.refreshList();
    },
  };
}

describe.each([
  ['tells', true],
  ['keeps to itself', false],
])('a list that %s the newest message', (_, tellsMessage) => {
  test('zero unread is believed when two lists in a row say it of the same newest message (S9.4)', async () => {
    const { list, marks } = setUp(tellsMessage);
    await list(0, 1_000);
    expect(marks).toEqual([]);
    await list(0, 1_000);
    expect(marks).toEqual([1_000]);
  });

  test('a zero that may be older than the newest message moves nothing (S9.4)', async () => {
    const { list, marks } = setUp(tellsMessage);
    await list(0, 1_000);
    await list(0, 2_000);
    await list(1, 2_000);
    await list(0, 2_000);
    expect(marks).toEqual([]);
  });
});

test('a look at the list names the dialogs whose rooms did not tell what it knows (S3.7)', async () => {
  const { list, behind, store, sweep } = setUp();
  await list(0, 1_000);
  await sweep();
  expect(behind).toEqual([]);
  const told = { key: 'msg_1', id: 'msg_1', senderId: 'other', content: 'раньше', createdAt: 500 };
  store.saveMessage({
    ...told,
    dialogId: 'dlg_1',
    clientMessageId: null,
    type: 'text',
    seq: null,
    state: 'sent',
    failure: null,
    reactions: [],
    meta: {},
  });
  await sweep();
  expect(behind).toEqual(['dlg_1']);
});
