import { describe, expect, it } from 'vitest';
import type { BridgeEvent } from './bridge.ts';
import type { DialogWindow, MessageView } from './views.ts';
import { foldWindow, type MessageWindow } from './windowFold.ts';

const dialogId = 'dialog';

function message(key: string, changes: Partial<MessageView> = {}): MessageView {
  return {
    key,
    id: key,
    dialogId,
    senderId: 'other',
    content: key,
    type: 'text',
    createdAt: 0,
    seq: null,
    state: 'sent',
    failure: null,
    reactions: [],
    meta: {},
    own: false,
    ...changes,
  };
}

const opened: DialogWindow = {
  dialogId,
  messages: [message('b', { createdAt: 20 }), message('c', { createdAt: 30 })],
  hasOlder: true,
  hasNewer: false,
  firstUnreadKey: null,
  marks: [],
  typingUserIds: [],
  loading: false,
};
const open: BridgeEvent = { type: 'window', window: opened };
const changed = (upserted: MessageView[], removed: string[] = []): BridgeEvent => ({
  type: 'messages',
  dialogId,
  upserted,
  removed,
});

function folded(...events: BridgeEvent[]): MessageWindow {
  let window: MessageWindow | null = null;
  for (const event of [open, ...events]) window = foldWindow(window, event);
  if (window === null) throw new Error('no window');
  return window;
}

const keys = (window: MessageWindow) => window.messages.map(({ key }) => key);

describe('the fold of the window (S14.6)', () => {
  it('orders by time, then by id, and puts what waits last', () => {
    const window = folded(
      changed([
        message('waits', { createdAt: 1, id: null, state: 'queued', own: true }),
        message('a2', { createdAt: 10, id: '2' }),
        message('a1', { createdAt: 10, id: '1' }),
        message('failed', { createdAt: 0, id: null, state: 'failed', own: true }),
      ]),
    );
    expect(keys(window)).toEqual(['a1', 'a2', 'b', 'c', 'failed', 'waits']);
  });

  it('keeps one row for one key and moves it to its place', () => {
    const window = folded(
      changed([message('mine', { id: null, state: 'queued', own: true })]),
      changed([message('mine', { createdAt: 25, own: true })]),
    );
    expect(keys(window)).toEqual(['b', 'mine', 'c']);
  });

  it('keeps the objects of the rows that did not change', () => {
    const before = folded();
    const window = foldWindow(before, changed([message('d', { createdAt: 40 })]));
    expect(window?.messages[0]).toBe(before.messages[0]);
    expect(window?.byKey.get('c')).toBe(before.byKey.get('c'));
  });

  it('removes rows, and keeps what it was told of those beyond', () => {
    const window = folded({ ...changed([]), newBeyond: 3 } as BridgeEvent, changed([], ['b']));
    expect(keys(window)).toEqual(['c']);
    expect(window.newBeyond).toBe(3);
  });

  it('joins a page and lets go of what was trimmed, with what lies further on either side', () => {
    const edges = { hasOlder: false, hasNewer: true, newBeyond: 2 };
    const window = folded({
      type: 'windowMoved',
      dialogId,
      added: [message('a', { createdAt: 10 })],
      removed: ['c'],
      ...edges,
    });
    expect(keys(window)).toEqual(['a', 'b']);
    expect([...window.byKey.keys()].sort()).toEqual(['a', 'b']);
    expect(window).toMatchObject(edges);
  });

  it('leaves what is told of another dialog', () => {
    const before = folded();
    const elsewhere = message('x', { dialogId: 'another' });
    for (const event of [
      { ...changed([elsewhere]), dialogId: 'another' },
      { type: 'marks', dialogId: 'another', marks: [] },
      { type: 'caughtUp', received: 1, repaired: 1, lost: 0, firstMissedKey: 'x' },
    ] as BridgeEvent[])
      expect(foldWindow(before, event)).toBe(before);
  });

  it('moves the divider to what was missed, and only in the window that holds it', () => {
    expect(
      folded({ type: 'caughtUp', received: 1, repaired: 1, lost: 0, firstMissedKey: 'c' }).firstUnreadKey,
    ).toBe('c');
  });

  it('starts anew with another window, and is empty when none is open', () => {
    const window = folded(changed([message('d', { createdAt: 40 })]), open);
    expect(keys(window)).toEqual(['b', 'c']);
    expect(window.generation).toBe(2);
    expect(foldWindow(window, { type: 'window', window: null })).toBe(null);
  });
});
