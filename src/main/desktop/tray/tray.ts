import { join } from 'node:path';
import { Menu, type NativeImage, nativeImage, screen, Tray } from 'electron';
import type { Settings } from '../../../shared/settings.ts';
import type { Log } from '../../chat/ports.ts';
import type { ProfileLook } from '../profileLook.ts';
import type { Unread } from '../unreadStore.ts';
import { drawBar, trayIconName } from './trayIcon.ts';
import { type TrayActions, trayMenu } from './trayMenu.ts';
import { trayTooltip } from './trayWords.ts';

export interface TrayState {
  language: Settings['language'];
  unread: Unread;
  doNotDisturbUntil: number | null;
  now: number;
}

export interface TrayIcon {
  show(state: TrayState): void;
  /** Puts it up again, as when something has come up that shows it. */
  renew(): void;
  remove(): void;
}

/** The icon beside the clock. Where the system has no place for one, everything here does nothing. */
export function createTray(options: {
  platform: NodeJS.Platform;
  /** Of the images. */
  folder: string;
  look: ProfileLook;
  actions: TrayActions;
  /** A plain click; on macOS that opens the menu instead. */
  onClick(): void;
  log: Log;
}): TrayIcon {
  const { platform, folder, look, actions, log } = options;
  let tray: Tray | null = null;
  let shown: TrayState | null = null;
  /** What the icon and the menu are now: in a burst only the number changes, and neither shows it. */
  let [iconShown, menuShown] = ['', ''];

  function image(name: string): NativeImage {
    const drawn = nativeImage.createFromPath(join(folder, name));
    if (look.color === null || platform === 'darwin') return drawn;
    const size = drawn.getSize();
    const pixels = drawn.toBitmap();
    drawBar(pixels, size, look.color);
    return nativeImage.createFromBitmap(pixels, size);
  }

  function put(state: TrayState): void {
    const { scaleFactor } = screen.getPrimaryDisplay();
    const icon = trayIconName({ platform, scaleFactor, unread: state.unread.messages > 0 });
    if (tray === null) {
      tray = new Tray(image(icon));
      if (platform !== 'darwin') tray.on('click', options.onClick);
      menuShown = '';
    } else if (icon !== iconShown) tray.setImage(image(icon));
    iconShown = icon;
    tray.setToolTip(trayTooltip({ ...state, look }));
    const template = trayMenu(state, actions);
    const menu = JSON.stringify(template);
    if (menu !== menuShown) tray.setContextMenu(Menu.buildFromTemplate(template));
    menuShown = menu;
  }

  function show(state: TrayState): void {
    shown = state;
    try {
      put(state);
    } catch (error) {
      log.warn('tray.failed', { cause: error instanceof Error ? error.name : 'unknown' });
    }
  }

  function remove(): void {
    tray?.destroy();
    tray = null;
  }

  return {
    show,
    renew() {
      remove();
      if (shown !== null) show(shown);
    },
    remove,
  };
}
