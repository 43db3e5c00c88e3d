import { z } from 'zod';
import type { Bus } from '../relay/bus.ts';
import type { Elsewhere, Somebody } from './presence.ts';

const BEAT_MS = 5_000;
/** A node that was silent for so long is over, and nobody is there. */
const SILENCE_MS = 15_000;

const somebodySchema = z.object({ userId: z.string(), userName: z.string() });
const changeSchema = z.object({ user: somebodySchema, isOnline: z.boolean() });

interface Node {
  people: Map<string, string>;
  heardAt: number;
}

/** Who is online at the other nodes, by what they say: each coming and going, and every five seconds all who are there. */
export class OtherNodes implements Elsewhere {
  readonly #bus: Bus;
  readonly #elapsed: () => number;
  readonly #nodes = new Map<string, Node>();
  #here: () => Somebody[] = () => [];
  #changed: (user: Somebody) => void = () => undefined;
  #wasUp = false;
  #upSince = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(bus: Bus, elapsed: () => number) {
    this.#bus = bus;
    this.#elapsed = elapsed;
    bus.listen('presence', (node, body) => this.#hearChange(node, body));
    bus.listen('here', (node, body) => this.#hearAll(node, body));
    bus.listen('hello', () => this.#sayAll());
  }

  start(here: () => Somebody[], changed: (user: Somebody) => void): void {
    this.#here = here;
    this.#changed = changed;
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#bus.say('here', []);
  }

  isOnline(userId: string): boolean {
    for (const { people } of this.#nodes.values()) if (people.has(userId)) return true;
    return false;
  }

  announce(user: Somebody, isOnline: boolean): void {
    this.#bus.say('presence', { user, isOnline });
  }

  #beat(): void {
    const isUp = this.#bus.isUp();
    if (isUp && !this.#wasUp) {
      this.#upSince = this.#elapsed();
      this.#bus.say('hello', null);
    }
    this.#wasUp = isUp;
    this.#sayAll();
    // Whoever could not be heard is not gone for that.
    if (!isUp || this.#elapsed() - this.#upSince < SILENCE_MS) return;
    for (const [name, node] of this.#nodes) {
      if (this.#elapsed() - node.heardAt > SILENCE_MS) this.#setPeople(name, []);
    }
  }

  #sayAll(): void {
    this.#bus.say('here', this.#here());
  }

  #hearAll(name: string, body: unknown): void {
    const people = z.array(somebodySchema).safeParse(body);
    if (people.success) this.#setPeople(name, people.data);
  }

  #hearChange(name: string, body: unknown): void {
    const change = changeSchema.safeParse(body);
    if (!change.success) return;
    const { user, isOnline } = change.data;
    const node = this.#nodes.get(name) ?? { people: new Map(), heardAt: 0 };
    node.heardAt = this.#elapsed();
    this.#nodes.set(name, node);
    if (isOnline) node.people.set(user.userId, user.userName);
    else node.people.delete(user.userId);
    this.#changed(user);
  }

  #setPeople(name: string, people: Somebody[]): void {
    const before = this.#nodes.get(name)?.people ?? new Map<string, string>();
    const now = new Map(people.map(({ userId, userName }) => [userId, userName]));
    if (now.size === 0) this.#nodes.delete(name);
    else this.#nodes.set(name, { people: now, heardAt: this.#elapsed() });
    for (const [userId, userName] of before) if (!now.has(userId)) this.#changed({ userId, userName });
    for (const [userId, userName] of now) if (!before.has(userId)) this.#changed({ userId, userName });
  }
}
