import type { BridgeEvent } from '../../shared/bridge.ts';
import { maximumKeys } from '../../shared/limits.ts';
import { send } from './bridge.ts';

/** Ends the traces of what these events brought, once the frame that shows it was painted. */
export function tellPainted(events: BridgeEvent[]): void {
  const keys = events.flatMap((event) =>
    event.type === 'messages' ? event.upserted.map((message) => message.key) : [],
  );
  if (keys.length === 0) return;
  // A task after the callback runs when the frame is out.
  requestAnimationFrame(() => setTimeout(() => send('tracePainted', { keys: keys.slice(0, maximumKeys) })));
}
