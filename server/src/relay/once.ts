import type { ChatEvent } from '../backend/events.ts';
import type { Deliver, Kept, Relay } from './relay.ts';

/** Messages that are remembered to have been told: more than come while one is on its way by two roads. */
const REMEMBERED = 50_000;

/** A relay for messages that come by several roads: each is told once in this process, under whichever of its ids it comes. */
export class OnceRelay implements Relay {
  readonly #relay: Relay;
  /** In the order of telling. */
  readonly #told = new Set<string>();
  #deliver: Deliver = () => undefined;

  constructor(relay: Relay) {
    this.#relay = relay;
  }

  /** Whether the message with this id was told here. */
  wasTold(id: string): boolean {
    return this.#told.has(id);
  }

  keep: Relay['keep'] = (trx, events) => this.#relay.keep(trx, events);

  tell(kept: Kept): void {
    this.#relay.tell(kept);
  }

  tellNow(event: ChatEvent): void {
    this.#relay.tellNow(event);
  }

  listen(deliver: Deliver, missed: () => void): void {
    this.#deliver = (events) => deliver(events.filter((event) => this.#isFirst(event)));
    this.#relay.listen(this.#deliver, missed);
  }

  /** What every other process hears by itself. */
  tellHere(events: ChatEvent[]): void {
    this.#deliver(events);
  }

  start(): Promise<void> {
    return this.#relay.start();
  }

  end(): Promise<void> {
    return this.#relay.end();
  }

  #isFirst(event: ChatEvent): boolean {
    if (event.type !== 'message') return true;
    const ids = [event.message.messageId, event.message._id];
    const isFirst = ids.every((id) => !this.#told.has(id));
    for (const id of ids) this.#told.add(id);
    for (const id of this.#told) {
      if (this.#told.size <= REMEMBERED) break;
      this.#told.delete(id);
    }
    return isFirst;
  }
}
