/** The number on the program's icon: in the dock, in the launcher of Linux desktops that have one, on the Windows taskbar. */
import { join } from 'node:path';
import type { App, BrowserWindow, NativeImage } from 'electron';

/** `folder` holds the images that Windows lays over the taskbar button; `words` is read out in their place. */
export function showBadge(options: {
  app: App;
  window: BrowserWindow;
  platform: NodeJS.Platform;
  folder: string;
  readImage(file: string): NativeImage;
  count: number;
  words: string;
}): void {
  const { app, window, platform, folder, readImage, count, words } = options;
  if (platform !== 'win32') {
    app.setBadgeCount(count);
    return;
  }
  if (window.isDestroyed()) return;
  const name = overlayName(count);
  window.setOverlayIcon(name === null ? null : readImage(join(folder, name)), words);
}

/** The file of the overlay; null: none. */
export function overlayName(count: number): string | null {
  if (count <= 0) return null;
  return count > 9 ? 'many.png' : `${count}.png`;
}
