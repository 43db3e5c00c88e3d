/** How much is unread, for everything outside the page that says so: badge, tray and title. Silenced chats do not count. */
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { DialogView } from '../../shared/views.ts';

type UnreadDialog = Pick<DialogView, 'dialogId' | 'unreadCount' | 'muted'>;

export interface Unread {
  messages: number;
  chats: number;
}

export const nothingUnread: Unread = { messages: 0, chats: 0 };

export interface UnreadStore {
  readonly current: Unread;
  take(event: BridgeEvent): void;
}

/** `dialogs` answers all that is known, asked again whenever somebody signs in or out; `onChange` hears of new sums only. */
export function createUnreadStore(options: {
  dialogs(): readonly UnreadDialog[];
  onChange(unread: Unread): void;
}): UnreadStore {
  const counts = new Map<string, number>();
  let current = nothingUnread;

  function put({ dialogId, unreadCount, muted }: UnreadDialog): void {
    if (unreadCount > 0 && !muted) counts.set(dialogId, unreadCount);
    else counts.delete(dialogId);
  }

  function sum(): void {
    const next = {
      messages: [...counts.values()].reduce((all, count) => all + count, 0),
      chats: counts.size,
    };
    if (next.messages === current.messages && next.chats === current.chats) return;
    current = next;
    options.onChange(current);
  }

  function readAll(): void {
    counts.clear();
    for (const dialog of options.dialogs()) put(dialog);
    sum();
  }

  readAll();
  return {
    get current() {
      return current;
    },
    take(event) {
      if (event.type === 'session') readAll();
      if (event.type !== 'dialogs') return;
      for (const dialog of event.upserted) put(dialog);
      for (const dialogId of event.removed) counts.delete(dialogId);
      sum();
    },
  };
}
