import type { BrowserWindow } from 'electron';
import { keyMeaning, type PressedKey } from '../../shared/keyMeaning.ts';
import { changedZoom, type ZoomChange } from '../../shared/zoom.ts';
import type { ChangeSettings } from '../changeSettings.ts';
import type { SettingsStore } from '../storage/settings.ts';

interface ZoomSetting {
  settings: SettingsStore;
  changeSettings: ChangeSettings;
}

/** What Ctrl, or ⌘, with this key asks for. */
export function zoomOfKey(pressed: PressedKey): ZoomChange | null {
  const meaning = keyMeaning(pressed);
  // «+» is Shift and «=» on many keyboards; people press the key without Shift.
  if (meaning === '+' || meaning === '=') return 'in';
  if (meaning === '-') return 'out';
  // French keyboards have their digits above Shift, printed on the same keys.
  return meaning === '0' || pressed.code === 'Digit0' ? 'reset' : null;
}

/** By a step of the menu, the wheel or a key. */
export function zoomBy({ settings, changeSettings }: ZoomSetting): (change: ZoomChange) => void {
  return (change) => changeSettings({ zoom: changedZoom(settings.shown.zoom, change) });
}

/** Draws the page at the size that was chosen, whenever it is loaded; keys and the wheel with Ctrl change it. */
export function installZoom(window: BrowserWindow, setting: ZoomSetting): void {
  const { webContents } = window;
  // Chromium remembers a size for each page by itself; what the person chose stands above it.
  webContents.on('did-navigate', () => applyZoom(window, setting.settings.shown.zoom));
  const change = zoomBy(setting);
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

export function applyZoom(window: BrowserWindow, percent: number): void {
  if (!window.isDestroyed()) window.webContents.setZoomFactor(percent / 100);
}
