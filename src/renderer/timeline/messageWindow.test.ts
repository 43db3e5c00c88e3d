import { describe, expect, it } from 'vitest';
import type { DialogWindow } from '../../shared/views.ts';
import { message } from '../testing/message.ts';
import { applyMessages, countNew, extendWindow, openWindow, trimWindow } from './messageWindow.ts';

const keys = (window: { messages: { key: string }[] }) => window.messages.map(({ key }) => key);
const open = (changes: Partial<DialogWindow> = {}) =>
  openWindow(
    {
      dialogId: 'dialog',
      messages: [message('b', { createdAt: 20 }), message('c', { createdAt: 30 })],
      hasOlder: false,
      hasNewer: false,
      firstUnreadKey: null,
      marks: [],
      typingUserIds: [],
      loading: false,
      ...changes,
    },
    1,
  );

describe('applyMessages', () => {
  it('orders by time, then by id, and puts what waits last', () => {
    const window = applyMessages(
      open(),
      [
        message('waits', { createdAt: 1, id: null, state: 'queued', own: true }),
        message('a2', { createdAt: 10, id: '2' }),
        message('a1', { createdAt: 10, id: '1' }),
        message('failed', { createdAt: 0, id: null, state: 'failed', own: true }),
      ],
      [],
    );
    expect(keys(window)).toEqual(['a1', 'a2', 'b', 'c', 'failed', 'waits']);
  });

  it('keeps one row for one key and moves it to its place', () => {
    const queued = applyMessages(open(), [message('mine', { id: null, state: 'queued', own: true })], []);
    const sent = applyMessages(queued, [message('mine', { createdAt: 25, own: true })], []);
    expect(keys(sent)).toEqual(['b', 'mine', 'c']);
  });

  it('keeps the objects of the rows that did not change', () => {
    const before = open();
    const after = applyMessages(before, [message('d', { createdAt: 40 })], []);
    expect(after.messages[0]).toBe(before.messages[0]);
    expect(after.byKey.get('c')).toBe(before.byKey.get('c'));
  });

  it('removes rows', () => {
    expect(keys(applyMessages(open(), [], ['b']))).toEqual(['c']);
  });

  it('lets go of what waited below a window in history once it is sent: its page brings it back in its place', () => {
    const waiting = applyMessages(
      open({ hasNewer: true }),
      [message('mine', { id: null, state: 'failed', own: true })],
      [],
    );
    const sent = applyMessages(waiting, [message('mine', { createdAt: 90, own: true })], []);
    expect(keys(sent)).toEqual(['b', 'c']);
    const page = [message('d', { createdAt: 40 }), message('mine', { createdAt: 90, own: true })];
    const newer = extendWindow(sent, 'newer', { from: 'c', messages: page, hasMore: false });
    expect(keys(newer)).toEqual(['b', 'c', 'd', 'mine']);
  });

  it('counts what is newer than a window in history instead of showing it', () => {
    const window = applyMessages(
      open({ hasNewer: true }),
      [message('z', { createdAt: 99 }), message('mine', { id: null, state: 'queued', own: true })],
      [],
    );
    expect(keys(window)).toEqual(['b', 'c', 'mine']);
    expect([...window.beyond]).toEqual(['z']);
    const caughtUp = extendWindow(window, 'newer', {
      from: 'c',
      messages: [message('z', { createdAt: 99 })],
      hasMore: false,
    });
    expect(keys(caughtUp)).toEqual(['b', 'c', 'z', 'mine']);
    expect(caughtUp.beyond.size).toBe(0);
  });

  it('leaves to its page what is older than the window', () => {
    expect(keys(applyMessages(open({ hasOlder: true }), [message('a', { createdAt: 1 })], []))).toEqual([
      'b',
      'c',
    ]);
    expect(keys(applyMessages(open(), [message('a', { createdAt: 1 })], []))).toEqual(['a', 'b', 'c']);
  });
});

describe('extendWindow', () => {
  it('joins an older page and keeps what is newer than the page knows', () => {
    const before = open({ hasOlder: true });
    const window = extendWindow(before, 'older', {
      from: 'b',
      messages: [message('a', { createdAt: 10 }), message('b', { createdAt: 20, content: 'stale' })],
      hasMore: true,
    });
    expect(keys(window)).toEqual(['a', 'b', 'c']);
    expect(window.byKey.get('b')).toBe(before.byKey.get('b'));
    expect(window.hasOlder).toBe(true);
  });

  it('leaves out a page that was asked for before the window was trimmed', () => {
    const before = open({ hasOlder: true });
    const page = { from: 'a', messages: [message('0', { createdAt: 1 })], hasMore: false };
    expect(extendWindow(before, 'older', page)).toBe(before);
  });
});

describe('trimWindow', () => {
  const long = () =>
    applyMessages(
      open({
        messages: ['a', 'b', 'c', 'd', 'e'].map((key, index) => message(key, { createdAt: index })),
      }),
      [message('waits', { id: null, state: 'queued', own: true })],
      [],
    );

  it('lets go of both ends, keeps what waits and says where there is more', () => {
    const window = trimWindow(long(), { first: 1, last: 2, seen: undefined });
    expect(keys(window)).toEqual(['b', 'c', 'waits']);
    expect([...window.byKey.keys()]).toEqual(['b', 'c', 'waits']);
    expect(window).toMatchObject({ hasOlder: true, hasNewer: true });
  });

  it('does not say that there is more at an end that stays', () => {
    expect(trimWindow(long(), { first: 0, last: 5, seen: undefined })).toMatchObject({
      hasOlder: false,
      hasNewer: false,
    });
  });

  it('still counts as new what was below the lowest message seen, and only that', () => {
    const before = long();
    const seen = before.byKey.get('c');
    const trimmed = trimWindow(before, { first: 0, last: 1, seen });
    expect(countNew(before, seen)).toBe(2);
    expect(countNew(trimmed, seen)).toBe(2);
    const grown = extendWindow(trimmed, 'newer', {
      from: 'b',
      messages: before.messages.slice(2, 4),
      hasMore: true,
    });
    expect(countNew(grown, seen)).toBe(2);
  });
});

it('counts no service line as new', () => {
  const seen = message('b', { createdAt: 20 });
  const window = open({
    messages: [
      seen,
      message('line', { createdAt: 25, type: 'system.added' }),
      message('c', { createdAt: 30 }),
    ],
  });
  expect(countNew(window, seen)).toBe(1);
  const further = applyMessages(
    { ...window, hasNewer: true },
    [message('line2', { createdAt: 40, type: 'system.left' }), message('d', { createdAt: 50 })],
    [],
  );
  expect(countNew(further, seen)).toBe(2);
});
