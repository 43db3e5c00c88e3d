import { create } from 'zustand';

export const sidebarWidth = { smallest: 280, largest: 360, usual: 320 };

const storageKey = 'chat3.sidebarWidth';

function clampWidth(width: number): number {
  return Math.round(Math.min(sidebarWidth.largest, Math.max(sidebarWidth.smallest, width)));
}

interface ViewState {
  sidebarWidth: number;
  newChatOpen: boolean;
  /** The conversation is asked to show its end. */
  jumpPending: boolean;
  /** Grows when the composer is asked to take the focus. */
  focusComposer: number;
}

/** What only this window knows: no truth about chats. */
export const useView = create<ViewState>(() => ({
  sidebarWidth: clampWidth(Number(localStorage.getItem(storageKey)) || sidebarWidth.usual),
  newChatOpen: false,
  jumpPending: false,
  focusComposer: 0,
}));

export function resizeSidebar(width: number): void {
  const next = clampWidth(width);
  localStorage.setItem(storageKey, String(next));
  useView.setState({ sidebarWidth: next });
}

export function showNewChat(open: boolean): void {
  useView.setState({ newChatOpen: open });
}

export function askToJumpToNewest(): void {
  useView.setState({ jumpPending: true });
}

export function askToFocusComposer(): void {
  useView.setState((view) => ({ focusComposer: view.focusComposer + 1 }));
}
