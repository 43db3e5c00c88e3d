import { create } from 'zustand';
import type { MessageView } from '../../shared/views.ts';

/** Whole messages that are chosen to be copied, by the keys of both ends; the one that was pressed first is `anchor`. */
interface Selection {
  anchor: string | null;
  focus: string | null;
}

const nothing: Selection = { anchor: null, focus: null };

export const useSelection = create<Selection>(() => nothing);

export function select(anchor: string, focus: string): void {
  const { anchor: oldAnchor, focus: oldFocus } = useSelection.getState();
  if (oldAnchor !== anchor || oldFocus !== focus) useSelection.setState({ anchor, focus });
}

export function selectNothing(): void {
  if (useSelection.getState().anchor !== null) useSelection.setState(nothing);
}

/** Indexes of the first and the last of those that are chosen; null: none, or an end of it is gone. */
export function rangeOf(
  messages: readonly MessageView[],
  { anchor, focus }: Selection,
): { first: number; last: number } | null {
  if (anchor === null || focus === null) return null;
  const from = messages.findIndex(({ key }) => key === anchor);
  const to = messages.findIndex(({ key }) => key === focus);
  return from < 0 || to < 0 ? null : { first: Math.min(from, to), last: Math.max(from, to) };
}
