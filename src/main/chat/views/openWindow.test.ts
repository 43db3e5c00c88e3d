import { describe, expect, it } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { BridgeEvent } from '../../../shared/bridge.ts';
import type { Message } from '../../../shared/domain.ts';
import { foldWindow, type MessageWindow } from '../../../shared/windowFold.ts';
import { observeCommits } from '../changes.ts';
import { createBus } from '../facts.ts';
import { createFocus } from '../focus.ts';
import { createJournal } from '../journal.ts';
import { createDirectory } from '../people/directory.ts';
import { createMentions } from '../people/mentions.ts';
import { emptyMark } from '../receipts/unread.ts';
import { createOriginals } from '../timeline/originals.ts';
import { createOpenWindow } from './openWindow.ts';
import { createWindowReader } from './windowReader.ts';

const dialogId = 'dlg_1';

function message(key: string, createdAt: number, changes: Partial<Message> = {}): Message {
  return {
    key,
    id: key,
    clientMessageId: null,
    dialogId,
    senderId: 'other',
    content: key,
    type: 'text',
    createdAt,
    seq: null,
    state: 'sent',
    failure: null,
    reactions: [],
    meta: {},
    ...changes,
  };
}

const waiting = (key: string) => message(key, 1, { id: null, senderId: 'me', state: 'queued' });

const user = { userId: 'me', name: 'Мария Ли', phone: null };

/** A dialog with so many messages of somebody else, all read; the page is folded from what is told. */
function setUp(count: number) {
  const store = observeCommits(createMemoryHistory(), {
    info: () => {},
    warn: (...told) => warnings.push(told),
  });
  const warnings: unknown[] = [];
  const told: BridgeEvent[] = [];
  let page: MessageWindow | null = null;
  const directory = createDirectory({ store, ownUserId: 'me' });
  const read = { ...emptyMark('me'), readAt: 1_000_000 };
  const reader = createWindowReader({
    store,
    directory,
    ownUserId: 'me',
    ownMark: () => read,
    isUp: () => true,
  });
  const bus = createBus();
  const originals = createOriginals({ store, bus });
  const window = createOpenWindow({
    bus,
    originals,
    store,
    directory,
    mentions: createMentions({ store, directory, user, has: () => true }),
    reader,
    journal: createJournal(createVirtualClock(0)),
    focus: createFocus(),
    ownUserId: 'me',
    marks: store.marks,
    typingIn: () => [],
    isUp: () => true,
    emit: (event) => {
      told.push(event);
      page = foldWindow(page, event);
    },
  });
  directory.takeListed({
    dialogId,
    databaseId: null,
    name: 'Чат',
    kind: 'group',
    unreadCount: 0,
    lastActivityAt: 0,
    lastMessage: null,
    headSeq: null,
    headRev: null,
    memberIds: null,
    peerId: null,
    ownMark: null,
  });
  const stored = Array.from({ length: count }, (_, index) => message(`m${index + 1}`, 10 * (index + 1)));
  for (const one of stored) store.saveMessage(one);
  const position = (index: number) => ({ createdAt: 10 * index, id: `m${index}`, seq: null });
  const certify = (index: number, reachedStart = false) =>
    directory.update(dialogId, { certified: { from: position(index), to: position(count), reachedStart } });
  certify(1, true);
  const keys = () => page?.messages.map(({ key }) => key) ?? [];
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `m${from + index}`);
  return { store, directory, originals, window, told, certify, keys, range, page: () => page, warnings };
}

describe('the open window', () => {
  it('shows the end, pages up to the start, and says where there is more (S14.3)', () => {
    const { window, keys, range, page } = setUp(150);
    window.open(dialogId);
    expect(keys()).toEqual(range(71, 150));
    expect(page()).toMatchObject({ hasOlder: true, hasNewer: false });
    window.extend('older');
    expect(keys()).toEqual(range(21, 150));
    window.extend('older');
    expect(keys()).toEqual(range(1, 150));
    expect(page()?.hasOlder).toBe(false);
  });

  it('keeps what waits last, and takes it to its place when it is sent (S5.2, S14.3)', () => {
    const { window, store, keys } = setUp(2);
    window.open(dialogId);
    store.saveMessage(waiting('mine'));
    store.saveMessage(message('later', 40));
    expect(keys()).toEqual(['m1', 'm2', 'later', 'mine']);
    store.saveMessage(message('mine', 30, { senderId: 'me' }));
    expect(keys()).toEqual(['m1', 'm2', 'mine', 'later']);
  });

  it('lets go of what waited below a window in history once it is sent: its page brings it back in its place', () => {
    const { window, store, keys, page } = setUp(150);
    window.open(dialogId, { at: 'm10' });
    store.saveMessage(waiting('mine'));
    expect(keys().at(-1)).toBe('mine');
    store.saveMessage(message('mine', 2_000, { senderId: 'me' }));
    expect(keys().at(-1)).toBe('m60');
    expect(page()?.newBeyond).toBe(0);
    window.extend('newer');
    window.extend('newer');
    expect(keys().at(-1)).toBe('mine');
    expect(page()?.hasNewer).toBe(false);
  });

  it('counts what is newer than a window in history instead of showing it', () => {
    const { window, store, keys, page } = setUp(70);
    window.open(dialogId, { at: 'm10' });
    store.saveMessage(message('z', 2_000));
    store.saveMessage(message('line', 2_001, { type: 'system.added' }));
    expect(keys().at(-1)).toBe('m60');
    expect(page()?.newBeyond).toBe(1);
    // A reaction to what lies beyond is no message.
    store.saveMessage(message('m65', 650, { reactions: [{ emoji: '👍', count: 1, mine: false }] }));
    expect(page()?.newBeyond).toBe(1);
    window.extend('newer');
    expect(keys().slice(-2)).toEqual(['z', 'line']);
    expect(page()).toMatchObject({ newBeyond: 0, hasNewer: false });
  });

  it('leaves to its page what is older than the window', () => {
    const { window, store, keys } = setUp(150);
    window.open(dialogId);
    store.saveMessage(message('old', 15));
    expect(keys()).not.toContain('old');
    store.saveMessage(message('hole', 1_495));
    expect(keys()).toContain('hole');
    window.extend('older');
    window.extend('older');
    expect(keys().slice(0, 3)).toEqual(['m1', 'old', 'm2']);
  });

  it('lets go of a row that turns out to stand outside, or to be another one', () => {
    const { window, store, keys } = setUp(150);
    window.open(dialogId);
    store.saveMessage(message('m100', 5));
    store.removeMessage('m101');
    expect(keys()).not.toContain('m100');
    expect(keys()).not.toContain('m101');
    expect(keys()).toHaveLength(78);
  });

  it('trims both ends, keeps what waits, and goes on counting what nobody had seen', () => {
    const { window, store, keys, range, page } = setUp(80);
    window.open(dialogId);
    store.saveMessage(waiting('mine'));
    store.saveMessage(message('line', 705, { type: 'system.added' }));
    window.trim(dialogId, { first: 'm20', last: 'm40', seen: 'm60' });
    expect(keys()).toEqual([...range(20, 40), 'mine']);
    expect(page()).toMatchObject({ hasOlder: true, hasNewer: true, newBeyond: 20 });
    store.saveMessage(message('new', 900));
    expect(page()?.newBeyond).toBe(21);
    window.extend('newer');
    expect(page()).toMatchObject({ hasNewer: false, newBeyond: 0 });
    expect(keys()).toEqual([...range(20, 70), 'line', ...range(71, 80), 'new', 'mine']);
  });

  it('does not say that there is more at an end that stays, nor trims another dialog', () => {
    const { window, told, page } = setUp(80);
    window.open(dialogId);
    window.trim(dialogId, { first: 'm1', last: 'm80' });
    window.trim('dlg_2', { first: 'm20', last: 'm40' });
    expect(told).toHaveLength(1);
    expect(page()).toMatchObject({ hasOlder: false, hasNewer: false });
  });

  it('begins anew where what is unbroken begins further up, and only there (S14.5)', () => {
    const { window, certify, told, keys, range } = setUp(90);
    window.open(dialogId);
    certify(1);
    expect(told).toHaveLength(1);
    certify(50);
    expect(told).toHaveLength(2);
    expect(keys()).toEqual(range(50, 90));
  });

  it('comes back to where the reader was, where that is not shown anyway and still stored', () => {
    const { window, keys, store } = setUp(200);
    window.open(dialogId, { leftAt: 'm10' });
    expect(keys()).toContain('m10');
    window.open(dialogId, { leftAt: 'm190' });
    expect(keys().at(-1)).toBe('m200');
    store.removeMessage('m10');
    window.open(dialogId, { leftAt: 'm10' });
    expect(keys().at(-1)).toBe('m200');
  });

  it('closes with its dialog, and after it nothing is told', () => {
    const { window, directory, store, told, page } = setUp(2);
    window.open(dialogId);
    directory.remove(dialogId);
    expect(page()).toBe(null);
    expect(window.id()).toBe(null);
    store.saveMessage(message('late', 90));
    expect(told).toHaveLength(2);
  });

  it('tells marks, and what is said of another dialog to nobody', () => {
    const { window, store, told, page, warnings } = setUp(2);
    window.open(dialogId);
    store.saveMark('dlg_2', emptyMark('other'));
    store.saveMessage(message('elsewhere', 90, { dialogId: 'dlg_2' }));
    expect(told).toHaveLength(1);
    store.saveMark(dialogId, { ...emptyMark('other'), readAt: 20 });
    expect(page()?.marks).toMatchObject([{ userId: 'other', readAt: 20 }]);
    expect(warnings).toEqual([]);
  });
});

it('who is named in what is shown follows the names of people (S19.6)', () => {
  const { window, store, directory, page, told } = setUp(0);
  store.saveMessage(message('1', 1, { content: 'Где @Иван Ким?', seq: null }));
  window.open(dialogId);
  expect(page()?.messages[0]?.mentions).toBeUndefined();
  told.length = 0;
  directory.takeUsers([{ userId: 'ivan', name: 'Иван Ким', phone: null }]);
  expect(page()?.messages[0]?.mentions).toEqual([{ start: 4, end: 13, userIds: ['ivan'] }]);
  directory.takeUsers([{ userId: 'olga', name: 'Ольга', phone: null }]);
  expect(told).toHaveLength(1);
});
