import { Bucket, type Rate } from './bucket.ts';

/** What all sockets of one person share. */
interface Person {
  sockets: number;
  events: Bucket;
  typing: Bucket;
}

const PEOPLE_BEFORE_SWEEP = 10_000;

/** Counts the sockets of each person on this node, and what they may do together. */
export class Connections {
  readonly #most: number;
  readonly #events: Rate;
  readonly #typing: Rate;
  readonly #elapsed: () => number;
  readonly #people = new Map<string, Person>();

  constructor(options: { most: number; events: Rate; typing: Rate; elapsed: () => number }) {
    this.#most = options.most;
    this.#events = options.events;
    this.#typing = options.typing;
    this.#elapsed = options.elapsed;
  }

  /** Null where the person has as many sockets as anybody may; else the socket counts until `closed` is called, any number of times. */
  open(userId: string): { events: Bucket; typing: Bucket; closed: () => void } | null {
    const person = this.#person(userId);
    if (person.sockets >= this.#most) return null;
    person.sockets += 1;
    let isClosed = false;
    const closed = () => {
      if (!isClosed) person.sockets -= 1;
      isClosed = true;
    };
    return { events: person.events, typing: person.typing, closed };
  }

  /** Whoever has left is remembered until the buckets are full again: coming back does not fill them. */
  #person(userId: string): Person {
    const known = this.#people.get(userId);
    if (known) return known;
    if (this.#people.size >= PEOPLE_BEFORE_SWEEP) {
      for (const [id, { sockets, events, typing }] of this.#people) {
        if (sockets === 0 && events.isFull() && typing.isFull()) this.#people.delete(id);
      }
    }
    const person = { sockets: 0, events: this.#bucket(this.#events), typing: this.#bucket(this.#typing) };
    this.#people.set(userId, person);
    return person;
  }

  #bucket({ perSecond, burst }: Rate): Bucket {
    return new Bucket(perSecond, burst, this.#elapsed);
  }
}
