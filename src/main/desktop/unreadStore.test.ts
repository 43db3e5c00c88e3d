import { describe, expect, it } from 'vitest';
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { DialogView } from '../../shared/views.ts';
import { createUnreadStore, type Unread } from './unreadStore.ts';

const dialog = (dialogId: string, unreadCount: number, muted = false) =>
  ({ dialogId, unreadCount, muted }) as DialogView;

function open(dialogs: DialogView[] = []) {
  const told: Unread[] = [];
  let known = dialogs;
  const store = createUnreadStore({ dialogs: () => known, onChange: (unread) => told.push(unread) });
  return {
    store,
    told,
    upsert: (...upserted: DialogView[]) => store.take({ type: 'dialogs', upserted, removed: [] }),
    signIn: (next: DialogView[]) => {
      known = next;
      store.take({ type: 'session' } as BridgeEvent);
    },
  };
}

describe('createUnreadStore', () => {
  it('adds up what was there and what comes', () => {
    const { store, told, upsert } = open([dialog('a', 2), dialog('b', 0)]);
    upsert(dialog('b', 3), dialog('c', 1));
    expect(store.current).toEqual({ messages: 6, chats: 3 });
    expect(told).toEqual([
      { messages: 2, chats: 1 },
      { messages: 6, chats: 3 },
    ]);
  });

  it('leaves out silenced chats, also when they are silenced later', () => {
    const { store, upsert } = open([dialog('a', 2, true), dialog('b', 4)]);
    expect(store.current.messages).toBe(4);
    upsert(dialog('b', 4, true));
    expect(store.current).toEqual({ messages: 0, chats: 0 });
    upsert(dialog('a', 2));
    expect(store.current.messages).toBe(2);
  });

  it('forgets chats that are gone', () => {
    const { store } = open([dialog('a', 2), dialog('b', 1)]);
    store.take({ type: 'dialogs', upserted: [], removed: ['a'] });
    expect(store.current).toEqual({ messages: 1, chats: 1 });
  });

  it('starts anew with another person', () => {
    const { store, signIn } = open([dialog('a', 2)]);
    signIn([]);
    expect(store.current.messages).toBe(0);
    signIn([dialog('z', 7)]);
    expect(store.current.messages).toBe(7);
  });

  it('says nothing twice', () => {
    const { told, upsert } = open();
    upsert(dialog('a', 1));
    upsert(dialog('a', 1));
    upsert(dialog('b', 0));
    expect(told).toHaveLength(1);
  });
});
