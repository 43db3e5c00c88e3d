import { useEffect } from 'react';
import { composerField, focusHome, isEditable, topCover } from './focusHome.ts';

/** Frames in which React Aria gives the focus back to where it was before a dialog. */
const framesOfOthers = 2;
/** What a mouse presses and has no use for the focus. */
const pressable = 'button, [role="option"]';

function isNowhere(): boolean {
  const { activeElement } = document;
  // A button that was disabled under the focus loses it with the next frame.
  return activeElement === null || activeElement === document.body || activeElement.matches(':disabled');
}

/** What the element stands in, innermost first. */
function lineOf(element: Element | null): HTMLElement[] {
  const line: HTMLElement[] = [];
  for (let at = element; at; at = at.parentElement) if (at instanceof HTMLElement) line.push(at);
  return line;
}

/**
 * The focus is never nowhere, and a mouse never leaves it on what it pressed: typing goes on in the composer. Whoever uses
 * the keyboard is left where they are, and inside a dialog the focus stays in it.
 */
export function useFocusHome(): void {
  useEffect(() => {
    let line: HTMLElement[] = [];
    let frame = 0;
    let isDown = false;
    /** What opened a menu while the button of the mouse was still down: it is given the focus back later. */
    let opener: Element | null = null;

    function remember(event: FocusEvent): void {
      const target = event.target instanceof Element ? event.target : null;
      line = lineOf(target);
      if (isDown && !topCover()) opener = target?.closest(pressable) ?? null;
    }

    function down(): void {
      isDown = true;
    }

    function forgetOpener(event: KeyboardEvent): void {
      if (event.key === 'Tab') opener = null;
    }

    function rescue(framesLeft: number): void {
      cancelAnimationFrame(frame);
      if (framesLeft > 0) {
        frame = requestAnimationFrame(() => rescue(framesLeft - 1));
        return;
      }
      const cover = topCover();
      const isBack = opener !== null && document.activeElement === opener;
      if (!isNowhere() && (cover || !isBack)) return;
      if (!cover) {
        focusHome();
        return;
      }
      // Where it was a part of the dialog that went away, whatever held that part.
      const holder = line.find((element) => cover.contains(element) && element.matches('[tabindex]'));
      (holder ?? cover).focus();
    }

    function settle(event: MouseEvent): void {
      isDown = false;
      const { activeElement } = document;
      const field = composerField();
      if (!field || topCover() || isEditable(activeElement)) return;
      opener = null;
      // What was selected in the messages is about to be copied.
      const pressed = activeElement?.closest(pressable) ?? null;
      if (pressed === null && !getSelection()?.isCollapsed) return;
      // The menu key asks for a menu of what has the focus.
      if (event.type === 'contextmenu' && event.button !== 2) return;
      // A click into the messages is where the arrows and a selection with Shift start from.
      if (event.type === 'pointerup' && activeElement?.matches('[role="feed"], article')) return;
      if (!activeElement?.closest('search')) field.focus();
    }

    const observer = new MutationObserver(() => {
      if (isNowhere()) rescue(framesOfOthers);
    });
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    // After signing in, what had the focus is gone already.
    rescue(framesOfOthers);
    document.addEventListener('focusin', remember);
    window.addEventListener('pointerdown', down, { capture: true });
    window.addEventListener('keydown', forgetOpener, { capture: true });
    // Before whoever opens something at the press: what has the focus then gets it back later.
    window.addEventListener('pointerup', settle, { capture: true });
    window.addEventListener('contextmenu', settle, { capture: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      document.removeEventListener('focusin', remember);
      window.removeEventListener('pointerdown', down, { capture: true });
      window.removeEventListener('keydown', forgetOpener, { capture: true });
      window.removeEventListener('pointerup', settle, { capture: true });
      window.removeEventListener('contextmenu', settle, { capture: true });
    };
  }, []);
}
