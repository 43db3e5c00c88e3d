import type { BridgeEvent } from '../../shared/bridge.ts';
import { maximumKeys } from '../../shared/limits.ts';
import { send } from './bridge.ts';
import { pageTime } from './pageTime.ts';

/** The list may take some frames to come down to a new row; one that is not there by then is out of sight. */
const framesWaited = 30;

/** Messages that are to be shown, and for how many frames they are waited for. */
const awaited = new Map<string, number>();

/** Ends the traces of what these events brought, once a frame that shows it was painted (S21.2). */
export function tellPainted(events: BridgeEvent[]): void {
  const keys = events.flatMap(keysIn);
  if (keys.length === 0) return;
  if (awaited.size === 0) requestAnimationFrame(look);
  for (const key of keys) awaited.set(key, framesWaited);
}

function keysIn(event: BridgeEvent): string[] {
  if (event.type === 'messages') return event.upserted.map(({ key }) => key);
  if (event.type === 'windowMoved') return event.added.map(({ key }) => key);
  if (event.type === 'window') return event.window?.messages.map(({ key }) => key) ?? [];
  return [];
}

/** What is on the page before the frame is painted is in it. */
function look(): void {
  const shown = new Set(
    [...document.querySelectorAll<HTMLElement>('[data-message-key]')].map(
      ({ dataset }) => dataset['messageKey'],
    ),
  );
  const inFrame: string[] = [];
  for (const [key, frames] of awaited) {
    if (shown.has(key)) inFrame.push(key);
    if (shown.has(key) || frames === 0) awaited.delete(key);
    else awaited.set(key, frames - 1);
  }
  if (inFrame.length > 0) afterFrame((at) => send('tracePainted', { keys: inFrame.slice(-maximumKeys), at }));
  if (awaited.size > 0) requestAnimationFrame(look);
}

/** A task after the callback runs when the frame is out. */
function afterFrame(tell: (at: number) => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    tell(pageTime());
    port1.close();
  };
  port2.postMessage(null);
}
