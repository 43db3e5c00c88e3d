const storageKey = 'chat3.place';

/** The topmost row in sight, and its distance from the top of the list in pixels. */
export interface Place {
  dialogId: string;
  key: string;
  offset: number;
}

/** Survives a reload and a restart. Forgotten at the end of a chat, where new messages shall show. */
export function rememberPlace(dialogId: string, list: HTMLElement): void {
  const top = list.getBoundingClientRect().top;
  const rest = list.scrollHeight - list.scrollTop - list.clientHeight;
  const row = [...list.querySelectorAll<HTMLElement>('[data-message-key]')].find(
    (element) => element.getBoundingClientRect().bottom > top,
  );
  const key = row?.getAttribute('data-message-key');
  if (rest <= 48 || !row || !key) {
    forgetPlace();
    return;
  }
  const place: Place = { dialogId, key, offset: row.getBoundingClientRect().top - top };
  localStorage.setItem(storageKey, JSON.stringify(place));
}

export function forgetPlace(): void {
  localStorage.removeItem(storageKey);
}

export function readPlace(dialogId: string): Place | null {
  try {
    const place = JSON.parse(localStorage.getItem(storageKey) ?? 'null') as Place | null;
    return place?.dialogId === dialogId ? place : null;
  } catch {
    return null;
  }
}
