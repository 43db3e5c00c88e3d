import type { BrowserWindow } from 'electron';
import { changedZoom } from '../../shared/zoom.ts';

/** Draws the page at the size that was chosen, whenever it is loaded, and lets the wheel with Ctrl change it. */
export function installZoom(
  window: BrowserWindow,
  options: { percent(): number; change(percent: number): void },
): void {
  const { webContents } = window;
  // Chromium remembers a size for each page by itself; what the person chose stands above it.
  webContents.on('did-navigate', () => applyZoom(window, options.percent()));
  webContents.on('zoom-changed', (_event, direction) =>
    options.change(changedZoom(options.percent(), direction)),
  );
}

export function applyZoom(window: BrowserWindow | null, percent: number): void {
  if (window && !window.isDestroyed()) window.webContents.setZoomFactor(percent / 100);
}
