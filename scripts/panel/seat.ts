import type { FaultProxy } from '../../tests/chaos/faultProxy.ts';
import type { Person } from '../../tests/support/person.ts';
import { shiftClock } from '../../tests/support/shiftClock.ts';

/** `silent`: both ways are swallowed and nothing is closed, as behind a dead router. */
export const lineStates = ['whole', 'slow', 'silent', 'cut'] as const;
export type LineState = (typeof lineStates)[number];

const slowLink = { delayMs: 400, bytesPerSecond: 20_000 };

/** One instance, whose line to the server and whose clock are in the controller's hands. */
export class Seat {
  readonly person: Person;
  readonly #line: FaultProxy;
  #lineState: LineState = 'whole';
  #clockOffsetMs = 0;

  constructor(person: Person, line: FaultProxy) {
    this.person = person;
    this.#line = line;
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
}
