import type { App, BrowserWindow } from 'electron';
import type { Log } from '../chat/ports.ts';

const firstDelayMs = 200;
const longestDelayMs = 2_000;
const calmMs = 60_000;

/** Loads the page again after a crash, at once the first time and within 2 s always. */
export function recoverFromCrashes(window: BrowserWindow, log: Log): void {
  let delayMs = firstDelayMs;
  let crashedAt = 0;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.warn('window.crashed', { reason, exitCode });
    if (reason === 'clean-exit') return;
    const now = performance.now();
    delayMs = now - crashedAt > calmMs ? firstDelayMs : Math.min(delayMs * 2, longestDelayMs);
    crashedAt = now;
    setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    }, delayMs);
  });
  window.webContents.on('preload-error', (_event, _path, error) => {
    log.warn('window.preloadFailed', { cause: `${error.name}: ${error.message}` });
  });
  window.webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (isMainFrame) log.warn('window.loadFailed', { code, cause: description });
  });
  window.on('unresponsive', () => log.warn('window.unresponsive', {}));
}

/** Failures of the other processes, and what nobody caught: written down, and the program goes on. */
export function logProcessFailures(app: App, log: Log): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    log.warn('process.gone', { type, reason, exitCode });
  });
  process.on('uncaughtException', (error) => {
    log.warn('process.uncaughtException', { cause: placeOf(error) });
  });
  process.on('unhandledRejection', (error) => {
    log.warn('process.unhandledRejection', { cause: placeOf(error) });
  });
}

/** Without the message, which may quote what a person wrote. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = /\n\s*at ([^\n]+)/.exec(error.stack ?? '')?.[1] ?? '';
  return `${error.name} ${place}`.trim();
}
