/** What happens, told to all who listen: to each in the order in which it happened, also what a listener tells in turn. */
import type { Log } from './chat/ports.ts';

export interface Events<Event> {
  publish(event: Event): void;
  subscribe(listener: (event: Event) => void): void;
}

/** A listener that throws is logged, and the others hear of it all the same. */
export function createEvents<Event>(log: Log): Events<Event> {
  const listeners: ((event: Event) => void)[] = [];
  const untold: Event[] = [];
  let telling = false;

  function tell(event: Event): void {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        // Without the message, which may quote what a person wrote.
        log.warn('listener.failed', { cause: error instanceof Error ? error.name : typeof error });
      }
    }
  }

  return {
    publish(event): void {
      untold.push(event);
      if (telling) return;
      telling = true;
      for (let next = untold.shift(); next !== undefined; next = untold.shift()) tell(next);
      telling = false;
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}
