import type { BrowserWindow } from 'electron';
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { Engine } from '../chat/engine.ts';
import type { Events } from '../events.ts';
import { createDeepLinkOpener } from './deepLinkOpener.ts';
import type { DeepLinks } from './deepLinks.ts';
import { focusWindow } from './window.ts';

/** Joins links to the engine, the window and the page. Answers the chat that this start of the program asks for. */
export function startDeepLinks(options: {
  links: DeepLinks;
  engine: Engine;
  events: Events<BridgeEvent>;
  window: BrowserWindow;
}): string | null {
  const { links, engine, events, window } = options;
  const opener = createDeepLinkOpener({
    isPageReady: () => !window.isDestroyed() && !window.webContents.isLoading(),
    isSignedIn: () => engine.session().state === 'signedIn',
    find: engine.findDialog,
    isListComplete: () => engine.connection().state === 'live',
    show: (dialogId) => events.publish({ type: 'showDialog', dialogId, key: null }),
    refuse: () => events.publish({ type: 'notice', code: 'dialogNotFound' }),
  });
  events.subscribe(opener.review);
  window.webContents.on('did-finish-load', opener.review);
  const asked = links.listen((dialogId) => {
    focusWindow(window);
    opener.open(dialogId);
  });
  if (asked !== null) opener.open(asked);
  return asked;
}
