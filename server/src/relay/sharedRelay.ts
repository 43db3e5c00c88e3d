import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import type { ChatEvent } from '../backend/events.ts';
import { newEventId } from '../ids.ts';
import { beat, deleteEvents, eventsSince, insertEvents, removeNode } from '../store/events.ts';
import type { Db } from '../store/schema.ts';
import type { Bus } from './bus.ts';
import type { Deliver, Kept, Relay } from './relay.ts';

const LOOK_MS = 1_000;
/** Where nothing else brings what the others tell. */
const LOOK_WITHOUT_BUS_MS = 200;
const TIDY_MS = 200;
/** Longer than an event is kept in the store. */
const REMEMBERED_MS = 120_000;

const keptSchema = z.object({ id: z.string(), events: z.array(z.looseObject({ type: z.string() })) });

/**
 * Of a server of several processes. Events are stored in the transaction of what they are of; after the commit they are told
 * here, and said on the bus to the others. What not everybody heard stays in the store, where every node looks once a second: so
 * a node that dies between commit and delivery, or a bus that is away, delays it and loses nothing. An event may be told to
 * nobody twice: its id is remembered.
 */
export class SharedRelay implements Relay {
  readonly #db: Db;
  readonly #bus: Bus;
  readonly #log: FastifyBaseLogger;
  /** Milliseconds that only grow. */
  readonly #elapsed: () => number;
  #deliver: Deliver = () => undefined;
  /** Ids of what was told here, with the time, in its order. */
  readonly #told = new Map<string, number>();
  /** What everybody has heard. */
  #heard: string[] = [];
  #nodes = 1;
  /** Of the database's clock; undefined before the first look. */
  #lookedUpTo: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #tidying: NodeJS.Timeout;
  #working: Promise<void> = Promise.resolve();
  #isEnding = false;

  constructor(options: { db: Db; bus: Bus; log: FastifyBaseLogger; elapsed: () => number }) {
    this.#db = options.db;
    this.#bus = options.bus;
    this.#log = options.log;
    this.#elapsed = options.elapsed;
    this.#bus.listen('events', (_node, body) => this.#hear(body));
    this.#bus.listen('event', (_node, body) => this.#hear({ id: '', events: [body] }));
    this.#tidying = setInterval(() => void this.#tidy(), TIDY_MS);
  }

  async keep(trx: Db, events: ChatEvent[]): Promise<Kept> {
    const id = newEventId();
    await insertEvents(trx, id, JSON.stringify(events));
    return { id, events };
  }

  tell(kept: Kept): void {
    void this.#bus.say('events', kept).then((count) => {
      if (count >= this.#nodes) this.#heard.push(kept.id);
    });
    this.#tellOnce(kept);
  }

  tellNow(event: ChatEvent): void {
    void this.#bus.say('event', event);
    this.#deliver([event]);
  }

  listen(deliver: Deliver): void {
    this.#deliver = deliver;
  }

  async start(): Promise<void> {
    await this.#look();
    this.#again();
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    clearTimeout(this.#timer);
    clearInterval(this.#tidying);
    await this.#working;
    await this.#tidy();
    await removeNode(this.#db, this.#bus.node).catch(() => undefined);
  }

  #again(): void {
    if (this.#isEnding) return;
    this.#timer = setTimeout(
      () => {
        this.#working = this.#look()
          .catch((error: unknown) => this.#log.error({ err: error }, 'what other nodes tell cannot be read'))
          .then(() => this.#again());
      },
      this.#bus.isUp() ? LOOK_MS : LOOK_WITHOUT_BUS_MS,
    );
  }

  async #look(): Promise<void> {
    const { now, nodes } = await beat(this.#db, this.#bus.node);
    this.#nodes = nodes;
    for (let after = this.#lookedUpTo ?? now; ; ) {
      const rows = await eventsSince(this.#db, after);
      for (const { event_id: id, body } of rows) this.#hear({ id, events: JSON.parse(body) as unknown });
      const newest = rows.at(-1)?.created_at ?? 0;
      this.#lookedUpTo = Math.max(now, newest);
      if (newest <= after) break;
      after = newest;
    }
    this.#forget();
  }

  #hear(body: unknown): void {
    const kept = keptSchema.safeParse(body);
    if (!kept.success) return;
    const { id } = kept.data;
    const events = kept.data.events as unknown as ChatEvent[];
    if (id === '') this.#deliver(events);
    else this.#tellOnce({ id, events });
  }

  #tellOnce({ id, events }: Kept): void {
    if (this.#told.has(id)) return;
    this.#told.set(id, this.#elapsed());
    this.#deliver(events);
  }

  #forget(): void {
    const before = this.#elapsed() - REMEMBERED_MS;
    for (const [id, at] of this.#told) {
      if (at > before) break;
      this.#told.delete(id);
    }
  }

  /** Throws nothing: what stays is removed by its age. */
  async #tidy(): Promise<void> {
    const heard = this.#heard.splice(0);
    if (heard.length === 0) return;
    await deleteEvents(this.#db, heard).catch(() => undefined);
  }
}
