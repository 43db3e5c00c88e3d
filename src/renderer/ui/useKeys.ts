import { useEffect } from 'react';
import { keyMeaning } from '../../shared/keyMeaning.ts';
import { closeDialog, find, openNeighbour } from '../state/actions.ts';
import { useChat } from '../state/store.ts';
import { askToFocusComposer, askToJumpToNewest, type Screen, showScreen, useView } from '../state/view.ts';
import { chatList, composerField, isEcho, topCover } from './focusHome.ts';

const screens: Record<string, Screen> = { n: 'newChat', k: 'switcher' };
/** Many layouts have these above Shift. */
const screensOfSigns: Record<string, Screen> = { ',': 'settings', '/': 'help' };

const isOpen = () => useChat.getState().openDialogId !== null;

function withControl(event: KeyboardEvent): (() => void) | null {
  const meaning = keyMeaning(event);
  const screen = screensOfSigns[meaning] ?? (event.shiftKey ? undefined : screens[meaning]);
  if (screen) return () => showScreen(screen);
  if (meaning !== 'f') return null;
  if (event.shiftKey) return () => showScreen('search');
  return find;
}

/** The first Escape leaves what is in the way, the next one leads to the newest message. */
function stepBack(): void {
  if (useView.getState().finding) useView.setState({ finding: false });
  else askToJumpToNewest();
  askToFocusComposer();
}

/** F6 goes round the chats, the messages and the composer, as in other desktop programs. */
function focusNextRegion(step: 1 | -1): void {
  const feed = document.querySelector<HTMLElement>('[role="feed"]');
  const regions = [chatList(), feed, composerField()].filter((region) => region !== null);
  const current = regions.findIndex((region) => region.contains(document.activeElement));
  const next = current < 0 && step < 0 ? -1 : current + step;
  regions.at(next % regions.length)?.focus();
}

function actionFor(event: KeyboardEvent): (() => void) | null {
  const control = event.ctrlKey || event.metaKey;
  if (event.altKey && !control) {
    if (event.key === 'ArrowUp') return () => openNeighbour(-1, event.shiftKey);
    if (event.key === 'ArrowDown') return () => openNeighbour(1, event.shiftKey);
    if (event.key === 'ArrowLeft' && isOpen()) return closeDialog;
  }
  if (control && !event.altKey) return withControl(event);
  if (event.key === 'F6') return () => focusNextRegion(event.shiftKey ? -1 : 1);
  return event.key === 'Escape' && isOpen() ? stepBack : null;
}

export function useKeys(): void {
  useEffect(() => {
    function press(event: KeyboardEvent) {
      // A dialog, a menu or an input method has the first word.
      const busy = useView.getState().screen !== null || topCover() !== null;
      if (event.defaultPrevented || event.isComposing || busy || isEcho(event)) return;
      const action = actionFor(event);
      if (!action) return;
      event.preventDefault();
      action();
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
