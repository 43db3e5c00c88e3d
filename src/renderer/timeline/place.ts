import { useChat } from '../state/store.ts';

const storageKey = 'chat3.place';

/** The topmost row in sight, and its distance from the top of the list in pixels. */
export interface Place {
  dialogId: string;
  key: string;
  offset: number;
  /** How many messages were unread then: more of them lead to the first unread one instead. */
  unread: number;
}

/** Of the chats left since the start. */
const places = new Map<string, Place>();

function unreadIn(dialogId: string): number {
  return useChat.getState().dialogs.get(dialogId)?.unreadCount ?? 0;
}

/** Of the open chat it survives a reload and a restart. Forgotten at the end of a chat, where new messages shall show. */
export function rememberPlace(dialogId: string, list: HTMLElement): void {
  const top = list.getBoundingClientRect().top;
  const rest = list.scrollHeight - list.scrollTop - list.clientHeight;
  const row = [...list.querySelectorAll<HTMLElement>('[data-message-key]')].find(
    (element) => element.getBoundingClientRect().bottom > top,
  );
  const key = row?.getAttribute('data-message-key');
  if (rest <= 48 || !row || !key) {
    forgetPlace(dialogId);
    return;
  }
  const offset = row.getBoundingClientRect().top - top;
  const place: Place = { dialogId, key, offset, unread: unreadIn(dialogId) };
  places.set(dialogId, place);
  localStorage.setItem(storageKey, JSON.stringify(place));
}

export function forgetPlace(dialogId: string): void {
  places.delete(dialogId);
  if (readStored()?.dialogId === dialogId) localStorage.removeItem(storageKey);
}

/** For the next person: nothing of it was theirs. */
export function forgetPlaces(): void {
  places.clear();
  localStorage.removeItem(storageKey);
}

/** Where the reader left a chat, unless more has come since. */
export function readPlace(dialogId: string): Place | null {
  const place = places.get(dialogId) ?? readStored();
  return place?.dialogId === dialogId && unreadIn(dialogId) <= place.unread ? place : null;
}

function readStored(): Place | null {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? 'null') as Place | null;
  } catch {
    return null;
  }
}
