import type { BridgeEvent } from '../../shared/bridge.ts';
import { refresh, takeEvents } from './actions.ts';
import { useChat } from './store.ts';

/** Subscribes first and asks second, so that nothing falls between; answers a function that ends it. */
export function start(): () => void {
  let early: BridgeEvent[] = [];
  const stop = window.chat3.onEvents((events) => {
    early.push(...events);
    if (useChat.getState().ready) takeEarly();
  });
  void refresh().then(takeEarly);
  return stop;

  // In their order, whichever comes first: the end of the refresh or a later event.
  function takeEarly() {
    const events = early;
    early = [];
    if (events.length > 0) takeEvents(events);
  }
}
