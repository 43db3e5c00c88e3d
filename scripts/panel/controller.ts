import type { ServerProcess } from '../../tests/support/server.ts';
import type { LineState, Seat } from './seat.ts';

/** What the panel asks for. */
export type PanelCommand =
  | { do: 'look' }
  | { do: 'line'; seat: number; state: LineState }
  | { do: 'clock'; seat: number; offsetMs: number }
  | { do: 'server'; runs: boolean };

export interface SeatView {
  name: string;
  line: LineState;
  clockOffsetMs: number;
  /** null: it has ended. */
  app: { state: string; unsent: number; lost: number } | null;
}

/** What the panel shows. */
export interface PanelView {
  serverRuns: boolean;
  seats: SeatView[];
}

/** Cuts, slows, silences and restores what each instance has for a network, sets its clock, stops and starts the server. */
export class Controller {
  readonly #seats: readonly Seat[];
  readonly #server: ServerProcess;
  #serverRuns = true;
  /** One thing at a time: a server that is starting cannot be stopped. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(seats: readonly Seat[], server: ServerProcess) {
    this.#seats = seats;
    this.#server = server;
  }

  /** Resolves with how it is afterwards. */
  obey(command: PanelCommand): Promise<PanelView> {
    if (command.do === 'look') return this.#view();
    const done = this.#last.then(() => this.#perform(command));
    this.#last = done.catch(() => undefined);
    return done.then(() => this.#view());
  }

  async #perform(command: Exclude<PanelCommand, { do: 'look' }>): Promise<void> {
    switch (command.do) {
      case 'line':
        return this.#seats[command.seat]?.setLine(command.state);
      case 'clock':
        return this.#seats[command.seat]?.setClock(command.offsetMs);
      case 'server':
        if (command.runs === this.#serverRuns) return;
        this.#serverRuns = command.runs;
        return command.runs ? this.#server.startAgain() : this.#server.stop();
    }
  }

  async #view(): Promise<PanelView> {
    return { serverRuns: this.#serverRuns, seats: await Promise.all(this.#seats.map(look)) };
  }
}

async function look({ person, lineState, clockOffsetMs }: Seat): Promise<SeatView> {
  const app = await person.diagnostics().then(
    ({ state, outbox, ledger }) => ({
      state,
      unsent: outbox.length,
      lost: ledger.reduce((sum, entry) => sum + entry.lost, 0),
    }),
    () => null,
  );
  return { name: person.app.profile, line: lineState, clockOffsetMs, app };
}
