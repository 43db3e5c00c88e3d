import { useEffect } from 'react';
import { keyMeaning } from '../../shared/keyMeaning.ts';
import { composerField, isEcho, isEditable, topCover } from './focusHome.ts';

/** What Space presses or chooses. */
const pressed = 'button, a, audio, video, [role="option"], [role="separator"]';

/** Whether the key writes something, also as the beginning of a composed letter. */
function writes(event: KeyboardEvent): boolean {
  const composes = event.key === 'Dead' || event.key === 'Process' || event.keyCode === 229;
  // On Windows AltGr may come as Ctrl and Alt.
  const isAltGraph = event.ctrlKey && event.altKey && event.getModifierState('AltGraph');
  const isShortcut = (event.ctrlKey || event.altKey || event.metaKey) && !isAltGraph;
  return !isShortcut && (composes || /^.$/u.test(event.key));
}

function pastes(event: KeyboardEvent): boolean {
  if (event.altKey) return false;
  if (event.key === 'Insert') return event.shiftKey && !event.ctrlKey;
  return (event.ctrlKey || event.metaKey) && keyMeaning(event) === 'v';
}

/** Whatever is typed or pasted while no other field has the focus goes to the composer. */
export function useTypingGoesHome(): void {
  useEffect(() => {
    function redirect(event: KeyboardEvent): void {
      const field = composerField();
      if (
        !field ||
        isEcho(event) ||
        isEditable(event.target) ||
        topCover() ||
        !(writes(event) || pastes(event))
      )
        return;
      if (event.key === ' ' && event.target instanceof Element && event.target.closest(pressed)) return;
      // The key has its effect where the focus is when everybody has heard of it.
      event.stopPropagation();
      field.focus();
    }
    window.addEventListener('keydown', redirect, { capture: true });
    return () => window.removeEventListener('keydown', redirect, { capture: true });
  }, []);
}
