import type { BridgeEvent } from '../../shared/bridge.ts';
import { refresh, takeEvents } from './actions.ts';
import { useChat } from './store.ts';

/** Subscribes first and asks second, so that nothing falls between; answers a function that ends it. */
export function start(): () => void {
  let early: BridgeEvent[] = [];
  const stop = window.chat3.onEvents((events) => {
    if (useChat.getState().ready) takeEvents(events);
    else early.push(...events);
  });
  void refresh().then(() => {
    takeEvents(early);
    early = [];
  });
  return stop;
}
