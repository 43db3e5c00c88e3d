/** Who is named, as the account knows people: what is unread of it, and what is written down of it. */
import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { BridgeEvent } from '../../../shared/bridge.ts';
import type { MemberRole, Message } from '../../../shared/domain.ts';
import { observeCommits } from '../changes.ts';
import { createBus } from '../facts.ts';
import { emptyMark } from '../receipts/unread.ts';
import type { HistoryStore } from '../store.ts';
import { type Arrival, tellArrivals } from '../views/arrivals.ts';
import { showChatList } from '../views/chatList.ts';
import { createDialogViews } from '../views/dialogViews.ts';
import { createDirectory } from './directory.ts';
import { createMentions } from './mentions.ts';

const user = { userId: 'me', name: 'Андрей Волков', phone: null };
const dialogId = 'dlg_1';

function setUp({
  kept = createMemoryHistory(),
  role = 'member' as MemberRole | null,
  members = ['me', 'maria', 'other'] as string[] | null,
  kind = 'group' as 'group' | 'direct',
  checks = true,
}: {
  kept?: HistoryStore;
  role?: MemberRole | null;
  members?: string[] | null;
  kind?: 'group' | 'direct';
  checks?: boolean;
} = {}) {
  const log = { info: () => {}, warn: () => {} };
  const store = observeCommits(kept, log);
  const directory = createDirectory({ store, ownUserId: 'me' });
  const mentions = createMentions({ store, directory, user, has: () => checks });
  const mark = emptyMark('me');
  const views = createDialogViews({
    store,
    directory,
    ownUserId: 'me',
    ownMark: () => mark,
    unreadMentions: mentions.unread,
  });
  const clock = createVirtualClock(0);
  const told: BridgeEvent[] = [];
  showChatList({ store, directory, views, bus: createBus(), clock, emit: (event) => void told.push(event) });
  const arrivals: Arrival[] = [];
  tellArrivals({
    store,
    ownUserId: 'me',
    meansOwn: mentions.meansOwn,
    tell: (list) => void arrivals.push(...list),
  });
  directory.takeUsers([
    { userId: 'maria', name: 'Мария Ли', phone: null },
    { userId: 'other', name: 'Олег Ким', phone: null },
  ]);
  directory.takeListed({
    ...{ dialogId, databaseId: null, name: 'Склад', kind, unreadCount: 0, lastActivityAt: 1 },
    ...{ lastMessage: null, headSeq: null, headRev: null, memberIds: members, peerId: null },
    ownMark: null,
  });
  if (members !== null) {
    directory.update(dialogId, {
      members: members.map((userId) => ({ userId, role: userId === 'me' ? role : 'member' })),
    });
  }
  const say = (key: string, content: string, changes: Partial<Message> = {}) => {
    const seq = Number(key);
    store.saveMessage({
      ...{ key, id: `msg_${key}`, clientMessageId: null, dialogId, senderId: 'other', content },
      ...{ type: 'text', createdAt: seq, seq, state: 'sent', failure: null, reactions: [], meta: {} },
      ...changes,
    });
  };
  const keys = () => {
    const record = directory.record(dialogId);
    return record === null ? null : views.viewOf(record).mentionKeys;
  };
  return { store, kept, directory, mentions, mark, say, keys, arrivals, told, clock };
}

test('unread mentions are what stands above the own mark, and follow edits and removals (S19.4)', () => {
  const { say, keys, mark } = setUp();
  say('1', '@Андрей Волков, раз');
  say('2', 'без имени, a@b.ru');
  say('3', '@Андрей, два');
  say('4', '@Мария Ли, не вам');
  say('5', '@Андрей Волков', { senderId: 'me' });
  expect(keys()).toEqual(['1', '3']);
  say('2', '@андрей волков, вам тоже');
  expect(keys()).toEqual(['1', '2', '3']);
  say('3', 'уже без имени');
  say('1', '', { removed: 'told' });
  expect(keys()).toEqual(['2']);
  mark.readSeq = 2;
  expect(keys()).toEqual([]);
});

test('they are there again after a restart, without anything that was written down for them (S19.4)', () => {
  const { say, kept } = setUp();
  say('1', '@Андрей Волков, раз');
  expect(setUp({ kept }).keys()).toEqual(['1']);
});

test('our server tells who is meant; a name in the text is not enough then (S19.2)', () => {
  const { say, keys } = setUp();
  say('1', '@Андрей Волков', { meta: { mentions: ['maria'] } });
  say('2', '@Андрюша', { meta: { mentions: ['me'], mentionNames: { me: 'Андрюша' } } });
  say('3', '@все, сбор', { meta: { mentions: ['all'] } });
  say('4', '@все, сбор', { meta: { mentions: [] } });
  say('5', '@все', { seq: null, meta: { mentions: ['all', 'me'] } });
  expect(keys()).toEqual(['2', '3']);
});

test('who is meant follows the names and the members, and the list is told (S19.2)', async () => {
  const { say, keys, directory, told, clock } = setUp({ members: ['me', 'maria'] });
  say('1', '@Андрей, где вы?');
  expect(keys()).toEqual(['1']);
  await clock.runUntil(100);
  told.length = 0;
  directory.takeUsers([{ userId: 'maria', name: 'Андрей Петров', phone: null }]);
  await clock.runUntil(200);
  expect(keys()).toEqual([]);
  const told1 = told.flatMap((event) => (event.type === 'dialogs' ? event.upserted : []));
  expect(told1.map(({ mentionKeys }) => mentionKeys)).toEqual([[]]);
  directory.update(dialogId, { members: [{ userId: 'me', role: null }] });
  expect(keys()).toEqual(['1']);
});

test('in a chat whose members nobody has told, the own whole name counts, and a first name that nobody shares (S19.2)', () => {
  const { say, keys, directory } = setUp({ members: null });
  say('1', '@Андрей Волков');
  say('2', '@Андрей');
  expect(keys()).toEqual(['1', '2']);
  directory.takeUsers([{ userId: 'x', name: 'Андрей Петров', phone: null }]);
  expect(keys()).toEqual(['1']);
});

test('the own new name counts once it is known (S19.2)', () => {
  const { say, keys, directory } = setUp();
  say('1', '@Андрей Седов');
  expect(keys()).toEqual(['1']);
  say('2', '@Седов');
  directory.takeUsers([{ ...user, name: 'Седов' }]);
  expect(keys()).toEqual(['2']);
});

test('an arrival tells whether it names the person (S19.5)', () => {
  const { say, arrivals } = setUp();
  say('1', '@Андрей Волков');
  say('2', '@Мария Ли');
  say('3', '@Андрей Волков', { senderId: 'me' });
  expect(arrivals.map(({ key, mention }) => [key, mention])).toEqual([
    ['1', true],
    ['2', false],
    ['3', false],
  ]);
});

test('nothing is written down where the server checks no mentions (S19.3)', () => {
  expect(setUp({ checks: false }).mentions.metaFor(dialogId, '@Мария Ли')).toEqual({});
  expect(setUp().mentions.metaFor(dialogId, '@Мария Ли')).toEqual({
    mentions: ['maria'],
    mentionNames: { maria: 'Мария Ли' },
  });
});

test.each([
  ['owner', 'group', ['all']],
  ['admin', 'group', ['all']],
  ['member', 'group', undefined],
  [null, 'group', undefined],
  ['owner', 'direct', undefined],
] as const)('everybody is named by who may: %s in a %s (S19.3)', (role, kind, mentions) => {
  expect(setUp({ role, kind }).mentions.metaFor(dialogId, '@все, сбор').mentions).toEqual(mentions);
});
