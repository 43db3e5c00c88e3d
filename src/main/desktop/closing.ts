/** What closing the window means: the program stays, in the tray or on the taskbar. Only quitting ends it. */
import type { App, AutoUpdater, BrowserWindow } from 'electron';

export type Closing = 'hide' | 'explain' | 'minimise';

/** `explained`: the person has been told once that closing only hides. */
export function closingOf(state: { trayHost: boolean; explained: boolean }): Closing {
  if (!state.trayHost) return 'minimise';
  return state.explained ? 'hide' : 'explain';
}

/**
 * Keeps the program running when the window is closed; `explain` says once where it has gone. Quitting, whoever asks for
 * it, and the end of the system's session go through.
 */
export function keepRunningWhenClosed(options: {
  app: App;
  window: BrowserWindow;
  autoUpdater: Pick<AutoUpdater, 'on'>;
  trayHost(): Promise<boolean>;
  explained(): boolean;
  explain(): void;
  /** Waits until what the page has sent is here. */
  settle(): Promise<void>;
}): void {
  const { app, window } = options;
  let quitting = false;
  let settled = false;

  async function close(): Promise<void> {
    const closing = closingOf({ trayHost: await options.trayHost(), explained: options.explained() });
    if (quitting || window.isDestroyed()) return;
    if (closing === 'minimise') window.minimize();
    else if (closing === 'explain') options.explain();
    else hideWindow(window);
  }

  window.on('close', (event) => {
    if (quitting) return;
    event.preventDefault();
    void close();
  });
  const letGo = () => {
    quitting = true;
    settled = true;
  };
  // Windows waits for nobody at its end; before it, somebody may still call it off.
  window.on('session-end', letGo);
  // On macOS windows are closed before the program is asked to quit. What was typed came before the click on it.
  options.autoUpdater.on('before-quit-for-update', letGo);
  app.on('before-quit', (event) => {
    quitting = true;
    if (settled) return;
    event.preventDefault();
    void options.settle().finally(() => {
      settled = true;
      app.quit();
    });
  });
}

/** A window that fills a screen of its own on macOS has to leave it first, or a black one stays behind. */
export function hideWindow(window: BrowserWindow): void {
  if (process.platform === 'darwin' && window.isFullScreen()) {
    window.once('leave-full-screen', () => window.hide());
    window.setFullScreen(false);
  } else window.hide();
}

const settleLimitMs = 1_000;

/**
 * Resolves when the page has handled what was typed until now and its last commands have arrived, within a second
 * also where the page hangs. Input and earlier commands go the same way as this question, before it.
 */
export async function settlePage(window: BrowserWindow): Promise<void> {
  if (window.isDestroyed() || window.webContents.isCrashed() || window.webContents.isLoadingMainFrame())
    return;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, settleLimitMs);
  });
  const answer = window.webContents.executeJavaScript('0').then(
    () => {},
    () => {},
  );
  await Promise.race([answer, limit]);
  clearTimeout(timer);
}
