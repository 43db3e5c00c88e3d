/** What an answer of `changes` tells of members, and all that follows from it. */
import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { BridgeEvent } from '../../../shared/bridge.ts';
import type { RemoteChanges, RemoteMember } from '../../../shared/remote.ts';
import { observeCommits } from '../changes.ts';
import { createBus } from '../facts.ts';
import { createDirectory } from '../people/directory.ts';
import { createPresence, followMembers } from '../people/presence.ts';
import type { Receipts } from '../receipts/receipts.ts';
import { emptyMark } from '../receipts/unread.ts';
import type { RestClient } from '../rest/rest.ts';
import { StoreError } from '../store.ts';
import { createDialogViews } from '../views/dialogViews.ts';
import { createCatchUp } from './catchUp.ts';
import { createDetailsIntake } from './detailsIntake.ts';
import { createLearning } from './learning.ts';

const log = { info: () => {}, warn: () => {} };
const member = (userId: string): RemoteMember => {
  return { userId, role: 'member', deliveredSeq: null, readSeq: null, unreadCount: null };
};

/** A group of three at rev 1, in which `left` types; its changes up to rev 2 tell of these members. */
function setUp(members: RemoteMember[]) {
  const clock = createVirtualClock(0);
  const store = observeCommits(createMemoryHistory(), log);
  const bus = createBus();
  const told: BridgeEvent[] = [];
  const asked: number[] = [];
  let isFull = false;
  const directory = createDirectory({ store, ownUserId: 'me' });
  const nobody = { databaseId: null, memberIds: ['me', 'stays', 'left'], peerId: null, ownMark: null };
  const quiet = { unreadCount: 0, lastActivityAt: 0, lastMessage: null, headSeq: 1, headRev: 2 };
  directory.takeListed({ dialogId: 'dlg_1', name: 'Отдел', kind: 'group', ...nobody, ...quiet });
  const place = { createdAt: 1, id: 'msg_1', seq: 1 };
  directory.update('dlg_1', { certified: { from: place, to: place, reachedStart: true }, knownRev: 1 });
  const presence = createPresence({ bus, clock, ownUserId: 'me', emit: (event) => told.push(event) });
  followMembers({ store, directory, presence });
  presence.startTyping('dlg_1', 'left');
  const rest = {
    changes: async (_dialogId: string, since: number): Promise<RemoteChanges> => {
      asked.push(since);
      return { reset: false, messages: [], marks: [], members, headSeq: 1, headRev: 2 };
    },
    users: async () => [],
    user: async (userId: string) => ({ userId, name: `Имя ${userId}`, phone: null }),
  } as unknown as RestClient;
  const receipts = { takeMembers: () => {} } as unknown as Receipts;
  const details = createDetailsIntake({ directory, receipts });
  createLearning({
    bus,
    rest,
    directory,
    log,
    isUp: () => true,
    takeDetails: details.take,
    onFailed: () => {},
  });
  const catchUp = createCatchUp({
    bus,
    rest,
    pace: { read: (ask) => ask(100), served: () => {}, isStrained: () => false },
    isOpen: () => true,
    clock,
    store,
    has: () => true,
    record: directory.record,
    take(dialogId, _messages, certify) {
      const merged = { heldBack: 0, lacksMeta: false, missed: 0 };
      directory.update(dialogId, certify(merged));
      return merged;
    },
    takeMarks: () => {},
    compared: () => {},
    takeDetails: details.take,
    takeMembers(dialogId, list) {
      if (isFull) throw new StoreError('full');
      details.takeMembers(dialogId, list);
    },
  });
  const views = createDialogViews({
    ownUserId: 'me',
    store,
    directory,
    ownMark: () => emptyMark('me'),
    unreadMentions: () => [],
  });
  return {
    directory,
    catchUp,
    asked,
    told,
    memberCount: () => views.views()[0]?.memberCount,
    learnt: () => clock.runUntil(1),
    fill: (full: boolean) => {
      isFull = full;
    },
  };
}

test('the view, who types and whose name is known follow from it (P7.4)', async () => {
  const { catchUp, directory, told, memberCount, learnt } = setUp([member('me'), member('new')]);
  expect(memberCount()).toBe(3);
  await catchUp.run('dlg_1');
  await learnt();
  expect(memberCount()).toBe(2);
  expect(told.at(-1)).toEqual({ type: 'typing', dialogId: 'dlg_1', userIds: [] });
  expect(directory.userName('new')).toBe('Имя new');
});

test('what could not be stored is told again: its rev is not known yet (S6.16)', async () => {
  const { catchUp, directory, asked, memberCount, fill } = setUp([member('me'), member('new')]);
  fill(true);
  await expect(catchUp.run('dlg_1')).rejects.toThrow(StoreError);
  fill(false);
  await catchUp.run('dlg_1');
  expect([asked, memberCount(), directory.record('dlg_1')?.knownRev]).toEqual([[1, 1], 2, 2]);
});
