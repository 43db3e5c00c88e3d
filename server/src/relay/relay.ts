import type { ChatEvent, Told } from '../backend/events.ts';
import type { Commits } from '../store/commits.ts';
import type { Db } from '../store/schema.ts';

/** Events that wait for the commit of what they are of. */
export interface Kept {
  id: string;
  events: ChatEvent[];
}

export type Deliver = (events: ChatEvent[]) => void;

/** Brings events to whoever tells them to sockets: in this process, and in every other one of the same server. */
export interface Relay {
  /** Keeps the events with the change that they are of. */
  keep: (trx: Db, events: ChatEvent[]) => Promise<Kept>;
  /** After the commit. */
  tell: (kept: Kept) => void;
  /** What is worth nothing a second later. */
  tellNow: (event: ChatEvent) => void;
  /** `missed`: something may have been told to all others and not here. */
  listen: (deliver: Deliver, missed: () => void) => void;
  /** Takes part: what the others tell from now on is not missed. */
  start: () => Promise<void>;
  end: () => Promise<void>;
}

/** Of a server that is one process: who is not connected when an event is told reads it from the history. */
export class LocalRelay implements Relay {
  #deliver: Deliver = () => undefined;

  async keep(_trx: Db, events: ChatEvent[]): Promise<Kept> {
    return { id: '', events };
  }

  tell({ events }: Kept): void {
    this.#deliver(events);
  }

  tellNow(event: ChatEvent): void {
    this.#deliver([event]);
  }

  listen(deliver: Deliver): void {
    this.#deliver = deliver;
  }

  async start(): Promise<void> {}

  async end(): Promise<void> {}
}

/** One unit of work: kept with what it tells, told after the commit. Answers what `work` answers; throws what it throws. */
export type Change = <T>(work: (trx: Db) => Promise<Told<T>>) => Promise<T>;

export function changesBy(commits: Commits, relay: Relay): Change {
  return async (work) => {
    const { answer } = await commits.run(
      async (trx) => {
        const { answer, events } = await work(trx);
        return { answer, kept: events.length === 0 ? undefined : await relay.keep(trx, events) };
      },
      ({ kept }) => {
        if (kept) relay.tell(kept);
      },
    );
    return answer;
  };
}
