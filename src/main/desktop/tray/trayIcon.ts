const sizes = [16, 22, 24, 32, 48];

/** What a tray of this system takes for one icon, in pixels; the system scales from there. */
const usualSize: Partial<Record<NodeJS.Platform, number>> = { linux: 22, win32: 16 };

/** The file of the icon below `resources/tray`. `scaleFactor`: of the display the tray is on. */
export function trayIconName(options: {
  platform: NodeJS.Platform;
  scaleFactor: number;
  unread: boolean;
}): string {
  const { platform, scaleFactor, unread } = options;
  const name = unread ? 'trayUnread' : 'tray';
  // The double for sharp screens is found by its name.
  if (platform === 'darwin') return `${name}Template.png`;
  const wanted = (usualSize[platform] ?? 22) * scaleFactor;
  return `${name}-${sizes.find((size) => size >= wanted) ?? sizes.at(-1)}.png`;
}

/**
 * Draws a bar in the profile's colour along the lower edge. `pixels`: rows from the top, four bytes a pixel in the order
 * blue, green, red, opacity; changed in place. `color`: `#rrggbb`.
 */
export function drawBar(pixels: Uint8Array, size: { width: number; height: number }, color: string): void {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) =>
    Number.parseInt(color.slice(start, start + 2), 16),
  );
  const height = Math.max(2, Math.round(size.height / 6));
  for (let index = (size.height - height) * size.width * 4; index < pixels.length; index += 4) {
    pixels.set([blue, green, red, 255], index);
  }
}
