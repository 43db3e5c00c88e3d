import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { BridgeEvent } from '../../../shared/bridge.ts';
import { defaultSettings, type Settings } from '../../../shared/settings.ts';
import type { ConnectionView, DialogView } from '../../../shared/views.ts';
import type { Arrival } from '../../chat/engine.ts';
import { createNotifier } from './notifier.ts';
import type { NotificationRequest } from './ports.ts';

interface Shown extends NotificationRequest {
  taken: boolean;
}

/** A notifier whose chats, window and system are made up; `told` is everything the system was asked to show. */
function setUp() {
  const clock = createVirtualClock(1_000_000);
  const told: Shown[] = [];
  const read = new Set<string>();
  const muted = new Set<string>();
  const opened: [string | null, string | null][] = [];
  const sent: string[] = [];
  const outcomes: string[] = [];
  const state = {
    settings: { ...defaultSettings } as Settings,
    openDialogId: null as string | null,
    focused: true,
    visible: true,
    sendFails: false,
    unreadCount: 0,
    lookups: 0,
  };
  const dialog = (dialogId: string): DialogView => ({
    dialogId,
    kind: 'group',
    title: `Чат ${dialogId}`,
    peerId: null,
    moderates: false,
    memberCount: 3,
    lastMessage: null,
    lastActivityAt: 0,
    unreadCount: state.unreadCount,
    mentionKeys: [],
    draft: '',
    pinnedAt: null,
    markedUnread: false,
    muted: muted.has(dialogId),
  });
  const notifier = createNotifier({
    appName: 'Chat3 Desktop',
    chat: {
      dialog,
      userName: (userId) => `Имя ${userId}`,
      unreadAmong: (keys) => {
        state.lookups += keys.length;
        return keys.filter((key) => !read.has(key));
      },
      openDialogId: () => state.openDialogId,
      sendMessage: (dialogId, text) => {
        if (state.sendFails) throw new Error('gone');
        sent.push(`${dialogId} ${text}`);
      },
    },
    show: (request) => {
      const one = { ...request, taken: false };
      told.push(one);
      return () => {
        one.taken = true;
      };
    },
    settings: () => state.settings,
    window: () => state,
    clock,
    minuteOfDay: () => 12 * 60,
    log: { info: () => {}, warn: () => {} },
    onOpen: (dialogId, key) => void opened.push([dialogId, key]),
    onOutcome: (outcome) => void outcomes.push(outcome),
  });
  const arrive = (dialogId: string, ...keys: string[]) =>
    notifier.takeArrivals(keys.map((key) => arrival(dialogId, key)));
  return {
    ...{ clock, told, read, muted, opened, sent, outcomes, state, notifier, arrive },
    onScreen: () => told.filter(({ taken }) => !taken),
    bodies: () => told.filter(({ taken }) => !taken).map(({ body }) => body),
    changed: (dialogId: string) =>
      notifier.takeEvent({ type: 'dialogs', upserted: [dialog(dialogId)], removed: [] }),
    wait: (ms: number) => clock.runUntil(clock.now() + ms),
  };
}

function arrival(dialogId: string, key: string, change: Partial<Arrival> = {}): Arrival {
  return {
    ...{ key, dialogId, senderId: 'usr', content: `Текст ${key}`, type: 'text', createdAt: 0 },
    ...{ own: false, mention: false, old: false, announced: false },
    ...change,
  };
}

const connection = (state: ConnectionView['state']): BridgeEvent => ({
  type: 'connection',
  connection: { state, since: 0, retryAt: null, features: [], problem: null },
});

test('messages that come together are one notification, and later ones take its place, counting (S13.2)', async () => {
  const { arrive, wait, bodies, told, onScreen } = setUp();
  arrive('a', '1');
  await wait(100);
  arrive('a', '2');
  await wait(1_000);
  expect(bodies()).toEqual(['2 новых сообщения\nИмя usr: Текст 2']);
  arrive('a', '3');
  await wait(1_000);
  expect(bodies()).toEqual(['3 новых сообщения\nИмя usr: Текст 3']);
  expect(told.map(({ silent }) => silent)).toEqual([false, true]);
  expect(onScreen()).toHaveLength(1);
});

test('a burst that does not end is told of every second, with one sound', async () => {
  const { arrive, wait, told, onScreen } = setUp();
  for (let index = 0; index < 40; index += 1) {
    arrive('a', String(index));
    await wait(100);
  }
  await wait(1_000);
  expect(told.length).toBeLessThanOrEqual(5);
  expect(told.filter(({ silent }) => !silent)).toHaveLength(1);
  expect(onScreen()[0]?.body).toContain('40 новых сообщений');
});

test('a chat sounds again after a silence, and never where sound is off', async () => {
  const { arrive, wait, told, state } = setUp();
  arrive('a', '1');
  await wait(4_000);
  arrive('a', '2');
  await wait(4_000);
  state.settings = { ...state.settings, notificationSound: false };
  arrive('a', '3');
  await wait(4_000);
  expect(told.map(({ silent }) => silent)).toEqual([false, false, true]);
});

test('own, old and known messages are never told', async () => {
  const { notifier, wait, told } = setUp();
  notifier.takeArrivals([
    arrival('a', '1', { own: true }),
    arrival('a', '2', { old: true }),
    arrival('a', '3', { announced: true }),
  ]);
  await wait(2_000);
  expect(told).toEqual([]);
});

test('what was catching up is told at its end: chat by chat up to three, in one beyond that (S13.2)', async () => {
  const { arrive, wait, bodies, notifier, told } = setUp();
  notifier.takeEvent(connection('catchingUp'));
  for (const chat of ['a', 'b', 'c']) arrive(chat, `${chat}1`, `${chat}2`);
  await wait(5_000);
  expect(told).toEqual([]);
  notifier.takeEvent(connection('live'));
  await wait(1_000);
  expect(bodies()).toHaveLength(3);
  expect(told.filter(({ silent }) => !silent)).toHaveLength(1);

  notifier.takeEvent(connection('catchingUp'));
  for (let chat = 0; chat < 12; chat += 1) {
    arrive(`s${chat}`, ...Array.from({ length: chat < 9 ? 5 : 4 }, (_, index) => `s${chat} ${index}`));
  }
  notifier.takeEvent(connection('live'));
  await wait(1_000);
  expect(bodies().at(-1)).toBe('57 новых сообщений в 12 чатах');
  expect(bodies()).toHaveLength(4);
});

test('a catch-up that does not end holds nothing back for ever', async () => {
  const { arrive, wait, bodies, notifier } = setUp();
  notifier.takeEvent(connection('catchingUp'));
  arrive('a', '1');
  await wait(16_000);
  expect(bodies()).toHaveLength(1);
});

test('one for many takes the place of what was said of these chats, and goes when all of them are read', async () => {
  const { arrive, wait, bodies, read, changed, notifier } = setUp();
  arrive('a', 'a1');
  await wait(1_000);
  for (const chat of ['a', 'b', 'c', 'd']) arrive(chat, `${chat}2`);
  await wait(1_000);
  expect(bodies()).toEqual(['5 новых сообщений в 4 чатах']);
  for (const key of ['a1', 'a2', 'b2', 'c2']) read.add(key);
  for (const chat of ['a', 'b', 'c']) changed(chat);
  expect(bodies()).toHaveLength(1);
  notifier.takeEvent({ type: 'dialogs', upserted: [], removed: ['d'] });
  expect(bodies()).toEqual([]);
});

test('a catch-up brings the newest first: the text is of the latest all the same, the click leads to the earliest', async () => {
  const { notifier, wait, onScreen, opened } = setUp();
  notifier.takeArrivals([3, 1, 2].map((createdAt) => arrival('a', String(createdAt), { createdAt })));
  await wait(1_000);
  expect(onScreen()[0]?.body).toContain('Текст 3');
  onScreen()[0]?.onClick();
  expect(opened).toEqual([['a', '1']]);
});

test('a click opens the chat at the first message that is still unread, and clears', async () => {
  const { arrive, wait, onScreen, opened, read } = setUp();
  arrive('a', '1', '2', '3');
  await wait(1_000);
  read.add('1');
  onScreen()[0]?.onClick();
  expect(opened).toEqual([['a', '2']]);
  expect(onScreen()).toEqual([]);
});

test('thousands of unread messages are counted by the chat, and cost the next one little', async () => {
  const { arrive, wait, bodies, onScreen, opened, state } = setUp();
  arrive('a', ...Array.from({ length: 5_000 }, (_, index) => `${index}`));
  state.unreadCount = 7_000;
  await wait(1_000);
  expect(bodies()[0]).toContain('7000 новых сообщений');
  state.lookups = 0;
  arrive('a', 'next');
  await wait(1_000);
  expect(state.lookups).toBeLessThan(500);
  onScreen()[0]?.onClick();
  expect(opened).toEqual([['a', null]]);
});

test('it goes when the chat is read, silenced or looked at, and stays while anything in it is unread', async () => {
  const { arrive, wait, bodies, read, muted, changed, state } = setUp();
  for (const chat of ['a', 'b', 'c']) arrive(chat, `${chat}1`, `${chat}2`);
  await wait(1_000);
  read.add('a1');
  changed('a');
  expect(bodies()).toHaveLength(3);
  read.add('a2');
  changed('a');
  muted.add('b');
  changed('b');
  expect(bodies()).toHaveLength(1);
  state.openDialogId = 'c';
  changed('c');
  expect(bodies()).toEqual([]);
});

test('what was read before it could be told is not told, and what was read later is not counted', async () => {
  const { arrive, wait, bodies, read } = setUp();
  arrive('a', '1');
  read.add('1');
  await wait(1_000);
  expect(bodies()).toEqual([]);
  arrive('a', '2');
  await wait(1_000);
  expect(bodies()).toEqual(['Имя usr: Текст 2']);
});

test('settings and silence of a chat have their effect on the next message', async () => {
  const { arrive, wait, told, state, muted, clock } = setUp();
  const tell = async (key: string, change: Partial<Settings> = {}) => {
    const before = told.length;
    state.settings = { ...defaultSettings, ...change };
    arrive('a', key);
    await wait(4_000);
    return told.length > before;
  };
  expect(await tell('1', { doNotDisturbUntil: clock.now() + 60_000 })).toBe(false);
  expect(await tell('2', { quietHours: { from: 11 * 60, to: 13 * 60 } })).toBe(false);
  expect(await tell('3', { notificationText: 'hidden' })).toBe(true);
  expect(told.at(-1)).toMatchObject({ title: 'Chat3 Desktop', body: 'Новое сообщение' });
  muted.add('a');
  expect(await tell('4')).toBe(false);
  muted.delete('a');
  expect(await tell('5', { language: 'en', notificationText: 'name' })).toBe(true);
  expect(told.at(-1)?.body).toBe('2 new messages');
});

test('signing out leaves nothing on the screen and nothing to come', async () => {
  const { arrive, wait, bodies, told, notifier } = setUp();
  arrive('a', '1');
  await wait(1_000);
  arrive('b', '2');
  notifier.takeEvent({
    type: 'session',
    session: { state: 'signedOut', reason: 'none', keepsSignIn: true },
  });
  await wait(5_000);
  expect(bodies()).toEqual([]);
  expect(told).toHaveLength(1);
});

test('an answer is sent to the chat; one that cannot be sent opens it', async () => {
  const { arrive, wait, onScreen, sent, opened, state } = setUp();
  arrive('a', '1');
  await wait(1_000);
  onScreen()[0]?.onReply('Иду');
  expect(sent).toEqual(['a Иду']);
  state.sendFails = true;
  onScreen()[0]?.onReply('Иду');
  expect(opened).toEqual([['a', null]]);
});

test('a failure is told of, and the next message is tried again', async () => {
  const { arrive, wait, told, outcomes } = setUp();
  arrive('a', '1');
  await wait(1_000);
  told[0]?.onFailed('no daemon');
  arrive('a', '2');
  await wait(1_000);
  told[1]?.onShown();
  expect(outcomes).toEqual(['failed', 'shown']);
  expect(told[1]?.body).toContain('2 новых сообщения');
});

test('what was removed is told of no more: the one before it is, without a sound, or none (S13.5)', async () => {
  const { arrive, read, changed, wait, bodies, told, onScreen } = setUp();
  arrive('a', '1', '2');
  await wait(1_000);
  // To a notifier a removed message is one that is not unread.
  read.add('2');
  changed('a');
  expect(bodies()).toEqual(['Имя usr: Текст 1']);
  expect(told.at(-1)?.silent).toBe(true);
  read.add('1');
  changed('a');
  expect(onScreen()).toEqual([]);
});

test('a message that is removed before it was told is never told (S13.5)', async () => {
  const { arrive, read, wait, told } = setUp();
  arrive('a', '1');
  read.add('1');
  await wait(1_000);
  expect(told).toEqual([]);
});

test('in a silenced chat what names the person is told, alone, and stays when the chat changes (S19.5)', async () => {
  const { notifier, muted, wait, bodies, changed, read } = setUp();
  muted.add('a');
  notifier.takeArrivals([arrival('a', '1'), arrival('a', '2', { mention: true }), arrival('a', '3')]);
  await wait(1_000);
  expect(bodies()).toEqual(['Имя usr упомянул(а) вас: Текст 2']);
  changed('a');
  expect(bodies()).toHaveLength(1);
  read.add('2');
  changed('a');
  expect(bodies()).toEqual([]);
});

test('silencing a chat leaves the mention of what was told, and takes the rest back (S19.5)', async () => {
  const { notifier, muted, wait, bodies, changed } = setUp();
  notifier.takeArrivals([arrival('a', '1', { mention: true }), arrival('a', '2'), arrival('b', '3')]);
  await wait(1_000);
  expect(bodies()).toHaveLength(2);
  muted.add('a').add('b');
  changed('a');
  changed('b');
  expect(bodies()).toEqual(['Имя usr упомянул(а) вас: Текст 1']);
});
