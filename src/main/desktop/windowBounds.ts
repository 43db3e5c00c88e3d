import type { WindowBounds } from './profile.ts';

export const minimumSize = { width: 400, height: 480 };
export const defaultSize = { width: 1_080, height: 760 };

/** How much of the window's top edge must be reachable to be moved back. */
const grip = 80;

/** Remembered bounds where a display still shows them, else null: a monitor may be gone. */
export function boundsOnScreen(bounds: WindowBounds, areas: readonly WindowBounds[]): WindowBounds | null {
  const wide = {
    ...bounds,
    width: Math.max(bounds.width, minimumSize.width),
    height: Math.max(bounds.height, minimumSize.height),
  };
  const reachable = areas.some((area) => {
    const shared = Math.min(wide.x + wide.width, area.x + area.width) - Math.max(wide.x, area.x);
    return shared >= grip && wide.y >= area.y && wide.y <= area.y + area.height - grip;
  });
  return reachable ? wide : null;
}
