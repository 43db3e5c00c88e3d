import type { WindowBounds } from './profile.ts';

export const minimumSize = { width: 400, height: 480 };
const defaultSize = { width: 1_080, height: 760 };

/** How much of the window's top edge must be reachable to be moved back. */
const grip = 80;

/**
 * Remembered bounds where a display still shows them, else null: a monitor may be gone. What has grown larger than the
 * display it is on is made to fit it.
 */
export function boundsOnScreen(bounds: WindowBounds, areas: readonly WindowBounds[]): WindowBounds | null {
  const area = areas
    .filter((candidate) => isReachable(bounds, candidate))
    .sort((a, b) => sharedSize(bounds, b) - sharedSize(bounds, a))[0];
  if (!area) return null;
  const [x, width] = fitted(bounds.x, bounds.width, area.x, area.width, minimumSize.width);
  const [y, height] = fitted(bounds.y, bounds.height, area.y, area.height, minimumSize.height);
  return { x, y, width, height };
}

/** The size of a window that was never placed. */
export function sizeOnScreen({ width, height }: WindowSize): WindowSize {
  return { width: Math.min(defaultSize.width, width), height: Math.min(defaultSize.height, height) };
}

type WindowSize = Pick<WindowBounds, 'width' | 'height'>;

function isReachable(bounds: WindowBounds, area: WindowBounds): boolean {
  const width = Math.max(bounds.width, minimumSize.width);
  const shared = Math.min(bounds.x + width, area.x + area.width) - Math.max(bounds.x, area.x);
  return shared >= grip && bounds.y >= area.y && bounds.y <= area.y + area.height - grip;
}

function sharedSize(bounds: WindowBounds, area: WindowBounds): number {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const height = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** Start and length in one direction: as they were, but for what is longer than the display. */
function fitted(
  start: number,
  length: number,
  areaStart: number,
  areaLength: number,
  least: number,
): [start: number, length: number] {
  if (length > areaLength) return [areaStart, Math.max(areaLength, least)];
  return [start, Math.max(length, least)];
}
