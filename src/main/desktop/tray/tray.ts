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

  function image(unread: boolean): NativeImage {
    const { scaleFactor } = screen.getPrimaryDisplay();
    const drawn = nativeImage.createFromPath(join(folder, trayIconName({ platform, scaleFactor, unread })));
    if (look.color === null || platform === 'darwin') return drawn;
    const size = drawn.getSize();
    const pixels = drawn.toBitmap();
    drawBar(pixels, size, look.color);
    return nativeImage.createFromBitmap(pixels, size);
  }

  function put(state: TrayState): void {
    const icon = image(state.unread.messages > 0);
    if (tray === null) {
      tray = new Tray(icon);
      if (platform !== 'darwin') tray.on('click', options.onClick);
    } else tray.setImage(icon);
    tray.setToolTip(trayTooltip({ ...state, look }));
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, actions)));
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
