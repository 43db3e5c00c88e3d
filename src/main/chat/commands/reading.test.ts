import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { Message } from '../../../shared/domain.ts';
import type { RemoteDialog } from '../../../shared/remote.ts';
import { undoMarkAllReadMs } from '../../../shared/views.ts';
import { createBus } from '../facts.ts';
import { createDirectory } from '../people/directory.ts';
import { createReceipts } from '../receipts/receipts.ts';
import type { RestClient } from '../rest/rest.ts';
import type { HistoryStore } from '../store.ts';
import { createDialogViews } from '../views/dialogViews.ts';
import { createReading } from './reading.ts';

/** Two chats with two messages of somebody else each; `told` is what the server was told as read. */
function setUp(store: HistoryStore = createMemoryHistory()) {
  const clock = createVirtualClock(10_000);
  const told: string[] = [];
  const directory = createDirectory({ store, ownUserId: 'me' });
  const receipts = createReceipts({
    bus: createBus(),
    store,
    clock,
    random: () => 0,
    log: { info: () => {}, warn: () => {} },
    rest: {
      moveWatermark: async (dialogId: string, kind: string, seq: number) => {
        if (kind === 'read') told.push(`${dialogId} ${seq}`);
      },
    } as unknown as RestClient,
    ownUserId: 'me',
    has: (feature) => feature === 'watermarks' || feature === 'seq',
    isLive: () => true,
    record: directory.record,
    updateRecord: directory.update,
    peerOf: () => null,
  });
  const views = createDialogViews({
    ownUserId: 'me',
    store,
    directory,
    ownMark: receipts.own,
    unreadMentions: () => [],
  });
  const reading = createReading({ store, directory, views, receipts, clock });

  function receive(dialogId: string, seq: number): void {
    const key = `${dialogId}-${seq}`;
    const message: Message = {
      key,
      id: key,
      clientMessageId: null,
      dialogId,
      senderId: 'other',
      content: key,
      type: 'text',
      createdAt: 1_000 + seq,
      seq,
      state: 'sent',
      failure: null,
      reactions: [],
      meta: {},
    };
    store.saveMessage(message);
    const position = { createdAt: message.createdAt, id: key, seq };
    directory.takeListed({
      ...listed,
      dialogId,
      unreadCount: seq,
      headSeq: seq,
      lastMessage: { senderId: 'other', content: key, type: 'text', createdAt: message.createdAt },
    });
    directory.update(dialogId, {
      certified: { from: { ...position, seq: 1 }, to: position, reachedStart: true },
    });
  }

  for (const dialogId of ['dlg_a', 'dlg_b']) for (const seq of [1, 2]) receive(dialogId, seq);
  const view = (dialogId: string) => {
    const { unreadCount, markedUnread } = views.views().find((one) => one.dialogId === dialogId) ?? {};
    return markedUnread ? `${unreadCount} marked` : unreadCount;
  };
  const after = (delayMs: number) => clock.runUntil(clock.now() + delayMs);
  return { reading, receive, view, after, told, store };
}

const listed: RemoteDialog = {
  dialogId: '',
  databaseId: null,
  name: 'Чат',
  kind: 'group',
  unreadCount: 0,
  lastActivityAt: 0,
  lastMessage: null,
  headSeq: 0,
  headRev: null,
  memberIds: null,
  peerId: null,
  ownMark: null,
};

test('all is read here at once, and others hear of it when it cannot be taken back any more (S9.6)', async () => {
  const { reading, view, after, told } = setUp();
  reading.markAllRead();
  expect([view('dlg_a'), view('dlg_b')]).toEqual([0, 0]);
  await after(undoMarkAllReadMs - 1);
  expect(told).toEqual([]);
  await after(1_000);
  expect(told).toEqual(['dlg_a 2', 'dlg_b 2']);
  reading.undoMarkAllRead();
  expect(view('dlg_a')).toBe(0);
});

test('taken back, everything is as it was, marks by hand too, and nobody heard of it', async () => {
  const { reading, view, after, told } = setUp();
  reading.setMarkedUnread('dlg_b', true);
  reading.markAllRead();
  expect(view('dlg_b')).toBe(0);
  await after(undoMarkAllReadMs - 1);
  reading.undoMarkAllRead();
  expect([view('dlg_a'), view('dlg_b')]).toEqual([2, '2 marked']);
  await after(60_000);
  expect(told).toEqual([]);
});

test('what was read meanwhile stays read and is told; the rest comes back (S9.6)', async () => {
  const { reading, view, after, told } = setUp();
  reading.markAllRead();
  reading.markRead('dlg_a', 'dlg_a-2');
  await after(1_000);
  expect(told).toEqual(['dlg_a 2']);
  reading.undoMarkAllRead();
  expect([view('dlg_a'), view('dlg_b')]).toEqual([0, 2]);
});

test('what arrives after it is unread', async () => {
  const { reading, receive, view, after, told } = setUp();
  reading.markAllRead();
  receive('dlg_a', 3);
  expect(view('dlg_a')).toBe(1);
  await after(undoMarkAllReadMs + 1_000);
  expect([view('dlg_a'), told[0]]).toEqual([1, 'dlg_a 2']);
});

test('done twice, only the second can be taken back; a chat by hand alone counts as well', async () => {
  const { reading, receive, view, after } = setUp();
  reading.markAllRead();
  receive('dlg_a', 3);
  reading.setMarkedUnread('dlg_b', true);
  reading.markAllRead();
  reading.undoMarkAllRead();
  expect([view('dlg_a'), view('dlg_b')]).toEqual([1, '0 marked']);
  await after(60_000);
  expect(view('dlg_a')).toBe(1);
});

test('quitting keeps it: the next start finds it read (S9.6)', () => {
  const { reading, store } = setUp();
  reading.markAllRead();
  reading.keepAllRead();
  expect(store.marks('dlg_a')).toMatchObject([{ userId: 'me', readSeq: 2 }]);
});

test('reading on ends the mark by hand (S9.7)', () => {
  const { reading, receive, view } = setUp();
  reading.markRead('dlg_a', 'dlg_a-2');
  reading.setMarkedUnread('dlg_a', true);
  reading.markRead('dlg_a', 'dlg_a-2');
  expect(view('dlg_a')).toBe('0 marked');
  receive('dlg_a', 3);
  reading.markRead('dlg_a', 'dlg_a-3');
  expect(view('dlg_a')).toBe(0);
});
