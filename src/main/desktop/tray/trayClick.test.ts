import type { BrowserWindow } from 'electron';
import { expect, it } from 'vitest';
import { createTrayClick } from './trayClick.ts';

function click(state: { visible: boolean; minimised?: boolean; focused?: boolean; blurredMsAgo?: number }) {
  let now = 0;
  let blur = () => {};
  const done: string[] = [];
  const press = createTrayClick({
    window: {
      on: (_event: string, listener: () => void) => {
        blur = listener;
      },
      isDestroyed: () => false,
      isVisible: () => state.visible,
      isMinimized: () => state.minimised ?? false,
      isFocused: () => state.focused ?? false,
    } as unknown as BrowserWindow,
    clock: { now: () => now, elapsed: () => now, schedule: () => () => {} },
    show: () => done.push('show'),
    hide: () => done.push('hide'),
  });
  if (state.blurredMsAgo !== undefined) {
    blur();
    now += state.blurredMsAgo;
  }
  press();
  return done;
}

it.each([
  [{ visible: false }, 'show'],
  [{ visible: true, focused: true }, 'hide'],
  [{ visible: true, minimised: true }, 'show'],
  [{ visible: true }, 'show'],
  [{ visible: true, blurredMsAgo: 50 }, 'hide'],
  [{ visible: true, blurredMsAgo: 5_000 }, 'show'],
  [{ visible: false, blurredMsAgo: 50 }, 'show'],
])('%j: %s', (state, action) => {
  expect(click(state)).toEqual([action]);
});
