import { type JoinedTrace, joinTraces, type MessageTrace } from '../../src/shared/trace.ts';
import type { ServerProcess } from '../../tests/support/server.ts';
import { type ComparedHistories, compareHistories } from '../qa/compareHistories.ts';
import type { LineState, Seat } from './seat.ts';

/** What the panel asks for. */
export type PanelCommand =
  | { do: 'look' }
  | { do: 'line'; seat: number; state: LineState }
  | { do: 'clock'; seat: number; offsetMs: number }
  | { do: 'open'; seat: number }
  | { do: 'server'; runs: boolean }
  | { do: 'compare' };

export interface SeatView {
  name: string;
  line: LineState;
  clockOffsetMs: number;
  hasEnded: boolean;
  /** null: it has ended, or is about to answer. */
  app: { state: string; unsent: number; lost: number } | null;
}

/** A message that two of the windows know of. */
export interface Link {
  /** Of the message, and of who got it. */
  id: string;
  sender: string;
  receiver: string;
  trace: JoinedTrace;
}

/** What the panel shows. */
export interface PanelView {
  serverRuns: boolean;
  seats: SeatView[];
  /** The latest messages, newest first. */
  links: Link[];
  /** What was found when it was asked for last. */
  compared: Compared[];
}

/** The history of a chat that both have open. */
export interface Compared {
  names: [string, string];
  found: ComparedHistories;
}

const linksShown = 6;

/** Cuts, slows, silences and restores what each instance has for a network, sets its clock, stops and starts the server. */
export class Controller {
  readonly #seats: readonly Seat[];
  readonly #server: ServerProcess;
  #serverRuns = true;
  #compared: Compared[] = [];
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
      case 'open':
        return this.#seats[command.seat]?.openAgain();
      case 'server':
        if (command.runs === this.#serverRuns) return;
        await (command.runs ? this.#server.startAgain() : this.#server.stop());
        this.#serverRuns = command.runs;
        return;
      case 'compare':
        this.#compared = await compareOpenChats(this.#seats);
    }
  }

  async #view(): Promise<PanelView> {
    const looks = await Promise.all(this.#seats.map(look));
    return {
      serverRuns: this.#serverRuns,
      seats: looks.map(({ view }) => view),
      links: link(looks),
      compared: this.#compared,
    };
  }
}

/** Everybody against the first who looks at the same chat. */
async function compareOpenChats(seats: readonly Seat[]): Promise<Compared[]> {
  const firstIn = new Map<string, Seat>();
  const compared: Compared[] = [];
  for (const seat of seats.filter(({ hasEnded }) => !hasEnded)) {
    const { openDialogId } = await seat.person.snapshot();
    if (openDialogId === null) continue;
    const first = firstIn.get(openDialogId);
    if (first === undefined) {
      firstIn.set(openDialogId, seat);
      continue;
    }
    const names: [string, string] = [first.person.app.profile, seat.person.app.profile];
    compared.push({ names, found: await compareHistories(first.person, seat.person, openDialogId) });
  }
  return compared;
}

interface Look {
  view: SeatView;
  traces: MessageTrace[];
}

async function look({ person, hasEnded, lineState, clockOffsetMs }: Seat): Promise<Look> {
  const found = await person.diagnostics().catch(() => null);
  const app = found && {
    state: found.state,
    unsent: found.outbox.length,
    lost: found.ledger.reduce((sum, entry) => sum + entry.lost, 0),
  };
  const view = { name: person.app.profile, line: lineState, clockOffsetMs, hasEnded, app };
  return { view, traces: found?.traces ?? [] };
}

/** What was sent from one window and has come to another, newest first (S21.5). */
function link(looks: readonly Look[]): Link[] {
  const links = looks.flatMap((from) =>
    from.traces
      .filter(({ own }) => own)
      .flatMap((sent) =>
        looks
          .filter((to) => to !== from)
          .flatMap((to) =>
            to.traces.flatMap((received) => {
              const trace = joinTraces(sent, received);
              if (trace === null) return [];
              const [sender, receiver] = [from.view.name, to.view.name];
              return [{ id: `${trace.messageId} ${receiver}`, sender, receiver, trace }];
            }),
          ),
      ),
  );
  return links.sort((a, b) => b.trace.startedAt - a.trace.startedAt).slice(0, linksShown);
}
