import type { BrowserWindow } from 'electron';
import type { Clock } from '../../chat/ports.ts';

/** The click itself takes the focus away from the window, shortly before it is heard of. */
const blurMs = 300;

/** Hides the window that the person was in, and brings it forward otherwise. */
export function createTrayClick(options: {
  window: Pick<BrowserWindow, 'on' | 'isDestroyed' | 'isVisible' | 'isMinimized' | 'isFocused'>;
  clock: Clock;
  show(): void;
  hide(): void;
}): () => void {
  const { window, clock } = options;
  let leftAt = Number.NEGATIVE_INFINITY;
  window.on('blur', () => {
    leftAt = clock.elapsed();
  });
  return () => {
    if (window.isDestroyed()) return;
    const inFront = window.isFocused() || clock.elapsed() - leftAt < blurMs;
    if (window.isVisible() && !window.isMinimized() && inFront) options.hide();
    else options.show();
  };
}
