/** Catching up where the server takes its time: what somebody looks at comes first, and one chat holds up no other. */
import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createRandom, createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import { createBus } from '../facts.ts';
import { createJournal } from '../journal.ts';
import { createDirectory } from '../people/directory.ts';
import { emptyMark } from '../receipts/unread.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import type { CatchUp } from './catchUp.ts';
import { createFreshness } from './freshness.ts';
import { createSync, type SyncOptions } from './sync.ts';

const slow = () =>
  new ApiError({ code: 'serverFailed', status: 500, sentence: 'timeout of 10000ms exceeded' });
const away = () => new ApiError({ code: 'connectionLost', failure: 'reset' });

/** Ten chats, dlg_9 the latest; what is listed differs from what is here, unless `known`. */
function setUp(options: {
  unread?: string[];
  open?: string;
  strained?: boolean;
  known?: boolean;
  fails?: (dialogId: string) => Error | null;
}) {
  const { unread = [], open = null, strained = false, known = false, fails = () => null } = options;
  const clock = createVirtualClock(10_000);
  const store = createMemoryHistory();
  const asked: string[] = [];
  const directory = createDirectory({ store, ownUserId: 'me' });
  const listed = Array.from({ length: 10 }, (_, index) => {
    const dialogId = `dlg_${index}`;
    return {
      dialogId,
      databaseId: null,
      name: dialogId,
      kind: 'group' as const,
      unreadCount: unread.includes(dialogId) ? 1 : 0,
      lastActivityAt: 1_000 + index,
      lastMessage: known
        ? null
        : { content: 'текст', senderId: 'me', type: 'text', createdAt: 1_000 + index },
      headSeq: null,
      headRev: null,
      memberIds: null,
      peerId: null,
      ownMark: null,
    };
  });
  for (const dialog of listed) {
    directory.takeListed(dialog);
    const place = { createdAt: 1, id: 'msg_1', seq: null };
    directory.update(dialog.dialogId, {
      certified: { from: place, to: place, reachedStart: true },
      lookedAt: dialog.lastActivityAt,
    });
  }
  const sync = createSync({
    bus: createBus(),
    store,
    clock,
    random: createRandom(1),
    directory,
    ownUserId: 'me',
    journal: createJournal(clock),
    rest: {
      dialogs: async () => ({ dialogs: listed, dropped: 0, pagination: null }),
      users: async () => [],
    } as unknown as RestClient,
    receipts: {
      own: () => emptyMark('me'),
      takeMark: () => {},
      resume: () => {},
    } as unknown as SyncOptions['receipts'],
    catchUp: {
      run: async (dialogId: string) => {
        asked.push(dialogId);
        const failure = fails(dialogId);
        if (failure !== null) throw failure;
        const { lastMessage, lastActivityAt } = directory.record(dialogId) ?? {};
        if (lastMessage == null) return;
        const place = { createdAt: lastMessage.createdAt, id: dialogId, seq: null };
        directory.update(dialogId, {
          lookedAt: lastActivityAt ?? 0,
          certified: { from: place, to: place, reachedStart: true },
        });
        store.saveMessage({
          ...lastMessage,
          key: dialogId,
          id: dialogId,
          clientMessageId: null,
          dialogId,
          seq: null,
          state: 'sent',
          failure: null,
          reactions: [],
          meta: {},
          removed: undefined,
        });
      },
    } as unknown as CatchUp,
    pace: { isStrained: () => strained },
    freshness: createFreshness({ store, ownUserId: 'me' }),
    log: { info: () => {}, warn: () => {} },
    has: () => false,
    isUp: () => true,
    openDialogId: () => open,
    onFailed: () => {},
  });
  const settle = () => clock.runUntil(clock.now());
  return { clock, asked, sync, settle };
}

test('the open chat comes first, then what is unread, then the latest (S7.1)', async () => {
  const { asked, sync } = setUp({ open: 'dlg_3', unread: ['dlg_1', 'dlg_6'] });
  await sync.reconnected();
  expect(asked.slice(0, 5)).toEqual(['dlg_3', 'dlg_6', 'dlg_1', 'dlg_9', 'dlg_8']);
  expect(new Set(asked).size).toBe(10);
});

test('one chat that the server does not give holds up no other, and is asked for ever less often (S16.5)', async () => {
  const { clock, asked, sync } = setUp({ fails: (dialogId) => (dialogId === 'dlg_9' ? slow() : null) });
  await sync.reconnected();
  expect(new Set(asked).size).toBe(10);
  asked.length = 0;
  await clock.runUntil(clock.now() + 60 * 60_000);
  expect(new Set(asked)).toEqual(new Set(['dlg_9']));
  expect(asked.length).toBeGreaterThan(10);
  // The look at the list once a minute adds none.
  expect(asked.length).toBeLessThanOrEqual(30);
});

test('a server that cannot be reached at all is waited for as a whole', async () => {
  const { sync } = setUp({ fails: away });
  await expect(sync.reconnected()).rejects.toThrow(ApiError);
});

test('a token that is doubted ends it', async () => {
  const { sync } = setUp({ fails: () => new ApiError({ code: 'sessionExpired', status: 401 }) });
  await expect(sync.reconnected()).rejects.toThrow(ApiError);
});

test('where the server has enough to do, chats without news are read when somebody opens them (S16.4)', async () => {
  const busy = setUp({ open: 'dlg_3', strained: true, known: true });
  await busy.sync.reconnected();
  expect(busy.asked).toEqual(['dlg_3']);
  const idle = setUp({ open: 'dlg_3', known: true });
  await idle.sync.reconnected();
  expect(idle.asked).toHaveLength(10);
});
