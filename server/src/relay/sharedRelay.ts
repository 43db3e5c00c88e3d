import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import type { ChatEvent } from '../backend/events.ts';
import { newEventId } from '../ids.ts';
import {
  EVENT_LIFETIME_MS,
  eventBodies,
  eventsAfter,
  insertEvents,
  removeOldEvents,
  settledTransaction,
} from '../store/events.ts';
import type { Db } from '../store/schema.ts';
import type { Bus } from './bus.ts';
import type { Deliver, Kept, Relay } from './relay.ts';

const LOOK_MS = 1_000;
/** Where nothing else brings what the others tell. */
const LOOK_WITHOUT_BUS_MS = 200;
const REMOVE_MS = 10_000;
/** A node that has not looked for so long may miss what is removed. */
const LONGEST_SILENCE_MS = EVENT_LIFETIME_MS / 2;
/** Longer than an event can be read. */
const REMEMBERED_MS = 2 * EVENT_LIFETIME_MS;
const BODIES_AT_ONCE = 100;

const eventsSchema = z.array(z.looseObject({ type: z.string() }));
const keptSchema = z.object({ id: z.string(), events: eventsSchema });

/**
 * Of a server of several processes. Events are stored in the transaction of what they are of; after the commit they are told
 * here, and said on the bus to the others. Every node also reads them from the store, in the order of transactions, and tells
 * what it has not told: so a node that dies between commit and delivery, or a bus that is away or deaf, delays and loses nothing.
 * Nobody is told twice: ids are remembered. Who could not read for so long that something may be gone says so to `missed`.
 */
export class SharedRelay implements Relay {
  readonly #db: Db;
  readonly #bus: Bus;
  readonly #log: FastifyBaseLogger;
  /** Milliseconds that only grow. */
  readonly #elapsed: () => number;
  #deliver: Deliver = () => undefined;
  #missed: () => void = () => undefined;
  /** Ids of what was told here, with the time, in its order. */
  readonly #told = new Map<string, number>();
  #readUpTo = 0;
  #lookedAt: number;
  #timer: NodeJS.Timeout | undefined;
  readonly #removing: NodeJS.Timeout;
  #working: Promise<void> = Promise.resolve();
  #isEnding = false;

  constructor(options: { db: Db; bus: Bus; log: FastifyBaseLogger; elapsed: () => number }) {
    this.#db = options.db;
    this.#bus = options.bus;
    this.#log = options.log;
    this.#elapsed = options.elapsed;
    this.#lookedAt = options.elapsed();
    this.#bus.listen('events', (_node, body) => {
      const kept = keptSchema.safeParse(body);
      if (kept.success) this.#tellOnce(kept.data.id, kept.data.events);
    });
    this.#bus.listen('event', (_node, body) => this.#tell([body]));
    // What stays is removed the next time, by whichever node.
    this.#removing = setInterval(() => void removeOldEvents(this.#db).catch(() => undefined), REMOVE_MS);
  }

  async keep(trx: Db, events: ChatEvent[]): Promise<Kept> {
    const id = newEventId();
    await insertEvents(trx, id, JSON.stringify(events));
    return { id, events };
  }

  tell(kept: Kept): void {
    this.#bus.say('events', kept);
    this.#tellOnce(kept.id, kept.events);
  }

  tellNow(event: ChatEvent): void {
    this.#bus.say('event', event);
    this.#deliver([event]);
  }

  listen(deliver: Deliver, missed: () => void): void {
    this.#deliver = deliver;
    this.#missed = missed;
  }

  async start(): Promise<void> {
    this.#readUpTo = await settledTransaction(this.#db);
    this.#lookedAt = this.#elapsed();
    this.#again();
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    clearTimeout(this.#timer);
    clearInterval(this.#removing);
    await this.#working;
  }

  #again(): void {
    if (this.#isEnding) return;
    const look = () => {
      this.#working = this.#look()
        .catch((error: unknown) => this.#log.error({ err: error }, 'what other nodes tell cannot be read'))
        .then(() => this.#again());
    };
    this.#timer = setTimeout(look, this.#bus.isUp() ? LOOK_MS : LOOK_WITHOUT_BUS_MS);
  }

  async #look(): Promise<void> {
    const wasLate = this.#elapsed() - this.#lookedAt > LONGEST_SILENCE_MS;
    for (;;) {
      const places = await eventsAfter(this.#db, this.#readUpTo);
      const last = places.at(-1);
      if (!last) break;
      await this.#tellStored(places.map(({ event_id }) => event_id));
      this.#readUpTo = last.transaction;
    }
    this.#lookedAt = this.#elapsed();
    this.#forget();
    if (wasLate) this.#missed();
  }

  async #tellStored(ids: string[]): Promise<void> {
    const untold = ids.filter((id) => !this.#told.has(id));
    for (let start = 0; start < untold.length; start += BODIES_AT_ONCE) {
      const slice = untold.slice(start, start + BODIES_AT_ONCE);
      const bodies = await eventBodies(this.#db, slice);
      for (const id of slice) {
        const events = eventsSchema.safeParse(JSON.parse(bodies.get(id) ?? '[]'));
        if (events.success) this.#tellOnce(id, events.data);
      }
    }
  }

  #tellOnce(id: string, events: unknown[]): void {
    if (this.#told.has(id)) return;
    this.#told.set(id, this.#elapsed());
    this.#tell(events);
  }

  /** Its own kind wrote them, perhaps of another version: what it does not know is left out, and logged. */
  #tell(events: unknown[]): void {
    try {
      this.#deliver(events as ChatEvent[]);
    } catch (error) {
      this.#log.error({ err: error }, 'an event could not be told');
    }
  }

  #forget(): void {
    const before = this.#elapsed() - REMEMBERED_MS;
    for (const [id, at] of this.#told) {
      if (at > before) break;
      this.#told.delete(id);
    }
  }
}
