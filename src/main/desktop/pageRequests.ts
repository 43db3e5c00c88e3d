import type { BrowserWindow } from 'electron';
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { MenuAction, MenuScreen } from './menuTemplate.ts';

/** Asks the page for one of its screens or actions, and brings the window forward for it. */
export function createPageRequests(options: {
  window: BrowserWindow;
  publish(event: BridgeEvent): void;
  show(): void;
}): { showScreen(screen: MenuScreen): void; runAction(action: MenuAction): void } {
  const ask = (event: BridgeEvent) => {
    if (options.window.isDestroyed()) return;
    options.show();
    options.publish(event);
  };
  return {
    showScreen: (screen) => ask({ type: 'showScreen', screen }),
    runAction: (action) => ask({ type: 'runAction', action }),
  };
}
