import { create } from 'zustand';

export interface MenuPlace {
  /** The message it is about. */
  key: string;
  /** Where it opens, in pixels of the window. */
  x: number;
  y: number;
}

/** One menu for all messages: a store of its own, so that opening it renders no row. */
export const useMessageMenu = create<{
  place: MenuPlace | null;
  /** The message that is to be removed, once the person has said so again. */
  removing: string | null;
  /** The message that is to be forwarded, once the person has said where to. */
  forwarding: string | null;
  /** The message whose path is shown. */
  pathOf: string | null;
}>(() => ({ place: null, removing: null, forwarding: null, pathOf: null }));

export function openMessageMenu(place: MenuPlace): void {
  useMessageMenu.setState({ place });
}

export function closeMessageMenu(): void {
  useMessageMenu.setState({ place: null });
}

export function askToRemove(key: string | null): void {
  useMessageMenu.setState({ removing: key });
}

export function askToForward(key: string | null): void {
  useMessageMenu.setState({ forwarding: key });
}

export function showPath(key: string | null): void {
  useMessageMenu.setState({ pathOf: key });
}
