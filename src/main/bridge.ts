/** The main process's end of the bridge: who may ask; what may be asked is in bridgeCommands.ts. */
import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { BridgeEvent } from '../shared/bridge.ts';
import { commandChannel, eventChannel } from '../shared/bridgeNames.ts';
import { type CommandHandlers, invalidArguments, runCommand } from './bridgeCommands.ts';
import { createEventBatcher } from './bridgeEvents.ts';
import type { Clock, Log } from './chat/ports.ts';
import type { Events } from './events.ts';
import type { PageClock } from './pageClock.ts';

export interface BridgeOptions {
  handlers: CommandHandlers;
  /** All of them reach the page, batched by frame and before the answer of any later command. */
  events: Pick<Events<BridgeEvent>, 'subscribe'>;
  schedule: Clock['schedule'];
  pageClock: Pick<PageClock, 'note' | 'forget'>;
  window: BrowserWindow;
  log: Log;
  /** The only origin whose top frame may ask, as `app://chat3`. */
  allowedOrigin: string;
}

/** Registers the one channel of this window, for as long as the program runs. Call once. */
export function registerBridge(options: BridgeOptions): void {
  const { handlers, events, window, log, allowedOrigin, schedule, pageClock } = options;
  const batcher = createEventBatcher({
    send: (events) => {
      if (!window.isDestroyed() && !window.webContents.isCrashed())
        window.webContents.send(eventChannel, events);
    },
    schedule,
  });
  events.subscribe(batcher.add);

  ipcMain.handle(commandChannel, async (event, name: unknown, input: unknown, sentAt: unknown) => {
    if (!isAllowedSender(event, window, allowedOrigin)) {
      log.warn('bridge.senderRefused', {});
      return invalidArguments;
    }
    if (typeof sentAt === 'number') pageClock.note(sentAt);
    const result = await runCommand(handlers, log, name, input);
    batcher.flush();
    return result;
  });
  // A new page asks for a snapshot; what was meant for the old one would be applied twice.
  window.webContents.on('did-start-navigation', (details) => {
    if (!details.isMainFrame || details.isSameDocument) return;
    batcher.clear();
    pageClock.forget();
  });
}

function isAllowedSender(event: IpcMainInvokeEvent, window: BrowserWindow, allowedOrigin: string): boolean {
  const frame = event.senderFrame;
  if (window.isDestroyed() || event.sender !== window.webContents || !frame) return false;
  return (
    frame === window.webContents.mainFrame && frame.parent === null && originOf(frame.url) === allowedOrigin
  );
}

/** `URL.origin` is "null" for every scheme of one's own. */
export function originOf(url: string): string | null {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  } catch {
    return null;
  }
}
