import type { BrowserWindow } from 'electron';
import type { BridgeEvent } from '../../../shared/bridge.ts';
import type { Arrival, Engine } from '../../chat/engine.ts';
import type { Clock, Log } from '../../chat/ports.ts';
import type { Events } from '../../events.ts';
import type { SettingsStore } from '../../storage/settings.ts';
import { focusWindow } from '../window.ts';
import { createNotifier } from './notifier.ts';
import { systemNotifications } from './systemNotifications.ts';

/**
 * Joins the notifier to the engine, the window and the system. Before the engine starts: it may catch up at once.
 * Answers what takes all that is shown off the screen.
 */
export function startNotifications(options: {
  engine: Engine;
  settings: SettingsStore;
  window: BrowserWindow;
  clock: Clock;
  log: Log;
  events: Events<BridgeEvent>;
  arrivals: Events<Arrival[]>;
}): () => void {
  const { engine, settings, window, clock, log, events, arrivals } = options;
  const { publish } = events;
  const notifier = createNotifier({
    appName: 'Chat3 Desktop',
    chat: engine,
    show: systemNotifications(process.platform, () => publish({ type: 'notificationSound' })),
    settings: () => settings.shown,
    window: () => ({
      focused: !window.isDestroyed() && window.isFocused(),
      visible: !window.isDestroyed() && window.isVisible() && !window.isMinimized(),
    }),
    clock,
    minuteOfDay: () => {
      const now = new Date(clock.now());
      return now.getHours() * 60 + now.getMinutes();
    },
    log,
    onOpen: (dialogId, key) => {
      focusWindow(window);
      if (dialogId !== null) publish({ type: 'showDialog', dialogId, key });
    },
    // Said once, until notifications have been seen to work again.
    onOutcome: (outcome) => {
      const failed = outcome === 'failed';
      if (settings.stored.notificationsFailed === failed) return;
      settings.update({ notificationsFailed: failed });
      if (failed) publish({ type: 'notificationsFailed' });
    },
  });
  events.subscribe(notifier.takeEvent);
  arrivals.subscribe(notifier.takeArrivals);
  return notifier.closeAll;
}
