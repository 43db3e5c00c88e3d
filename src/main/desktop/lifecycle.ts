/** Another start brings the window forward; what has to be ended ends with the program, in this order. */
import type { App, BrowserWindow } from 'electron';
import { parseLaunchOptions } from './profile.ts';
import { focusWindow } from './window.ts';

export function followLifecycle(options: {
  app: App;
  window: BrowserWindow;
  endings: readonly (() => void)[];
}): void {
  const { app, window, endings } = options;
  app.on('second-instance', (_event, argv) => {
    if (!parseLaunchOptions(argv).hidden) focusWindow(window);
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => {
    for (const end of endings) end();
  });
}
