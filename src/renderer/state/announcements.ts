import { create } from 'zustand';
import type { BridgeEvent } from '../../shared/bridge.ts';
import { isNews } from '../../shared/windowFold.ts';
import type { ChatState } from './store.ts';

export interface Announcement {
  key: string;
  /** Null for a chat that is not on screen. */
  senderId: string | null;
  dialogId: string;
  content: string;
  type: string;
}

/** What the live region is to say next; it takes the list and leaves it empty. */
export const useAnnouncements = create<{ announcements: Announcement[] }>(() => ({ announcements: [] }));

function arrivedInWindow(state: ChatState, event: BridgeEvent & { type: 'messages' }): Announcement[] {
  const { window } = state;
  if (window?.dialogId !== event.dialogId) return [];
  const last = window.messages.at(-1)?.createdAt ?? 0;
  return event.upserted
    .filter((message) => isNews(message) && !window.byKey.has(message.key) && message.createdAt >= last)
    .map(({ key, senderId, dialogId, content, type }) => ({ key, senderId, dialogId, content, type }));
}

function arrivedElsewhere(state: ChatState, event: BridgeEvent & { type: 'dialogs' }): Announcement[] {
  return event.upserted.flatMap(({ dialogId, unreadCount, lastMessage }) => {
    const before = state.dialogs.get(dialogId);
    if (dialogId === state.openDialogId || !before || !lastMessage || unreadCount <= before.unreadCount)
      return [];
    const { content, type } = lastMessage;
    return [{ key: `${dialogId} ${lastMessage.createdAt}`, senderId: null, dialogId, content, type }];
  });
}

/** Others' messages that `events` bring and `state` does not have yet. */
export function findAnnouncements(state: ChatState, events: BridgeEvent[]): Announcement[] {
  return events.flatMap((event) => {
    if (event.type === 'messages') return arrivedInWindow(state, event);
    return event.type === 'dialogs' ? arrivedElsewhere(state, event) : [];
  });
}
