import { useEffect } from 'react';
import { filterFieldId } from '../dialogs/Sidebar.tsx';
import { closeDialog, openNeighbour } from '../state/actions.ts';
import { useChat } from '../state/store.ts';
import { askToFocusComposer, askToJumpToNewest, showScreen, useView } from '../state/view.ts';

function focusFilter(): void {
  const narrow = !document.getElementById(filterFieldId);
  if (narrow) closeDialog();
  requestAnimationFrame(() => {
    document.querySelector<HTMLInputElement>(`#${filterFieldId} input, input#${filterFieldId}`)?.focus();
  });
}

/** Keys by place, not by letter, so that they work in the Russian layout too. */
function actionFor(event: KeyboardEvent): (() => void) | null {
  const control = event.ctrlKey || event.metaKey;
  if (event.altKey && !control && !event.shiftKey) {
    if (event.code === 'ArrowUp') return () => openNeighbour(-1);
    if (event.code === 'ArrowDown') return () => openNeighbour(1);
  }
  if (control && !event.altKey && !event.shiftKey) {
    if (event.code === 'KeyN') return () => showScreen('newChat');
    if (event.code === 'KeyK') return focusFilter;
  }
  if (event.code === 'Escape' && useChat.getState().openDialogId !== null) {
    return () => {
      askToJumpToNewest();
      askToFocusComposer();
    };
  }
  return null;
}

export function useKeys(): void {
  useEffect(() => {
    function press(event: KeyboardEvent) {
      // A dialog, a menu or an input method has the first word.
      const busy =
        useView.getState().screen !== null || document.querySelector('[role="menu"], [role="alertdialog"]');
      if (event.defaultPrevented || event.isComposing || busy) return;
      const action = actionFor(event);
      if (!action) return;
      event.preventDefault();
      action();
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
