import type { BrowserWindow } from 'electron';
import { keyMeaning, type PressedKey } from '../../shared/keyMeaning.ts';
import { changedZoom, type ZoomChange } from '../../shared/zoom.ts';

/** What Ctrl, or ⌘, with this key asks for. */
export function zoomOfKey(pressed: PressedKey): ZoomChange | null {
  const meaning = keyMeaning(pressed);
  // «+» is Shift and «=» on many keyboards; people press the key without Shift.
  if (meaning === '+' || meaning === '=') return 'in';
  if (meaning === '-') return 'out';
  // French keyboards have their digits above Shift, printed on the same keys.
  return meaning === '0' || pressed.code === 'Digit0' ? 'reset' : null;
}

/** Draws the page at the size that was chosen, whenever it is loaded; keys and the wheel with Ctrl change it. */
export function installZoom(
  window: BrowserWindow,
  options: { percent(): number; change(percent: number): void },
): void {
  const { webContents } = window;
  // Chromium remembers a size for each page by itself; what the person chose stands above it.
  webContents.on('did-navigate', () => applyZoom(window, options.percent()));
  const change = (zoom: ZoomChange) => options.change(changedZoom(options.percent(), zoom));
  webContents.on('zoom-changed', (_event, direction) => change(direction));
  // Not by the menu: its accelerators know keys by the place that they have in other layouts.
  webContents.on('before-input-event', (event, input) => {
    const control = process.platform === 'darwin' ? input.meta : input.control;
    const zoom = input.type === 'keyDown' && control && !input.alt ? zoomOfKey(input) : null;
    if (zoom === null) return;
    event.preventDefault();
    change(zoom);
  });
}

export function applyZoom(window: BrowserWindow | null, percent: number): void {
  if (window && !window.isDestroyed()) window.webContents.setZoomFactor(percent / 100);
}
