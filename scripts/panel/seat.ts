import type { FaultProxy } from '../../tests/chaos/faultProxy.ts';
import type { Person } from '../../tests/support/person.ts';
import { shiftClock } from '../../tests/support/shiftClock.ts';

/** `silent`: both ways are swallowed and nothing is closed, as behind a dead router. */
export const lineStates = ['whole', 'slow', 'silent', 'cut'] as const;
export type LineState = (typeof lineStates)[number];

const slowLink = { delayMs: 400, bytesPerSecond: 20_000 };

/** One instance, whose line to the server and whose clock are in the controller's hands. */
export class Seat {
  readonly #line: FaultProxy;
  readonly #launchAgain: (person: Person) => Promise<Person>;
  #person: Person;
  #hasEnded = false;
  #lineState: LineState = 'whole';
  #clockOffsetMs = 0;

  /** `launchAgain`: somebody's app, on the same data, after it has ended. */
  constructor(person: Person, line: FaultProxy, launchAgain: (person: Person) => Promise<Person>) {
    this.#line = line;
    this.#launchAgain = launchAgain;
    this.#person = person;
    this.#watch(person);
  }

  get person(): Person {
    return this.#person;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get lineState(): LineState {
    return this.#lineState;
  }

  get clockOffsetMs(): number {
    return this.#clockOffsetMs;
  }

  setLine(state: LineState): void {
    const wasSilent = this.#lineState === 'silent';
    this.#lineState = state;
    this.#line.slow(state === 'slow' ? slowLink : null);
    this.#line.swallow(state === 'silent');
    this.#line.refuse(state === 'cut');
    // Connections that fell silent stay deaf: a line that is restored is a new one.
    if (state === 'cut' || wasSilent) this.#line.cut();
  }

  /** @param offsetMs against the clock of this computer */
  async setClock(offsetMs: number): Promise<void> {
    this.#clockOffsetMs = offsetMs;
    await shiftClock(this.person.app, offsetMs);
  }

  /** After it has ended; with the network and the clock it had. */
  async openAgain(): Promise<void> {
    if (!this.#hasEnded) return;
    const person = await this.#launchAgain(this.#person);
    this.#watch(person);
    if (this.#clockOffsetMs !== 0) await this.setClock(this.#clockOffsetMs);
  }

  #watch(person: Person): void {
    this.#person = person;
    this.#hasEnded = false;
    void person.app.ended.then(() => {
      if (this.#person === person) this.#hasEnded = true;
    });
  }
}
