/** What of the settings the window itself shows: theme, size, spelling. */
import type { BrowserWindow } from 'electron';
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { Events } from '../events.ts';
import type { SettingsStore } from '../storage/settings.ts';
import { applyTheme } from './window.ts';
import { applyZoom } from './zoom.ts';

/** The window begins with its theme and size. */
export function followAppearance(options: {
  events: Events<BridgeEvent>;
  settings: SettingsStore;
  window: BrowserWindow;
}): void {
  const { events, settings, window } = options;
  const { session } = window.webContents;
  session.setSpellCheckerEnabled(settings.shown.spellCheck);
  events.subscribe((event) => {
    if (event.type !== 'settings') return;
    const { theme, zoom, spellCheck } = event.settings;
    applyTheme(theme, window);
    applyZoom(window, zoom);
    session.setSpellCheckerEnabled(spellCheck);
  });
}
