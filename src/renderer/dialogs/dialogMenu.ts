import { create } from 'zustand';

interface MenuPlace {
  dialogId: string;
  /** Where it opens, in pixels of the window. */
  x: number;
  y: number;
}

/** One menu for all chats. */
export const useDialogMenu = create<{ place: MenuPlace | null }>(() => ({ place: null }));

export function openDialogMenu(place: MenuPlace): void {
  useDialogMenu.setState({ place });
}

export function closeDialogMenu(): void {
  useDialogMenu.setState({ place: null });
}
