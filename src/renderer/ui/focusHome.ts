const covers = '[role="dialog"], [role="alertdialog"], [role="menu"]';

/** Where typing goes; null where no chat is open. */
export function composerField(): HTMLTextAreaElement | null {
  return document.querySelector('[data-testid="composer"] textarea');
}

/** The dialog, menu or picker that lies over everything else and has the keys. */
export function topCover(): HTMLElement | null {
  return [...document.querySelectorAll<HTMLElement>(covers)].at(-1) ?? null;
}

export function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
}

/** A key of a field that React Aria repeats at the option which the field has marked: the key itself was heard already. */
export function isEcho({ target }: Event): boolean {
  const { activeElement } = document;
  return isEditable(activeElement) && target !== activeElement && target instanceof Element;
}

/** The chats' row that the arrows start from; before they have been there, the list, which hands the focus on. */
export function chatList(): HTMLElement | null {
  const list = document.querySelector<HTMLElement>('[role="listbox"]');
  return list?.querySelector<HTMLElement>('[role="option"][tabindex="0"]') ?? list;
}

/** The composer is where the focus belongs while nobody has put it elsewhere; without a chat, the list of chats. */
export function focusHome(): void {
  (composerField() ?? chatList() ?? document.querySelector<HTMLElement>('#root button'))?.focus();
}
