import { create } from 'zustand';

export const sidebarWidth = { smallest: 280, largest: 360, usual: 320 };

const storageKey = 'chat3.sidebarWidth';

function clampWidth(width: number): number {
  return Math.round(Math.min(sidebarWidth.largest, Math.max(sidebarWidth.smallest, width)));
}

/** What may lie over the chats, one at a time. */
export type Screen =
  | 'newChat'
  | 'switcher'
  | 'search'
  | 'settings'
  | 'help'
  | 'diagnostics'
  | 'examination'
  | 'chatInfo'
  | 'newProfile'
  | 'closing';

/** What is about the program is there also before anybody has signed in. */
export const aboutProgram: ReadonlySet<Screen> = new Set(['help', 'examination', 'newProfile', 'closing']);

interface ViewState {
  sidebarWidth: number;
  screen: Screen | null;
  /** Only chats with unread messages are listed. */
  unreadOnly: boolean;
  /** The open chat is being searched. */
  finding: boolean;
  /** The message the conversation was asked to show, and draws attention to. */
  jumpedTo: string | null;
  /** The conversation is asked to show its end. */
  jumpPending: boolean;
  /** Grows when the composer is asked to take the focus. */
  focusComposer: number;
}

/** What only this window knows: no truth about chats. */
export const useView = create<ViewState>(() => ({
  sidebarWidth: clampWidth(Number(localStorage.getItem(storageKey)) || sidebarWidth.usual),
  screen: null,
  unreadOnly: false,
  finding: false,
  jumpedTo: null,
  jumpPending: false,
  focusComposer: 0,
}));

export function resizeSidebar(width: number): void {
  const next = clampWidth(width);
  localStorage.setItem(storageKey, String(next));
  useView.setState({ sidebarWidth: next });
}

/** For the next person: nothing of it was theirs. */
export function resetView(): void {
  useView.setState({ screen: null, unreadOnly: false, finding: false, jumpedTo: null, jumpPending: false });
}

export function showScreen(screen: Screen | null): void {
  useView.setState({ screen });
}

export function askToJumpToNewest(): void {
  useView.setState({ jumpPending: true, jumpedTo: null });
}

export function askToFocusComposer(): void {
  useView.setState((view) => ({ focusComposer: view.focusComposer + 1 }));
}
