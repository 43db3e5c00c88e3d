import type { App } from 'electron';
import { linkScheme } from '../../shared/dialogLink.ts';
import { deepLinkIn, deepLinkOf, parseDeepLink } from './deepLink.ts';

export interface DeepLinks {
  /** Answers the chat asked for so far; every later one is handed to `open`. */
  listen(open: (dialogId: string) => void): string | null;
}

/** Hears every link from the very start, of this start and of later ones: macOS sends the first one before `ready`. */
export function collectDeepLinks(app: App, argv: readonly string[]): DeepLinks {
  let first = deepLinkIn(argv.slice(1));
  let open = (dialogId: string): void => {
    first = dialogId;
  };
  const take = (dialogId: string | null) => {
    if (dialogId !== null) open(dialogId);
  };
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take(parseDeepLink(url));
  });
  app.on('second-instance', (_event, _argv, _directory, handedOver) => take(deepLinkOf(handedOver)));
  return {
    listen: (listener) => {
      open = listener;
      return first;
    },
  };
}

/**
 * Makes the system send links here. On macOS and Windows the installed program says so itself; on Linux its desktop
 * entry does. «--» keeps Chromium from reading what follows as switches.
 */
export function registerLinkScheme(app: App, platform: NodeJS.Platform): void {
  if (!app.isPackaged) return;
  if (platform === 'win32') app.setAsDefaultProtocolClient(linkScheme, process.execPath, ['--']);
  if (platform === 'darwin') app.setAsDefaultProtocolClient(linkScheme);
}
